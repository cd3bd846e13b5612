package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Releases in a directory: {@code DIR/v0.1.0/} with its files. A draft is {@code DIR/.v0.1.0.draft/} and becomes a
 * release by being renamed, so that a crash at any point leaves either no release or a whole one. The lease is a lock
 * on {@code DIR/.v0.1.0.lock}, which ends with the process that holds it. Works on every file system that has locks, and
 * refuses to write on others.
 */
public final class DirectoryReleaseHost implements ReleaseHost, HostPreflight, LeasedHost {

    private static final String SLASH = "%2F";
    private static final int CHUNK = 1 << 20;

    private final Path directory;
    private final TagPattern pattern;

    /**
     * @param directory is created when the first release is
     * @param pattern which names of directories are release tags
     */
    public DirectoryReleaseHost(Path directory, TagPattern pattern) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.pattern = Objects.requireNonNull(pattern, "pattern");
    }

    @Override
    public String describe() {
        return directory.toString();
    }

    @Override
    public List<ReleaseProblem> preflight(ReleaseTag tag) {
        Path existing = directory.toAbsolutePath();
        if (Files.isSymbolicLink(existing) && !Files.exists(existing)) {
            return List.of(new ReleaseProblem(
                    existing + " is a link that leads nowhere", "Make what it leads to, or name another directory."));
        }
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return List.of(new ReleaseProblem(existing + " is not a directory", "Name another one."));
        }
        return Files.isWritable(existing)
                ? List.of()
                : List.of(new ReleaseProblem(existing + " can't be written to", "Name another one."));
    }

    @Override
    public String storedName(String name) {
        return name.replace('/', '_');
    }

    @Override
    public List<HostedRelease> find(String tag) {
        List<HostedRelease> found = new ArrayList<>();
        for (Path path : List.of(published(tag), draft(tag))) {
            if (Files.isDirectory(path)) {
                found.add(describe(tag, path));
            }
        }
        return found;
    }

    private HostedRelease describe(String tag, Path path) {
        boolean draft = path.equals(draft(tag));
        Optional<PublishMark> mark = draft ? Optional.of(io(() -> new DraftDirectory(path).mark())) : Optional.empty();
        return new HostedRelease(
                path.getFileName().toString(),
                tag,
                draft,
                pattern.parse(tag).isPrerelease(),
                false,
                mark,
                draft && Files.exists(lock(tag)),
                0,
                tag,
                "",
                path.toString());
    }

    @Override
    public List<HostedRelease> published() {
        List<ReleaseTag> tags = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
                children.forEach(child -> tag(child.getFileName().toString()).ifPresent(tags::add));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tags.stream()
                .sorted(Comparator.reverseOrder())
                .map(tag -> describe(tag.toString(), published(tag.toString())))
                .toList();
    }

    private Optional<ReleaseTag> tag(String name) {
        try {
            return Optional.of(pattern.parse(name.replace(SLASH, "/")));
        } catch (InvalidReleaseTagException e) {
            return Optional.empty();
        }
    }

    @Override
    public HostedRelease createDraft(NewRelease release, PublishMark mark) {
        Path draft = draft(release.tag());
        io(() -> {
            new DraftDirectory(draft).create(mark);
            return null;
        });
        return describe(release.tag(), draft);
    }

    @Override
    public HostedRelease mark(HostedRelease draft, PublishMark mark) {
        Path path = draft(draft.tag());
        io(() -> {
            try {
                new DraftDirectory(path).mark(mark);
            } catch (NoSuchFileException e) {
                throw new ReleaseGoneException(path.toString());
            }
            return null;
        });
        return describe(draft.tag(), path);
    }

    @Override
    public HostedRelease read(HostedRelease release) {
        Path path = existing(release);
        return describe(release.tag(), path);
    }

    @Override
    public void deleteDraft(HostedRelease draft) {
        io(() -> {
            new DraftDirectory(draft(draft.tag())).delete();
            return null;
        });
    }

    @Override
    public ReleaseLease lease(HostedRelease release, String publisher) {
        String tag = release.tag();
        ReleaseLease lease = FileLease.take(lock(tag), tag, publisher);
        try {
            return io(() -> {
                new DraftDirectory(draft(tag)).sweep();
                return lease;
            });
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public List<HostedAsset> assets(HostedRelease release) {
        Path path = existing(release);
        return io(() -> {
            List<HostedAsset> assets = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path, DirectoryReleaseHost::isAsset)) {
                for (Path file : files) {
                    assets.add(asset(file));
                }
            }
            assets.sort(Comparator.comparing(HostedAsset::name));
            return assets;
        });
    }

    private static boolean isAsset(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith(".whl.metadata");
    }

    private static HostedAsset asset(Path file) throws IOException {
        String name = file.getFileName().toString();
        Instant time = Files.getLastModifiedTime(file).toInstant();
        return new HostedAsset(
                name, name, Files.size(file), true, Optional.empty(), file.toString(), Optional.of(time));
    }

    @Override
    public HostedAsset upload(HostedRelease release, ReleaseAsset asset, ProgressListener progress) {
        Path path = existing(release);
        Path target = path.resolve(storedName(asset.name()));
        return io(() -> {
            if (Files.exists(target)) {
                throw new AssetExistsException(release.tag(), asset.name());
            }
            Path part = Files.createTempFile(path, ".upload", ".part");
            try {
                copy(asset, part, progress);
                moveWithoutReplacing(part, target);
            } catch (FileAlreadyExistsException e) {
                throw new AssetExistsException(release.tag(), asset.name());
            } finally {
                Files.deleteIfExists(part);
            }
            return asset(target);
        });
    }

    private static void copy(ReleaseAsset asset, Path to, ProgressListener progress) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long done = 0;
        try (InputStream in = asset.source().open();
                OutputStream out = Files.newOutputStream(to)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                done += read;
                progress.on(new ProgressListener.Transferred(asset.name(), done, asset.size()));
            }
        }
        makeReadable(to);
        sync(to);
    }

    /** Temporary files are made for their owner only. */
    private static void makeReadable(Path file) throws IOException {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (UnsupportedOperationException e) {
            // A file system without such permissions has none to widen.
            return;
        }
    }

    /** A hard link is the one way to give a file a name that fails when the name is taken. */
    private static void moveWithoutReplacing(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException e) {
            Files.move(from, to);
        }
    }

    @Override
    public InputStream download(HostedRelease release, HostedAsset asset) {
        return io(() -> Files.newInputStream(existing(release).resolve(asset.name())));
    }

    @Override
    public HostedAsset rename(HostedRelease release, HostedAsset asset, String name) {
        Path path = existing(release);
        return io(() -> {
            Path target = path.resolve(storedName(name));
            if (Files.exists(target)) {
                throw new AssetExistsException(release.tag(), name);
            }
            Files.move(path.resolve(asset.name()), target, StandardCopyOption.ATOMIC_MOVE);
            return asset(target);
        });
    }

    @Override
    public void delete(HostedRelease release, HostedAsset asset) {
        io(() -> Files.deleteIfExists(existing(release).resolve(asset.name())));
    }

    @Override
    public HostedRelease publish(HostedRelease draft, NewRelease release, boolean latest) {
        Path from = draft(release.tag());
        Path to = published(release.tag());
        io(() -> {
            if (Files.isDirectory(from)) {
                if (Files.exists(to)) {
                    throw new ReleaseBusyException(release.tag(), to + " is there already");
                }
                removeHidden(from);
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                sync(directory);
            }
            return null;
        });
        return read(draft);
    }

    private static void removeHidden(Path draft) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(draft, ".*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        sync(draft);
    }

    /** Makes what was written outlive a loss of power, where the system can. */
    private static void sync(Path path) throws IOException {
        boolean directory = Files.isDirectory(path);
        StandardOpenOption mode = directory ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        } catch (IOException e) {
            if (!directory) {
                throw e;
            }
        }
    }

    /** Where the release is now: a draft may have been published since it was read. */
    private Path existing(HostedRelease release) {
        Path draft = draft(release.tag());
        if (release.draft() && Files.isDirectory(draft)) {
            return draft;
        }
        Path published = published(release.tag());
        if (Files.isDirectory(published)) {
            return published;
        }
        throw new ReleaseGoneException((release.draft() ? draft : published).toString());
    }

    private Path published(String tag) {
        return directory.resolve(checked(tag));
    }

    private Path draft(String tag) {
        return directory.resolve("." + checked(tag) + ".draft");
    }

    private Path lock(String tag) {
        return directory.resolve("." + checked(tag) + ".lock");
    }

    /** The name of the tag's directory; {@code python/v1.0} has one directory, too. */
    private String checked(String tag) {
        return pattern.parse(tag).toString().replace("/", SLASH);
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> T io(Operation<T> operation) {
        try {
            return operation.run();
        } catch (IOException e) {
            throw new UncheckedIOException(FileFailure.of(directory, e));
        }
    }
}
