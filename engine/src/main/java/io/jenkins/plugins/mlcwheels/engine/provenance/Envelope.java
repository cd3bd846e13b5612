package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A payload with its signature (DSSE).
 *
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/protocol.md">DSSE protocol</a>
 */
final class Envelope {

    private final String payloadType;
    private final byte[] payload;
    private final byte[] signature;

    Envelope(String payloadType, byte[] payload, byte[] signature) {
        this.payloadType = payloadType;
        this.payload = payload.clone();
        this.signature = signature.clone();
    }

    /** The bytes that are signed: type and payload, each with its length before it. */
    static byte[] toBeSigned(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + type.length + 40);
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    byte[] toBeSigned() {
        return toBeSigned(payloadType, payload);
    }

    String payloadType() {
        return payloadType;
    }

    byte[] payload() {
        return payload.clone();
    }

    byte[] signature() {
        return signature.clone();
    }
}
