package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.NoWheelFileException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The wheels under a directory, as an index offers them. What can't be offered, for its name, its version or since it is
 * damaged, is left out with a warning.
 */
public final class WheelTree implements IndexSource {

    /** How many directories deep wheels are looked for; a release directory needs one. */
    private static final int DEEPEST = 3;

    private static final long LARGEST_METADATA = 16 << 20;

    private final Path root;
    private final ProgressListener progress;
    private Optional<String> base = Optional.empty();
    private boolean metadata = true;
    private WheelGlobs leftOut = new WheelGlobs(List.of());
    private final Map<Path, byte[]> beside = new LinkedHashMap<>();

    private WheelTree(Path root, ProgressListener progress) {
        this.root = Objects.requireNonNull(root, "root");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * Wheels that are linked relatively, with their metadata files written beside them (PEP 658).
     *
     * @param progress is told what is left out
     */
    public static WheelTree of(Path root, ProgressListener progress) {
        return new WheelTree(root, progress);
    }

    /** The same wheels, with or without metadata files. */
    public WheelTree metadata(boolean written) {
        metadata = written;
        return this;
    }

    /**
     * The same wheels, served elsewhere.
     *
     * @param url where what is under {@code root} is served, such as
     *     {@code https://github.com/OWNER/NAME/releases/download}
     */
    public WheelTree servedAt(String url) {
        base = Optional.of(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        return this;
    }

    /** The same without those that match, by name or by path below the root. */
    public WheelTree leaveOut(WheelGlobs globs) {
        leftOut = Objects.requireNonNull(globs, "globs");
        return this;
    }

    /** @throws NotDirectoryException if there is no directory to read */
    @Override
    public void check() throws IOException {
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
    }

    /** Finds and hashes all wheels; hidden directories are passed over. */
    @Override
    public List<IndexedWheel> read(Path index) throws IOException {
        List<Path> found = new ArrayList<>();
        collect(root, index, 0, found);
        List<IndexedWheel> wheels = new ArrayList<>();
        beside.clear();
        for (Path file : found) {
            if (!leftOut.matches(place(file))) {
                offered(file, index).ifPresent(wheels::add);
            }
        }
        return wheels;
    }

    @Override
    public void writeBeside() throws IOException {
        for (Map.Entry<Path, byte[]> file : beside.entrySet()) {
            AtomicFile.write(file.getKey(), file.getValue());
        }
    }

    private Optional<IndexedWheel> offered(Path file, Path index) throws IOException {
        try {
            return Optional.of(read(file, index));
        } catch (InvalidWheelNameException | BrokenWheelException e) {
            warn(file, e.getMessage());
        } catch (NoWheelFileException e) {
            // Gone since it was found, or a link to nowhere; one that can't be opened stops the index.
            if (Files.exists(file)) {
                throw e;
            }
            warn(file, e.getMessage());
        }
        return Optional.empty();
    }

    private void warn(Path file, String reason) {
        progress.on(new ProgressListener.Notice("'" + place(file) + "' is left out of the index: " + reason, true));
    }

    private String place(Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    private void collect(Path directory, Path index, int depth, List<Path> found) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            listing.forEach(children::add);
        }
        children.sort(null);
        for (Path child : children) {
            String name = child.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(child)) {
                if (depth < DEEPEST && !child.toAbsolutePath().equals(index.toAbsolutePath())) {
                    collect(child, index, depth + 1, found);
                }
            } else if (name.endsWith(".whl")) {
                found.add(child);
            }
        }
    }

    private IndexedWheel read(Path file, Path index) throws IOException {
        try (WheelArchive archive = WheelArchive.open(file)) {
            WheelFilename filename = archive.filename();
            if (Pep440Version.tryParse(filename.version()).isEmpty()) {
                throw new BrokenWheelException(filename.toString(), "its version is not valid under PEP 440");
            }
            IndexedWheel wheel = IndexedWheel.of(filename, url(file, filename, index), Sha256.of(file))
                    .withSize(archive.size())
                    .withUploaded(Files.getLastModifiedTime(file).toInstant())
                    .withRequiresPython(archive.metadata().requiresPython());
            wheel = signed(wheel, file, index);
            return metadata ? describedBeside(wheel, archive, file) : wheel;
        }
    }

    private IndexedWheel signed(IndexedWheel wheel, Path file, Path index) throws IOException {
        Path bundle = file.resolveSibling(file.getFileName() + BundleName.SUFFIX);
        return Files.isRegularFile(bundle)
                ? wheel.withBundle(new IndexedBundle(url(bundle, wheel.filename(), index), Sha256.of(bundle)))
                : wheel;
    }

    private IndexedWheel describedBeside(IndexedWheel wheel, WheelArchive archive, Path file) throws IOException {
        String name = archive.distInfo() + "/METADATA";
        ArchiveEntry entry = archive.entry(name)
                .orElseThrow(() -> new BrokenWheelException(wheel.filename().toString(), "there is no " + name));
        byte[] content = archive.read(entry, LARGEST_METADATA);
        beside.put(file.resolveSibling(file.getFileName() + ".metadata"), content);
        return wheel.withMetadata(Sha256.of(content));
    }

    private String url(Path file, WheelFilename filename, Path index) {
        if (base.isPresent()) {
            return base.get() + "/" + encode(root.relativize(file));
        }
        Path page = index.toAbsolutePath().normalize().resolve(filename.normalizedName());
        return encode(page.relativize(file.toAbsolutePath().normalize()));
    }

    private static String encode(Path relative) {
        return StreamSupport.stream(relative.spliterator(), false)
                .map(part -> PercentEncoding.encode(part.toString()))
                .collect(Collectors.joining("/"));
    }
}
