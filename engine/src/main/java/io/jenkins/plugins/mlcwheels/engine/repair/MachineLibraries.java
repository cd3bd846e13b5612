package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.elf.NotElfException;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfFactsReader;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.ElfPlatform;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.HostLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The libraries of the machine that repairs. Each file is read once; a library is known by the path of the file
 * itself, behind all links.
 */
final class MachineLibraries implements HostLibraries {

    private final Path sysroot;
    private final NamePatterns excludes;
    private final List<String> first;
    private final List<String> last;
    private final Map<Path, Optional<ElfFacts>> known = new HashMap<>();
    private final SortedMap<String, SortedSet<String>> found = new TreeMap<>();

    MachineLibraries(RepairOptions options) {
        this.sysroot = options.sysroot();
        this.excludes = options.allExcludes();
        this.first = texts(options.libraryPath());
        this.last = options.ldPaths().isPresent() ? texts(options.ldPaths().get()) : configured(sysroot);
    }

    private static List<String> configured(Path sysroot) {
        LoaderConfiguration loader = new LoaderConfiguration(sysroot);
        return loader.isMusl() ? loader.musl() : loader.glibc();
    }

    private static List<String> texts(List<Path> directories) {
        return directories.stream()
                .map(directory -> directory.toAbsolutePath().normalize().toString())
                .toList();
    }

    @Override
    public List<String> searchedFirst() {
        return first;
    }

    /** With the directory of the executable's own loader at the end. */
    @Override
    public List<String> searchedLast(Optional<String> interpreter) {
        int slash = interpreter.map(path -> path.lastIndexOf('/')).orElse(-1);
        if (slash <= 0) {
            return last;
        }
        List<String> all = new ArrayList<>(last);
        all.add(sysroot.resolve(interpreter.get().substring(1, slash)).toString());
        return all;
    }

    /** With the path of the file itself, or with that of a link to it which is to be left out. */
    @Override
    public Optional<ElfFacts> find(String directory, String soname, ElfPlatform platform) {
        if (soname.isEmpty() || soname.indexOf('/') >= 0 || soname.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path file = inSysroot(directory).resolve(soname);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Path real = file.toRealPath();
            Optional<ElfFacts> facts = known.computeIfAbsent(real, MachineLibraries::read);
            boolean leftOut = !real.equals(file) && excludes.match(file.toString());
            String path = leftOut ? file.toString() : real.toString();
            facts.ifPresent(library ->
                    found.computeIfAbsent(soname, name -> new TreeSet<>()).add(path));
            return leftOut ? facts.map(library -> library.at(path, List.of())) : facts;
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Directories of the loader are in it already; those that files name are not. */
    private Path inSysroot(String directory) {
        Path path = Path.of(directory);
        return path.startsWith(sysroot) || !path.isAbsolute() || last.contains(directory) || first.contains(directory)
                ? path
                : sysroot.resolve(directory.substring(1));
    }

    /** Files that are no ELF files, such as linker scripts, are passed over as the loader does. */
    private static Optional<ElfFacts> read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return Optional.of(ElfFactsReader.read(file.toString(), ByteSource.of(channel)));
        } catch (NotElfException | MalformedElfException unusable) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The names of all that the libraries which were found need. */
    Set<String> needed() {
        Set<String> needed = new TreeSet<>();
        known.values()
                .forEach(read -> read.ifPresent(
                        library -> needed.addAll(library.linkage().needed())));
        return needed;
    }

    /** All that was found: SONAMEs with paths. */
    SortedMap<String, SortedSet<String>> found() {
        return found;
    }

    /** Facts of a library that was found before. */
    ElfFacts facts(String path) {
        return known.getOrDefault(Path.of(path), Optional.empty())
                .orElseThrow(() -> new IllegalArgumentException("not found before: " + path));
    }
}
