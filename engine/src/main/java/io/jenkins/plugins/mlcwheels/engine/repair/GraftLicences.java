package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The licence files of what is grafted: those that the package of the operating system has, as files, and those that
 * were given for libraries of no package. They go into {@code .dist-info/licenses} (PEP 639).
 */
final class GraftLicences {

    private static final String DIRECTORY = "licenses/";
    private static final long LARGEST = 1 << 20;
    private static final int MOST_FILES = 50;
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");

    private final Path sysroot;
    private final Map<String, Path> given;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final SortedSet<String> without = new TreeSet<>();
    private final List<String> warnings = new ArrayList<>();

    private GraftLicences(RepairOptions options) {
        sysroot = options.sysroot();
        given = options.licensing().files();
    }

    /**
     * @throws RepairFailedException if a file that was given can't be read
     * @throws EngineException of the kind {@code AUDIT_FAILED} if licences are required and one is not known
     */
    static GraftLicences of(Collection<LibraryGraft> grafts, RepairOptions options) throws IOException {
        GraftLicences licences = new GraftLicences(options);
        for (LibraryGraft graft : grafts) {
            if (!licences.addGiven(graft) && !licences.addOfPackage(graft)) {
                licences.without.add(graft.sonames().get(0));
            }
        }
        if (options.licensing().required() && !licences.without.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.AUDIT_FAILED,
                    "no licence is known of " + String.join(", ", licences.without)
                            + ", and --require-license asks for one",
                    "Name its file with --license " + licences.without.first() + "=FILE.");
        }
        return licences;
    }

    private boolean addGiven(LibraryGraft graft) throws IOException {
        boolean found = false;
        for (Map.Entry<String, Path> licence : given.entrySet()) {
            NamePatterns pattern = new NamePatterns(List.of(licence.getKey()));
            boolean matches = graft.sonames().stream().anyMatch(pattern::match)
                    || pattern.match(String.valueOf(graft.source().getFileName()));
            if (matches) {
                Path file = licence.getValue();
                if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                    throw new RepairFailedException(
                            "--license " + licence.getKey() + "=" + file + ": "
                                    + (Files.isRegularFile(file)
                                            ? "is larger than " + LARGEST + " bytes"
                                            : "there is no such file"),
                            "Name the text of the licence.");
                }
                files.put(
                        DIRECTORY + graft.sonames().get(0).replace('/', '_') + "/" + file.getFileName(),
                        Files.readAllBytes(file));
                found = true;
            }
        }
        return found;
    }

    private boolean addOfPackage(LibraryGraft graft) throws IOException {
        if (graft.owner().isEmpty()
                || !PACKAGE.matcher(graft.owner().get().name()).matches()) {
            return false;
        }
        String name = graft.owner().get().name();
        boolean found = add(name, sysroot.resolve("usr/share/doc").resolve(name).resolve("copyright"));
        Path directory = sysroot.resolve("usr/share/licenses").resolve(name);
        if (Files.isDirectory(directory)) {
            List<Path> all;
            try (Stream<Path> list = Files.list(directory)) {
                all = list.sorted().limit(MOST_FILES).toList();
            }
            for (Path file : all) {
                found |= add(name, file);
            }
        }
        return found;
    }

    private boolean add(String name, Path file) throws IOException {
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(sysroot.toRealPath())) {
            return false;
        }
        if (Files.size(file) > LARGEST) {
            warnings.add(file + " is larger than " + LARGEST + " bytes, and is left out as a licence of " + name);
            return false;
        }
        files.put(DIRECTORY + name + "/" + file.getFileName(), Files.readAllBytes(file));
        return true;
    }

    /** By their place below the dist-info directory. */
    SortedMap<String, byte[]> files() {
        return files;
    }

    /** The licence files as METADATA names them. */
    List<String> names() {
        return files.keySet().stream()
                .map(file -> file.substring(DIRECTORY.length()))
                .toList();
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (!without.isEmpty()) {
            all.add("no licence is known of " + String.join(", ", without) + ": name its file with --license "
                    + without.first() + "=FILE");
        }
        return all;
    }
}
