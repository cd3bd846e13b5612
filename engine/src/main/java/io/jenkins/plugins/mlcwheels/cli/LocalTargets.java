package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.provenance.BundleSource;
import io.jenkins.plugins.mlcwheels.engine.provenance.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files of this machine that are to be verified; of a directory all that are, or ought to be, signed. */
final class LocalTargets {

    private static final int LARGEST_BUNDLE = 8 << 20;
    private static final int DEEPEST = 8;

    private LocalTargets() {}

    static VerifyTarget file(Path file) {
        return new VerifyTarget(
                file.toString(), file.getFileName().toString(), () -> Sha256.of(file), name -> read(file, name));
    }

    /** @param bundle has the provenance, wherever it is */
    static VerifyTarget file(Path file, Path bundle) {
        BundleSource one = name -> BundleName.parse(name)
                        .filter(parsed -> parsed.kind().equals(BundleName.PROVENANCE))
                        .isPresent()
                ? Optional.of(bytes(bundle))
                : Optional.empty();
        return new VerifyTarget(file.toString(), file.getFileName().toString(), () -> Sha256.of(file), one);
    }

    /** Wheels and sdists, and every file that has a bundle or had one, in a directory and those in it. */
    static List<VerifyTarget> directory(Path directory) throws IOException {
        List<VerifyTarget> targets = new ArrayList<>();
        collect(directory, 0, targets);
        if (targets.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.NOTHING_TO_DO,
                    directory + ": no wheel, no sdist and no bundle in it",
                    "Name the directory of a release.");
        }
        return targets;
    }

    private static void collect(Path directory, int depth, List<VerifyTarget> targets) throws IOException {
        Set<String> names = new TreeSet<>();
        List<Path> below = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    below.add(child);
                } else {
                    names.add(name);
                }
            }
        }
        for (String name : wanted(names, sums(directory, names))) {
            targets.add(file(directory.resolve(name)));
        }
        below.sort(null);
        for (Path child : below) {
            if (depth < DEEPEST && !child.getFileName().toString().startsWith(".")) {
                collect(child, depth + 1, targets);
            }
        }
    }

    /** Also those that are gone, if a bundle or the checksums tell of them. */
    static Set<String> wanted(Set<String> names, Set<String> listed) {
        Set<String> wanted = new TreeSet<>();
        for (Set<String> some : List.of(names, listed)) {
            for (String name : some) {
                if (name.endsWith(".whl") || name.endsWith(".tar.gz")) {
                    wanted.add(name);
                }
                BundleName.parse(name).flatMap(BundleName::file).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private static Set<String> sums(Path directory, Set<String> names) throws IOException {
        return names.contains(Checksums.FILE_NAME)
                ? Checksums.parse(bytes(directory.resolve(Checksums.FILE_NAME)))
                        .digests()
                        .keySet()
                : Set.of();
    }

    private static Optional<byte[]> read(Path file, String name) throws IOException {
        Path bundle = file.resolveSibling(name);
        return Files.exists(bundle, LinkOption.NOFOLLOW_LINKS) ? Optional.of(bytes(bundle)) : Optional.empty();
    }

    /** Of a larger file only so many that no reader takes them. */
    private static byte[] bytes(Path file) throws IOException {
        return SmallFile.read(file, LARGEST_BUNDLE);
    }
}
