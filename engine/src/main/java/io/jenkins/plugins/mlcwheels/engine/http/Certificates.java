package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificate authorities to trust beside those of the Java runtime, as servers inside a company need them. */
public final class Certificates {

    private Certificates() {}

    /**
     * @param pem one or more certificates, each between BEGIN and END lines
     * @throws EngineException if there is none in it
     */
    public static SSLContext trusting(Path pem) throws IOException {
        byte[] text = Files.readAllBytes(pem);
        try {
            Collection<? extends Certificate> own =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text));
            if (own.isEmpty()) {
                throw unusable(pem, null);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust(own)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(pem, e);
        }
    }

    private static EngineException unusable(Path pem, Exception cause) {
        return new EngineException(
                EngineException.Kind.INPUT,
                pem + " holds no certificates that can be read",
                "Give a PEM file with BEGIN CERTIFICATE lines.",
                cause);
    }

    /** One store that holds the runtime's certificates and those given. */
    private static TrustManager trust(Collection<? extends Certificate> own)
            throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int count = 0;
        for (X509Certificate known : manager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("known" + count++, known);
        }
        for (Certificate certificate : own) {
            all.setCertificateEntry("own" + count++, certificate);
        }
        return manager(all);
    }

    private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new CertificateException("no trust manager for X.509");
    }
}
