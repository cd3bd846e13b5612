package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Who signed, as the certificate says.
 *
 * @param identity an address of a workflow or an e-mail address
 * @param issuer the address of the identity provider that vouched for it
 */
public record Signer(String identity, String issuer) {

    private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";
    private static final String ISSUER_BEFORE = "1.3.6.1.4.1.57264.1.1";
    private static final String OTHER_NAME = "1.3.6.1.4.1.57264.1.7";
    private static final int UTF8_STRING = 0x0c;
    private static final int OF_OTHER_KIND = 0;
    private static final int EMAIL = 1;
    private static final int ADDRESS = 6;

    public Signer {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(issuer, "issuer");
    }

    /** @throws KeylessException unless the certificate has exactly one identity, and an issuer */
    static Signer of(X509Certificate certificate) {
        List<String> identities = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                int kind = (Integer) name.get(0);
                if ((kind == EMAIL || kind == ADDRESS) && name.get(1) instanceof String text) {
                    identities.add(text);
                } else if (kind == OF_OTHER_KIND && name.get(1) instanceof byte[] der) {
                    identities.add(otherName(Der.parse(der)));
                }
            }
        } catch (CertificateParsingException e) {
            throw Der.broken();
        }
        if (identities.size() != 1) {
            throw new KeylessException("a certificate with " + identities.size() + " identities, not one");
        }
        return new Signer(identities.get(0), issuer(certificate));
    }

    private static String otherName(Der name) {
        if (!name.expect(Der.SEQUENCE).child(0).oid().equals(OTHER_NAME)) {
            throw new KeylessException("a certificate with an identity of an unknown kind");
        }
        Der value = name.child(1).expect(Der.CONTEXT_0).child(0);
        // Java wraps it once more.
        Der text = value.tag() == Der.CONTEXT_0 ? value.child(0) : value;
        return new String(text.expect(UTF8_STRING).value(), StandardCharsets.UTF_8);
    }

    private static String issuer(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(ISSUER);
        if (extension != null) {
            Der text = Der.parse(Der.parse(extension).expect(Der.OCTETS).value());
            return new String(text.expect(UTF8_STRING).value(), StandardCharsets.UTF_8);
        }
        extension = certificate.getExtensionValue(ISSUER_BEFORE);
        if (extension == null) {
            throw new KeylessException("a certificate without the issuer of the identity");
        }
        return new String(Der.parse(extension).expect(Der.OCTETS).value(), StandardCharsets.UTF_8);
    }
}
