package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * A log that signs what was put into it: of certificates, or of signatures.
 *
 * @param id by which entries name it
 * @param hint begins with the bytes by which signatures of its checkpoints name it
 * @param host by which it signs its checkpoints
 */
record Log(byte[] id, byte[] hint, PublicKey key, String host, Validity validity) {

    Log {
        id = id.clone();
        hint = hint.clone();
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other) || Arrays.equals(hint, other);
    }

    boolean hasHint(byte[] signature) {
        return hint.length >= 4 && Arrays.equals(hint, 0, 4, signature, 0, 4);
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
        return other instanceof Log log && Arrays.equals(id, log.id) && key.equals(log.key);
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
