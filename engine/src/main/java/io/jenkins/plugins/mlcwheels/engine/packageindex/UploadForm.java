package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The form in which a file is uploaded ({@code multipart/form-data}). The file is hashed while it is read: if its bytes
 * are not those that were checked, reading fails before the end of the form, so that no index can take it.
 */
final class UploadForm {

    private final Distribution file;
    private final String boundary;
    private final byte[] head;
    private final byte[] tail;
    private final AtomicBoolean changed = new AtomicBoolean();

    /**
     * @param boundary of ASCII letters and digits, which is in no field; in the file it may be, as chance has it never
     * @param md5 whether that digest is sent too
     */
    UploadForm(Distribution file, String boundary, boolean md5) {
        this.file = file;
        this.boundary = boundary;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        field(text, ":action", "file_upload");
        field(text, "protocol_version", "1");
        file.fields().forEach(given -> field(text, given.name(), given.value()));
        field(text, "filetype", file.type());
        field(text, "pyversion", file.python());
        field(text, "sha256_digest", file.sha256());
        field(text, "blake2_256_digest", file.blake2());
        if (md5) {
            field(text, "md5_digest", file.md5());
        }
        write(
                text,
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"content\"; filename=\"" + file.name()
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        head = text.toByteArray();
        tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void field(ByteArrayOutputStream text, String name, String value) {
        write(text, "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n");
        write(text, value + "\r\n");
    }

    private static void write(ByteArrayOutputStream text, String part) {
        text.writeBytes(part.getBytes(StandardCharsets.UTF_8));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    long size() {
        return head.length + file.size() + tail.length;
    }

    /** Whether the file was found to have other bytes than those that were checked. */
    boolean fileChanged() {
        return changed.get();
    }

    /** The whole form. */
    ReadableByteChannel open() throws IOException {
        return new Reading(FileChannel.open(file.path()));
    }

    private final class Reading implements ReadableByteChannel {

        private final FileChannel content;
        private final ByteBuffer before = ByteBuffer.wrap(head);
        private final ByteBuffer after = ByteBuffer.wrap(tail);
        private final MessageDigest digest = Sha256.digest();
        private long left = file.size();

        private Reading(FileChannel content) throws IOException {
            this.content = content;
            if (left == 0) {
                check();
            }
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (before.hasRemaining()) {
                return copy(before, target);
            }
            if (left > 0) {
                return readFile(target);
            }
            return after.hasRemaining() ? copy(after, target) : -1;
        }

        private int readFile(ByteBuffer target) throws IOException {
            int from = target.position();
            int limit = target.limit();
            target.limit((int) Math.min(limit, from + left));
            int read = content.read(target);
            target.limit(limit);
            if (read < 0) {
                changed.set(true);
                throw new IOException("'" + file.name() + "' became shorter while it was sent");
            }
            ByteBuffer fresh = target.duplicate();
            fresh.position(from).limit(from + read);
            digest.update(fresh);
            left -= read;
            if (left == 0) {
                check();
            }
            return read;
        }

        private void check() throws IOException {
            boolean longer = content.read(ByteBuffer.allocate(1)) >= 0;
            if (longer || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                changed.set(true);
                throw new IOException("'" + file.name() + "' changed while it was sent");
            }
        }

        private int copy(ByteBuffer from, ByteBuffer target) {
            int size = Math.min(from.remaining(), target.remaining());
            ByteBuffer part = from.slice().limit(size);
            target.put(part);
            from.position(from.position() + size);
            return size;
        }

        @Override
        public boolean isOpen() {
            return content.isOpen();
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
