package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * A log that signs what was put into it: of certificates, or of signatures.
 *
 * @param host by which it signs its checkpoints
 */
record Log(byte[] id, PublicKey key, String host, Validity validity) {

    Log {
        id = id.clone();
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    boolean hasHint(byte[] signature) {
        return id.length >= 4 && Arrays.equals(id, 0, 4, signature, 0, 4);
    }

    boolean signed(byte[] message, byte[] signature) {
        return verifies(key, "SHA256", message, signature);
    }

    /** Whether a signature is good, with the digest of that name unless the key is of an algorithm that needs none. */
    static boolean verifies(PublicKey key, String digest, byte[] message, byte[] signature) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> digest + "withECDSA";
                    case "RSA" -> digest + "withRSA";
                    default -> "Ed25519";
                };
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Log log && hasId(log.id) && key.equals(log.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }

    @Override
    public String toString() {
        return host;
    }
}
