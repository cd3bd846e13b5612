package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who brings each library that a slice needs: its path is followed as dyld does, with {@code @loader_path},
 * {@code @executable_path} and {@code @rpath}.
 */
final class DylibSources {

    private final JudgeRequest request;
    private final MacosCatalog catalog = MacosCatalog.builtIn();
    private final Map<String, MachOFacts> byPlace = new HashMap<>();
    private final Map<String, List<MachOFacts>> byName = new HashMap<>();
    private final Set<String> allRpaths = new LinkedHashSet<>();

    DylibSources(MacosFacts wheel, JudgeRequest request) {
        this.request = request;
        for (MachOFacts file : wheel.files()) {
            byPlace.put(file.path(), file);
            byPlace.putIfAbsent(InstalledPath.of(file.path()), file);
            byName.computeIfAbsent(file.fileName(), name -> new ArrayList<>()).add(file);
        }
        for (MachOFacts file : wheel.files()) {
            for (MachOSlice slice : file.slices()) {
                slice.linkage().rpaths().forEach(rpath -> place(file, slice, rpath)
                        .ifPresent(allRpaths::add));
            }
        }
    }

    /**
     * Who brings a library.
     *
     * @param from what exactly, for people
     * @param rule that the path matches, if it is one outside of the wheel
     * @param unreachable a file of that name in the wheel, where the path doesn't lead
     */
    record Source(Bringer bringer, String from, Optional<MacosCatalog.Rule> rule, Optional<MachOFacts> unreachable) {
        static Source of(Bringer bringer, String from) {
            return new Source(bringer, from, Optional.empty(), Optional.empty());
        }
    }

    Source of(MachOFacts needer, MachOSlice slice, String name) {
        Optional<MachOFacts> found = inWheel(needer, slice, name);
        if (found.isPresent()) {
            return Source.of(Bringer.WHEEL, found.get().path());
        }
        String base = MachOFacts.baseName(name);
        if (request.siblings().containsKey(base)) {
            return Source.of(Bringer.SIBLING, request.siblings().get(base));
        }
        if (request.excludes().match(base) || request.excludes().match(name)) {
            return Source.of(Bringer.EXCLUDED, "excluded");
        }
        Optional<MacosCatalog.Rule> rule = catalog.of(name);
        if (rule.isPresent()) {
            switch (rule.get().kind()) {
                case SYSTEM, GONE -> {
                    return new Source(Bringer.SYSTEM, name, rule, Optional.empty());
                }
                case PYTHON -> {
                    return new Source(Bringer.PYTHON, name, rule, Optional.empty());
                }
                default -> {}
            }
        }
        Optional<MachOFacts> twin = byName.getOrDefault(base, List.of()).stream()
                .filter(file -> file.slice(slice.header().architecture()).isPresent())
                .findFirst();
        return new Source(Bringer.NOBODY, "", rule, twin);
    }

    /** A file of the wheel for the same processor at the place that the path leads to. */
    private Optional<MachOFacts> inWheel(MachOFacts needer, MachOSlice slice, String name) {
        List<String> places = new ArrayList<>();
        if (name.startsWith("@rpath/")) {
            String rest = name.substring("@rpath/".length());
            for (String rpath : slice.linkage().rpaths()) {
                place(needer, slice, rpath).ifPresent(directory -> places.add(join(directory, rest)));
            }
            allRpaths.forEach(directory -> places.add(join(directory, rest)));
        } else {
            place(needer, slice, name).ifPresent(places::add);
        }
        for (String place : places) {
            MachOFacts file = byPlace.get(place);
            if (file != null && file.slice(slice.header().architecture()).isPresent()) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static String join(String directory, String rest) {
        return normalize(directory.isEmpty() ? rest : directory + "/" + rest);
    }

    /** Where a path leads that begins at the file; empty for others. */
    private static Optional<String> place(MachOFacts file, MachOSlice slice, String path) {
        boolean program = slice.header().isProgram();
        for (String start : List.of("@loader_path", "@executable_path")) {
            boolean counts = start.equals("@loader_path") || program;
            if (counts && (path.equals(start) || path.startsWith(start + "/"))) {
                String directory = InstalledPath.directory(InstalledPath.of(file.path()));
                return Optional.of(
                        join(directory, path.substring(start.length()).replaceFirst("^/+", "")));
            }
        }
        return Optional.empty();
    }

    /** Without {@code .} and {@code ..}; what leaves the installed packages keeps its {@code ..}. */
    private static String normalize(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            boolean up = part.equals("..")
                    && !parts.isEmpty()
                    && !parts.get(parts.size() - 1).equals("..");
            if (up) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
