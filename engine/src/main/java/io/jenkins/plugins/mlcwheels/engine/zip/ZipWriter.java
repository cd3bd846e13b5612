package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.deflate.DeflateEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/**
 * Writes an archive whose bytes depend on what is written and the level alone. Entries of another archive are copied as
 * they are compressed; new content is deflated on several threads.
 */
public final class ZipWriter implements Closeable {

    /**
     * What both headers of an entry say beside method, sizes and CRC.
     *
     * @param dosTime as {@link DosTime} makes it
     * @param mode file type and permissions as in {@code st_mode}
     */
    public record Header(String name, int dosTime, int mode) {}

    /** Name and version of what deflates new content. */
    public static final String COMPRESSOR = DeflateEncoder.NAME;

    private final ZipOutput out;
    private final ParallelDeflater deflater;

    /**
     * @param channel the new file; it stays the caller's to close
     * @param level from 1, fastest, to 9, smallest
     */
    public ZipWriter(FileChannel channel, int level, int threads) {
        out = new ZipOutput(channel);
        deflater = new ParallelDeflater(level, threads);
    }

    /** @param entry of {@code source}; it has to be readable */
    public void copy(Header header, ArchiveEntry entry, ZipArchive source) throws IOException {
        out.copy(header, entry, source.channel());
    }

    /**
     * @param size of the content in bytes, known before; decides about ZIP64
     * @return what the content came out as
     * @throws IOException if reading or writing fails, or the content has another size
     */
    public EntryDigest deflate(Header header, long size, InputStream content) throws IOException {
        return out.deflated(header, size, sink -> deflater.deflate(content, sink));
    }

    /** Writes the central directory; the archive is complete then. */
    public void finish() throws IOException {
        out.finish();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        deflater.close();
    }
}
