package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOutcome;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeVisitor;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.EntryPoints;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A wheel that was read once as a whole, and whose native files can be read again one by one. Names and texts are as in
 * the wheel: whoever shows them makes them printable. Safe for use by several threads.
 */
public final class OpenWheel implements Closeable {

    private static final int LARGEST_TEXT = 4 << 20;

    private final WheelArchive archive;
    private final AuditOptions options;
    private final AuditOutcome.Reading reading;
    private final Map<String, Native> natives = new TreeMap<>();

    /** A native file, and whose it is. */
    private record Native(Platform platform, NativeFile file) {}

    private OpenWheel(WheelArchive archive, AuditOptions options) throws IOException {
        this.archive = archive;
        this.options = options;
        this.reading = AuditOutcome.read(archive, options);
        reading.scan().facts().forEach((platform, facts) -> facts.files()
                .forEach(file -> natives.put(file.path(), new Native(platform, file))));
    }

    /**
     * Reads all of a wheel.
     *
     * @throws EngineException if there is no such file, or it can't be read as a wheel within the limits
     */
    public static OpenWheel open(Path wheel, AuditOptions options) throws IOException {
        WheelArchive archive = WheelArchive.open(wheel);
        try {
            return new OpenWheel(archive, options);
        } catch (IOException | RuntimeException | Error e) {
            archive.close();
            throw e;
        }
    }

    /** What the file's name says. */
    public WheelFilename filename() {
        return archive.filename();
    }

    /** The audit of it. */
    public AuditReport report() {
        return reading.report();
    }

    /** Its files, directories left out, in the order of the archive. Of several of one name the last counts. */
    public List<WheelFile> files() {
        Map<String, EntryDigest> digests = reading.scan().contents().digests();
        List<WheelFile> files = new ArrayList<>();
        for (ArchiveEntry entry : archive.entries()) {
            boolean counts = !entry.isDirectory()
                    && archive.entry(entry.name()).filter(last -> last == entry).isPresent();
            if (counts) {
                EntryDigest digest = digests.get(entry.name());
                files.add(new WheelFile(
                        entry.name(),
                        entry.size(),
                        entry.compressedSize(),
                        digest == null ? "" : HexFormat.of().formatHex(digest.sha256())));
            }
        }
        return files;
    }

    /** Its native files by path, sorted. */
    public Map<String, NativeFile> natives() {
        Map<String, NativeFile> files = new TreeMap<>();
        natives.forEach((path, found) -> files.put(path, found.file));
        return files;
    }

    /** The system that a native file is for, such as {@code Linux}. */
    public String system(String path) {
        return natives.get(path).platform.name();
    }

    /** Who brings each library that each native file needs, by the path of the file. */
    public Map<String, List<LibrarySource>> sources() throws IOException {
        return WheelAuditor.sources(archive.filename(), reading.scan(), options);
    }

    /**
     * Shows what a native file is made of and offers.
     *
     * @throws EngineException if it is none that can be read
     */
    public void read(String path, NativeVisitor visitor) throws IOException {
        if (!natives.containsKey(path)) {
            throw new EngineException(
                    EngineException.Kind.INPUT, path + " can't be read as a native file", "See the audit.");
        }
        ArchiveEntry entry = archive.entry(path).orElseThrow();
        List<InputStream> opened = new ArrayList<>();
        try {
            natives.get(path)
                    .platform
                    .read(
                            entry.size(),
                            () -> {
                                InputStream in = archive.open(entry);
                                opened.add(in);
                                return in;
                            },
                            visitor);
        } finally {
            for (InputStream in : opened) {
                in.close();
            }
        }
    }

    /** Name of the {@code .dist-info} directory; empty if there is none, or several. */
    public Optional<String> distInfo() {
        try {
            return Optional.of(archive.distInfo());
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    /** What METADATA says; empty if it is missing or can't be read, which is a finding of the report. */
    public Optional<CoreMetadata> metadata() throws IOException {
        try {
            return Optional.of(archive.metadata());
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    /** What WHEEL says made it; empty if it doesn't say. */
    public String generator() throws IOException {
        try {
            return archive.wheelFile().generator();
        } catch (EngineException e) {
            return "";
        }
    }

    /** Its entry points, as far as they can be read. */
    public EntryPoints entryPoints() throws IOException {
        Optional<ArchiveEntry> entry = distInfo().flatMap(name -> archive.entry(name + "/entry_points.txt"));
        if (entry.isEmpty() || entry.get().size() > LARGEST_TEXT) {
            return new EntryPoints(List.of());
        }
        try {
            return EntryPoints.parse(archive.read(entry.get(), LARGEST_TEXT));
        } catch (EngineException e) {
            return new EntryPoints(List.of());
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
