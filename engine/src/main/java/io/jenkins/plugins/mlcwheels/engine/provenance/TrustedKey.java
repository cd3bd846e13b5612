package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A public key that signatures are checked with: ECDSA on P-256, or Ed25519. */
public final class TrustedKey {

    private static final int LARGEST = 64 << 10;

    private final PublicKey key;
    private final String id;

    private TrustedKey(PublicKey key) {
        this.key = key;
        this.id = Base64.getEncoder()
                .encodeToString(
                        io.jenkins.plugins.mlcwheels.engine.Sha256.digest().digest(key.getEncoded()));
    }

    /** @throws UnusableKeyException if it is of another algorithm */
    static TrustedKey of(PublicKey key) {
        boolean usable = key instanceof ECPublicKey ec && P256.isCurveOf(ec.getParams())
                || key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
        if (!usable) {
            throw new UnusableKeyException(
                    "the key is of another algorithm than ECDSA P-256 and Ed25519", "Make one with mlc-wheels keygen.");
        }
        return new TrustedKey(key);
    }

    /**
     * Reads the PEM file of a public key.
     *
     * @throws UnusableKeyException if there is none in it
     */
    public static TrustedKey read(Path file) throws IOException {
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(LARGEST + 1);
        }
        try {
            return parse(new String(text, StandardCharsets.ISO_8859_1));
        } catch (UnusableKeyException e) {
            throw new UnusableKeyException(file + ": " + e.getMessage(), e.suggestion());
        }
    }

    /** @throws UnusableKeyException if the text is not a PEM of one public key */
    public static TrustedKey parse(String pem) {
        if (pem.length() > LARGEST) {
            throw new UnusableKeyException("this is too long for a public key", "Name the file that keygen wrote.");
        }
        Pem.Block block = Pem.first(pem)
                .orElseThrow(() -> new UnusableKeyException(
                        "there is no public key in PEM form", "Name the file FILE.pub that keygen wrote."));
        if (!block.label().equals("PUBLIC KEY")) {
            throw new UnusableKeyException(
                    "this is a PEM block of '" + block.label() + "', not of a PUBLIC KEY",
                    block.label().contains("PRIVATE")
                            ? "Name the public key, FILE.pub; keep the private one to yourself."
                            : "Name the file FILE.pub that keygen wrote.");
        }
        for (String algorithm : List.of("EC", "Ed25519")) {
            try {
                return of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(block.der())));
            } catch (GeneralSecurityException e) {
                continue;
            }
        }
        throw new UnusableKeyException(
                "the public key can't be read as ECDSA P-256 or Ed25519", "Make one with mlc-wheels keygen.");
    }

    /**
     * By which bundles name it: the SHA-256 of its DER form, in Base64, as other programs that write bundles have it.
     */
    public String id() {
        return id;
    }

    /** {@code ecdsa-p256} or {@code ed25519}. */
    public String algorithm() {
        return isEcdsa() ? "ecdsa-p256" : "ed25519";
    }

    /** Its PEM form. */
    public String toPem() {
        return Pem.print("PUBLIC KEY", key.getEncoded());
    }

    String signatureAlgorithm() {
        return isEcdsa() ? "SHA256withECDSA" : "Ed25519";
    }

    private boolean isEcdsa() {
        return key instanceof ECPublicKey;
    }

    /** Whether a signature of these bytes is by this key. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(signatureAlgorithm());
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The key of that id among some. */
    static Optional<TrustedKey> find(List<TrustedKey> keys, String id) {
        return keys.stream().filter(key -> key.id.equals(id)).findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id);
    }

    @Override
    public String toString() {
        return algorithm() + " " + id;
    }
}
