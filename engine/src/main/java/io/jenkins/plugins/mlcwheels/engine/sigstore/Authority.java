package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Who issues certificates, for signers or for timestamps.
 *
 * @param chain from the certificate that issues, or that signs timestamps, to the one that is trusted by itself
 */
record Authority(List<X509Certificate> chain, Validity validity) {

    Authority {
        chain = List.copyOf(chain);
    }

    /**
     * The path from a certificate to the trusted one.
     *
     * @throws KeylessException if there is none that was valid at that time
     */
    List<X509Certificate> path(X509Certificate leaf, Instant at) {
        if (!validity.holds(at)) {
            throw new KeylessException("a certificate of an authority that was not trusted at " + at);
        }
        X509Certificate anchor = chain.get(chain.size() - 1);
        List<X509Certificate> path = new ArrayList<>();
        path.add(leaf);
        for (X509Certificate issuer : chain.subList(0, chain.size() - 1)) {
            if (!issuer.equals(leaf)) {
                path.add(issuer);
            }
        }
        try {
            anchor.checkValidity(Date.from(at));
            CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX").validate(certificates, parameters);
        } catch (CertificateException | InvalidAlgorithmParameterException e) {
            throw new KeylessException("a certificate that was not valid at " + at);
        } catch (GeneralSecurityException e) {
            throw new KeylessException(
                    "a certificate that no trusted authority issued, or that was not valid at " + at);
        }
        path.add(anchor);
        return path;
    }
}
