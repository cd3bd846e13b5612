package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ZIP archive that is read where it lies, without unpacking it to disk. Its structure is read by our own strict
 * reader, which compares what the archive says twice (local and central headers, ZIP64 and plain records); what doesn't
 * agree is a {@link Finding} of {@link #structure()}. Safe for use by several threads.
 */
public final class ZipArchive implements Closeable {

    private final String title;
    private final FileChannel channel;
    private final long size;
    private final ZipStructure zip;
    private final Map<String, ArchiveEntry> byName;

    private ZipArchive(String title, FileChannel channel, ZipLimits limits) throws IOException {
        this.title = title;
        this.channel = channel;
        this.size = channel.size();
        this.zip = ZipStructure.read(title, channel, limits);
        byName = new HashMap<>(zip.entries().size() * 2);
        for (ArchiveEntry entry : zip.entries()) {
            byName.put(entry.name(), entry);
        }
    }

    /**
     * @param title what findings and errors call the archive
     * @throws BrokenArchiveException if it is not a ZIP archive or has no whole central directory
     * @throws IOException if there is no such file, or it can't be opened or read
     */
    public static ZipArchive open(Path file, String title, ZipLimits limits) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new ZipArchive(title, channel, limits);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Size of the file in bytes. */
    public long size() {
        return size;
    }

    /** In the order of the central directory. */
    public List<ArchiveEntry> entries() {
        return zip.entries();
    }

    /** The last entry of that name, as Python's zipfile sees it. */
    public Optional<ArchiveEntry> entry(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The entry's content, which never has more bytes than declared. Reading throws an {@link IOException} where the
     * content is broken or isn't what the headers say (length, CRC).
     *
     * @throws IOException if it isn't readable
     */
    public InputStream open(ArchiveEntry entry) throws IOException {
        return new EntryStream(channel, entry);
    }

    /**
     * The entry's content.
     *
     * @param max bytes at most
     * @throws BrokenArchiveException if it is larger or broken
     */
    public byte[] read(ArchiveEntry entry, long max) throws IOException {
        if (entry.size() > Math.min(max, Integer.MAX_VALUE - 8)) {
            throw new BrokenArchiveException(title, entry.name() + " has " + entry.size() + " bytes, more than " + max);
        }
        try (InputStream content = open(entry)) {
            return content.readAllBytes();
        } catch (BrokenEntryException e) {
            throw new BrokenArchiveException(title, entry.name() + " " + e.getMessage(), e);
        }
    }

    /** What is wrong with the archive as such. */
    public List<Finding> structure() {
        return zip.findings();
    }

    /** Whether it is beyond a limit, or entries share bytes: then its entries should not be inflated. */
    public boolean isBomb() {
        return zip.isBomb();
    }

    /** A reader of many entries, for one thread. */
    public EntryPass pass() {
        return new EntryPass(channel);
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
