package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.BrokenArchiveException;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipLimits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A wheel that is read where it lies, without unpacking it to disk. The ZIP structure is read by our own strict reader,
 * which compares what the archive says twice (local and central headers, ZIP64 and plain records); what doesn't agree
 * is a {@link Finding} of {@link #structure()}. Safe for use by several threads.
 */
public final class WheelArchive implements Closeable {

    /** Largest METADATA, WHEEL or RECORD that is read into memory, in bytes. */
    private static final long MAX_TEXT = 32 << 20;

    private static final String DIST_INFO = ".dist-info";

    private final Path path;
    private final WheelFilename filename;
    private final ZipArchive zip;

    private WheelArchive(Path path, WheelFilename filename, ZipArchive zip) {
        this.path = path;
        this.filename = filename;
        this.zip = zip;
    }

    /** Opens with {@link ZipLimits#DEFAULT}. */
    public static WheelArchive open(Path wheel) throws IOException {
        return open(wheel, ZipLimits.DEFAULT);
    }

    /**
     * @throws NoWheelFileException if there is no such file, or it can't be opened
     * @throws InvalidWheelNameException if the file isn't named like a wheel
     * @throws BrokenWheelException if it is not a ZIP archive or has no whole central directory
     */
    public static WheelArchive open(Path wheel, ZipLimits limits) throws IOException {
        NoWheelFileException.check(wheel);
        WheelFilename filename = WheelFilename.of(wheel);
        try {
            return new WheelArchive(wheel, filename, ZipArchive.open(wheel, filename.toString(), limits));
        } catch (BrokenArchiveException e) {
            throw new BrokenWheelException(filename.toString(), e.reason(), e);
        } catch (AccessDeniedException e) {
            throw new NoWheelFileException(wheel, "permission denied", e);
        }
    }

    /** The file, as it was opened. */
    public Path path() {
        return path;
    }

    /** What the file's name says. */
    public WheelFilename filename() {
        return filename;
    }

    /** Size of the file in bytes. */
    public long size() {
        return zip.size();
    }

    /** In the order of the central directory. */
    public List<ArchiveEntry> entries() {
        return zip.entries();
    }

    /** The last entry of that name, as Python's zipfile sees it. */
    public Optional<ArchiveEntry> entry(String name) {
        return zip.entry(name);
    }

    /**
     * The entry's content, which never has more bytes than declared. Reading throws an {@link IOException} where the
     * content is broken or isn't what the headers say (length, CRC).
     *
     * @throws IOException if it isn't readable
     */
    public InputStream open(ArchiveEntry entry) throws IOException {
        return zip.open(entry);
    }

    /**
     * The entry's content.
     *
     * @param max bytes at most
     * @throws BrokenWheelException if it is larger or broken
     */
    public byte[] read(ArchiveEntry entry, long max) throws IOException {
        try {
            return zip.read(entry, max);
        } catch (BrokenArchiveException e) {
            throw new BrokenWheelException(filename.toString(), e.reason(), e);
        }
    }

    /**
     * Name of the one {@code .dist-info} directory, without a slash.
     *
     * @throws BrokenWheelException if there is none, or several and none of the name that belongs to the file name
     */
    public String distInfo() {
        List<String> found = distInfos();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.contains(filename.distInfo())) {
            return filename.distInfo();
        }
        throw new BrokenWheelException(
                filename.toString(),
                found.isEmpty() ? "has no .dist-info directory" : "has several .dist-info directories: " + found);
    }

    /** All directories at the top whose name ends in {@code .dist-info}, in order. */
    List<String> distInfos() {
        List<String> found = new java.util.ArrayList<>();
        for (ArchiveEntry entry : entries()) {
            int slash = entry.name().indexOf('/');
            if (slash > DIST_INFO.length() && entry.name().startsWith(DIST_INFO, slash - DIST_INFO.length())) {
                String directory = entry.name().substring(0, slash);
                if (!found.contains(directory) && found.size() < 10) {
                    found.add(directory);
                }
            }
        }
        return found;
    }

    /** @throws BrokenWheelException if it is missing or can't be read */
    public CoreMetadata metadata() throws IOException {
        return CoreMetadata.parse(distInfo() + "/METADATA", distInfoFile("METADATA"));
    }

    /** @throws BrokenWheelException if it is missing or can't be read */
    public WheelMetadata wheelFile() throws IOException {
        return WheelMetadata.parse(distInfo() + "/WHEEL", distInfoFile("WHEEL"));
    }

    /** @throws BrokenWheelException if it is missing or can't be read */
    public RecordFile record() throws IOException {
        return RecordFile.parse(distInfo() + "/RECORD", distInfoFile("RECORD"));
    }

    private byte[] distInfoFile(String name) throws IOException {
        String path = distInfo() + "/" + name;
        ArchiveEntry entry =
                entry(path).orElseThrow(() -> new BrokenWheelException(filename.toString(), "has no " + path));
        return read(entry, MAX_TEXT);
    }

    /** What is wrong with the ZIP archive as such. */
    public List<Finding> structure() {
        return zip.structure();
    }

    /** Whether it is beyond a limit, or entries share bytes: then its entries should not be inflated. */
    public boolean isBomb() {
        return zip.isBomb();
    }

    ZipArchive zip() {
        return zip;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
