package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares two sets of wheels: each wheel with the one of the same flavour, Python and platform. */
public final class SetComparer {

    private static final int MOST = 1000;

    private SetComparer() {}

    /**
     * The wheels of a directory, sorted by name; of a file that file.
     *
     * @throws EngineException if there is none
     */
    public static List<Path> wheels(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        List<Path> wheels = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.whl")) {
            for (Path file : files) {
                wheels.add(file);
            }
        }
        if (wheels.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT, place + ": no wheel in it", "Name a directory of wheels.");
        }
        if (wheels.size() > MOST) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    place + ": " + wheels.size() + " wheels in it; at most " + MOST + " are compared at once",
                    "Compare them in several directories.");
        }
        wheels.sort(null);
        return wheels;
    }

    /**
     * Compares each new wheel with its partner. One wheel and one other are partners, whatever they are called.
     *
     * @throws EngineException if several wheels of one set are alike but for their version, or one can't be read
     */
    public static SetComparison compare(List<Path> before, List<Path> after, AuditOptions options) throws IOException {
        if (before.size() == 1 && after.size() == 1) {
            return SetComparison.of(
                    List.of(WheelComparer.compare(before.get(0), after.get(0), options)), List.of(), List.of());
        }
        SortedMap<WheelKey, Path> old = byKey(before);
        SortedMap<WheelKey, Path> young = byKey(after);
        List<WheelComparison> pairs = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (Map.Entry<WheelKey, Path> entry : young.entrySet()) {
            Path partner = old.remove(entry.getKey());
            if (partner == null) {
                added.add(name(entry.getValue()));
            } else {
                pairs.add(WheelComparer.compare(partner, entry.getValue(), options));
            }
        }
        if (pairs.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "no wheel of " + before.get(0).toAbsolutePath().getParent() + " is of the same project, Python and"
                            + " platform as one of "
                            + after.get(0).toAbsolutePath().getParent(),
                    "Name two wheels.");
        }
        return SetComparison.of(
                pairs, old.values().stream().map(SetComparer::name).toList(), added);
    }

    private static SortedMap<WheelKey, Path> byKey(List<Path> wheels) {
        SortedMap<WheelKey, Path> keys = new TreeMap<>();
        for (Path wheel : wheels) {
            Path other = keys.put(WheelKey.of(WheelFilename.of(wheel)), wheel);
            if (other != null) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        name(other) + " and " + name(wheel) + " differ in their version only",
                        "Name one wheel of each project, Python and platform.");
            }
        }
        return keys;
    }

    private static String name(Path wheel) {
        return String.valueOf(wheel.getFileName());
    }
}
