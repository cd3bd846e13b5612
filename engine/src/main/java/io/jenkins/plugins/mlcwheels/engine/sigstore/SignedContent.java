package io.jenkins.plugins.mlcwheels.engine.sigstore;

/**
 * What was signed, as a DSSE envelope has it.
 *
 * @param message the bytes that the signature is of
 * @param payload the statement in it
 */
public record SignedContent(byte[] message, byte[] payload, byte[] signature) {

    public SignedContent {
        message = message.clone();
        payload = payload.clone();
        signature = signature.clone();
    }

    @Override
    public byte[] message() {
        return message.clone();
    }

    @Override
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }
}
