package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Reads entries one after the other for one worker: inflates, hashes, shows them to the visitor. */
public final class EntryPass implements AutoCloseable {

    /** @param otherDigest by the algorithm asked for */
    public record Result(EntryDigest digest, byte[] otherDigest) {}

    /** From this size on, in bytes, a second thread pays. */
    private static final long LARGE = 2 << 20;

    private static final String SHA256 = "SHA-256";
    private static final int BUFFER = 128 << 10;

    private final FileChannel channel;
    private final EntryInflater inflater = new EntryInflater();
    private final MessageDigest sha256 = digest(SHA256);
    private byte[] buffer;
    private InflatePipeline pipeline;

    EntryPass(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param algorithm of which a digest is wanted beside SHA-256; may be the same
     * @throws BrokenEntryException if the entry isn't sound, whatever the visitor made of it
     */
    public Result read(ArchiveEntry entry, EntryVisitor visitor, String algorithm) throws IOException {
        sha256.reset();
        MessageDigest other = algorithm.equals(SHA256) ? null : digest(algorithm);
        inflater.start(channel, entry);
        if (entry.size() < LARGE) {
            visit(entry, visitor, new PassContent(this::inflate, sha256, other));
        } else {
            if (pipeline == null) {
                pipeline = new InflatePipeline();
            }
            try (InflatePipeline running = pipeline.start(inflater)) {
                visit(entry, visitor, new PassContent(running, sha256, other));
            }
        }
        byte[] main = sha256.digest();
        return new Result(new EntryDigest(main, entry.size()), other == null ? main : other.digest());
    }

    private static void visit(ArchiveEntry entry, EntryVisitor visitor, PassContent content) throws IOException {
        visitor.visit(entry, content);
        content.drain();
    }

    private PassContent.Chunk inflate() throws IOException {
        if (buffer == null) {
            buffer = new byte[BUFFER];
        }
        return new PassContent.Chunk(buffer, inflater.read(buffer, 0, buffer.length));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        inflater.close();
    }
}
