package io.jenkins.plugins.mlcwheels.engine.sigstore;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** Why a signature by a certificate is not trusted. The message says what was found, without a full stop. */
public final class KeylessException extends EngineException {

    private static final long serialVersionUID = 1L;

    KeylessException(String found) {
        super(Kind.VERIFICATION_FAILED, found, "");
    }
}
