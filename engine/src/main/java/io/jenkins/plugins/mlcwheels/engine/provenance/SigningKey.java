package io.jenkins.plugins.mlcwheels.engine.provenance;

/** A private key that signs. It is never printed, and nothing but {@link #sign} comes out of it. */
public interface SigningKey {

    /** Its public half, by which it is known. */
    TrustedKey publicKey();

    /** The signature of a message: ECDSA on P-256 with SHA-256 in DER, or Ed25519. */
    byte[] sign(byte[] message);
}
