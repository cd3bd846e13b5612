package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelEntry;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The wheels under a directory, as an index offers them. Reads files; writes only the metadata files beside them. */
public final class WheelTree {

    /** How many directories deep wheels are looked for; a release directory needs one. */
    private static final int DEEPEST = 3;

    private static final long LARGEST_METADATA = 16 << 20;
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!";

    private final Path root;
    private final Optional<String> base;
    private final boolean metadata;

    private WheelTree(Path root, Optional<String> base, boolean metadata) {
        this.root = Objects.requireNonNull(root, "root");
        this.base = base;
        this.metadata = metadata;
    }

    /** Wheels that are linked relatively, with their metadata files written beside them (PEP 658). */
    public static WheelTree of(Path root) {
        return new WheelTree(root, Optional.empty(), true);
    }

    /** Wheels that are linked relatively, and nothing is written beside them. */
    public static WheelTree withoutMetadata(Path root) {
        return new WheelTree(root, Optional.empty(), false);
    }

    /**
     * Wheels that are served elsewhere.
     *
     * @param url where what is under {@code root} is served, such as
     *     {@code https://github.com/OWNER/NAME/releases/download}
     * @param metadata whether the metadata files are written, and will be served there as well
     */
    public static WheelTree servedAt(String url, Path root, boolean metadata) {
        String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return new WheelTree(root, Optional.of(trimmed), metadata);
    }

    /**
     * Finds and hashes all wheels; hidden directories are passed over.
     *
     * @param index the directory that the index will be in, from which wheels are linked
     */
    public List<IndexedWheel> read(Path index) throws IOException {
        List<Path> found = new ArrayList<>();
        collect(root, index, 0, found);
        List<IndexedWheel> wheels = new ArrayList<>();
        for (Path file : found) {
            wheels.add(read(file, index));
        }
        return wheels;
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
            IndexedWheel wheel = IndexedWheel.of(filename, url(file, filename, index), Sha256.of(file))
                    .withSize(archive.size())
                    .withRequiresPython(archive.metadata().requiresPython());
            if (!metadata) {
                return wheel;
            }
            WheelEntry entry = archive.entry(archive.distInfo() + "/METADATA").orElseThrow();
            byte[] content = archive.read(entry, LARGEST_METADATA);
            AtomicFile.write(file.resolveSibling(file.getFileName() + ".metadata"), content);
            return wheel.withMetadata(Sha256.of(content));
        }
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
                .map(part -> encode(part.toString()))
                .collect(Collectors.joining("/"));
    }

    private static String encode(String part) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
