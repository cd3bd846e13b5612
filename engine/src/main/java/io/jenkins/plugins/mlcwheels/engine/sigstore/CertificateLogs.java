package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The promises of logs, embedded in a certificate, to show that it was issued (RFC 6962, section 3.2). A log signs the
 * certificate as it was without these.
 */
final class CertificateLogs {

    private static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";
    private static final int ID = 32;
    private static final int SHA256 = 4;

    private CertificateLogs() {}

    /** @throws KeylessException unless there is a promise, and each is by a trusted log */
    static void check(X509Certificate leaf, X509Certificate issuer, List<Log> logs, MessageDigest sha256) {
        byte[] extension = leaf.getExtensionValue(EXTENSION);
        if (extension == null) {
            throw new KeylessException("a certificate without the promise of a log (SCT)");
        }
        byte[] list = Der.parse(Der.parse(extension).expect(Der.OCTETS).value())
                .expect(Der.OCTETS)
                .value();
        byte[] entry = entry(leaf, issuer, sha256);
        try {
            ByteBuffer in = ByteBuffer.wrap(list);
            if (Short.toUnsignedInt(in.getShort()) != in.remaining() || !in.hasRemaining()) {
                throw Der.broken();
            }
            while (in.hasRemaining()) {
                check(ByteBuffer.wrap(take(in, Short.toUnsignedInt(in.getShort()))), entry, logs);
            }
        } catch (BufferUnderflowException e) {
            throw Der.broken();
        }
    }

    private static void check(ByteBuffer promise, byte[] entry, List<Log> logs) {
        byte version = promise.get();
        byte[] id = take(promise, ID);
        long time = promise.getLong();
        byte[] extensions = take(promise, Short.toUnsignedInt(promise.getShort()));
        int digest = promise.get();
        promise.get();
        byte[] signature = take(promise, Short.toUnsignedInt(promise.getShort()));
        if (version != 0 || digest != SHA256 || promise.hasRemaining()) {
            throw Der.broken();
        }
        ByteBuffer signed = ByteBuffer.allocate(14 + entry.length + extensions.length);
        signed.put(version).put((byte) 0).putLong(time).putShort((short) 1).put(entry);
        signed.putShort((short) extensions.length).put(extensions);
        Instant at = Instant.ofEpochMilli(time);
        if (logs.stream()
                .filter(log -> log.hasId(id) && log.validity().holds(at))
                .noneMatch(log -> log.signed(signed.array(), signature))) {
            throw new KeylessException("a certificate with a promise (SCT) that no trusted log gave");
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw Der.broken();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    /** What the log signed: the digest of the issuer's key, and the certificate without the promises. */
    private static byte[] entry(X509Certificate leaf, X509Certificate issuer, MessageDigest sha256) {
        byte[] unsigned = withoutPromises(leaf);
        ByteArrayOutputStream out = new ByteArrayOutputStream(unsigned.length + ID + 3);
        out.writeBytes(sha256.digest(issuer.getPublicKey().getEncoded()));
        out.write(unsigned.length >> 16);
        out.write(unsigned.length >> 8);
        out.write(unsigned.length);
        out.writeBytes(unsigned);
        return out.toByteArray();
    }

    private static byte[] withoutPromises(X509Certificate leaf) {
        try {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            for (Der field :
                    Der.parse(leaf.getTBSCertificate()).expect(Der.SEQUENCE).children()) {
                fields.writeBytes(field.tag() == Der.CONTEXT_3 ? extensions(field) : field.encoded());
            }
            return Der.encode(Der.SEQUENCE, fields.toByteArray());
        } catch (CertificateEncodingException e) {
            throw Der.broken();
        }
    }

    private static byte[] extensions(Der field) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (Der extension : field.child(0).expect(Der.SEQUENCE).children()) {
            if (!extension.child(0).oid().equals(EXTENSION)) {
                kept.writeBytes(extension.encoded());
            }
        }
        return Der.encode(Der.CONTEXT_3, Der.encode(Der.SEQUENCE, kept.toByteArray()));
    }
}
