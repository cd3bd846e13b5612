package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** Algorithms that keys can be made for. */
public enum KeyAlgorithm {
    ECDSA_P256("EC"),
    ED25519("Ed25519");

    private final String java;

    KeyAlgorithm(String java) {
        this.java = java;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(java);
            if (this == ECDSA_P256) {
                generator.initialize(P256.CURVE);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + java, e);
        }
    }
}
