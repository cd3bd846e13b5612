package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A private key in memory, read from PEM text (PKCS#8), encrypted or not. Its public half is worked out from it. */
public final class PemKey implements SigningKey {

    private static final byte[] PROBE = "probe".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final PrivateKey key;
    private final TrustedKey publicKey;

    private PemKey(PrivateKey key, TrustedKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
        if (!publicKey.verifies(PROBE, sign(PROBE))) {
            throw new UnusableKeyException("the private key does not sign", "Make one with mlc-wheels keygen.");
        }
    }

    /** A new one. */
    public static PemKey generate(KeyAlgorithm algorithm) {
        KeyPair pair = algorithm.generate();
        return new PemKey(pair.getPrivate(), TrustedKey.of(pair.getPublic()));
    }

    /**
     * Reads one.
     *
     * @param passphrase empty if there is none; not kept
     * @throws UnusableKeyException if it is none of ECDSA P-256 or Ed25519 in PKCS#8, or can't be decrypted; the text
     *     repeats nothing of it
     */
    public static PemKey parse(String pem, char[] passphrase) {
        byte[] pkcs8 = PrivateKeyFile.read(pem, passphrase);
        for (String algorithm : List.of("EC", "Ed25519")) {
            try {
                PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                return new PemKey(key, TrustedKey.of(publicHalf(key)));
            } catch (GeneralSecurityException e) {
                continue;
            }
        }
        throw unusable();
    }

    private static PublicKey publicHalf(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof ECPrivateKey ec && P256.isCurveOf(ec.getParams())) {
            return KeyFactory.getInstance("EC").generatePublic(P256.publicHalf(ec));
        }
        if (key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(
                    NamedParameterSpec.ED25519, new Seed(ed.getBytes().get()));
            return generator.generateKeyPair().getPublic();
        }
        throw unusable();
    }

    private static UnusableKeyException unusable() {
        return new UnusableKeyException(
                "the private key is of another algorithm than ECDSA P-256 and Ed25519",
                "Make one with mlc-wheels keygen.");
    }

    @Override
    public TrustedKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(publicKey.signatureAlgorithm());
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException("the private key does not sign", "Make one with mlc-wheels keygen.");
        }
    }

    /**
     * Its PEM form.
     *
     * @param passphrase encrypts it; empty for a key that anyone can use who can read it
     */
    public String toPem(char[] passphrase) {
        return PrivateKeyFile.print(key.getEncoded(), passphrase);
    }

    /** Nothing of the private key. */
    @Override
    public String toString() {
        return "private key of " + publicKey;
    }

    /** Makes a generator of keys give the pair of a known seed. */
    private static final class Seed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        private Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("the seed of an Ed25519 key has " + seed.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
