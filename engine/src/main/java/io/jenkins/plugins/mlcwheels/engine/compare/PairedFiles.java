package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.inspect.OpenWheel;
import io.jenkins.plugins.mlcwheels.engine.inspect.WheelFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which file of one wheel is which of the other. Paths are compared without what changes with each build: the version in
 * {@code .dist-info} and {@code .data}, digest and version in the names of grafts, the Python in the names of extension
 * modules. Where two files of a wheel are alike then, their paths count as they are.
 */
final class PairedFiles {

    private static final Pattern DIST_INFO = Pattern.compile("^[^/]+\\.(dist-info|data)/");
    private static final Pattern DIGEST = Pattern.compile("-[0-9a-f]{8,64}(?=[-.])");
    private static final Pattern AFTER_SO = Pattern.compile("(\\.so)(\\.[0-9]+)+$");
    private static final Pattern PYTHON = Pattern.compile("\\.(cpython|pypy|graalpy|cp|pp)-?[0-9][^./]*\\.(so|pyd)$");

    /**
     * A file of both wheels, or of one.
     *
     * @param before null if only the new wheel has it
     * @param after null if only the old wheel has it
     */
    record Pair(WheelFile before, WheelFile after) {
        boolean isSame() {
            return before != null
                    && after != null
                    && !before.sha256().isEmpty()
                    && before.sha256().equals(after.sha256());
        }

        String path() {
            return after == null ? before.path() : after.path();
        }
    }

    private PairedFiles() {}

    /** In the order of their paths. */
    static List<Pair> of(OpenWheel before, OpenWheel after) {
        Map<String, WheelFile> old = byKey(before);
        Map<String, WheelFile> young = byKey(after);
        Map<String, Pair> pairs = new TreeMap<>();
        Map<String, WheelFile> oldByPath = new HashMap<>();
        old.values().forEach(file -> oldByPath.put(file.path(), file));
        Set<String> taken = new HashSet<>();
        List<Map.Entry<String, WheelFile>> left = new ArrayList<>();
        for (Map.Entry<String, WheelFile> entry : young.entrySet()) {
            WheelFile partner = old.get(entry.getKey());
            if (partner == null) {
                left.add(entry);
            } else {
                taken.add(partner.path());
                pairs.put(entry.getValue().path(), new Pair(partner, entry.getValue()));
            }
        }
        for (Map.Entry<String, WheelFile> entry : left) {
            WheelFile partner = oldByPath.get(entry.getValue().path());
            boolean free = partner != null && taken.add(partner.path());
            pairs.put(entry.getValue().path(), new Pair(free ? partner : null, entry.getValue()));
        }
        for (WheelFile file : old.values()) {
            if (!taken.contains(file.path())) {
                pairs.put(file.path() + "\0", new Pair(file, null));
            }
        }
        return List.copyOf(pairs.values());
    }

    private static Map<String, WheelFile> byKey(OpenWheel wheel) {
        Map<String, List<WheelFile>> found = new LinkedHashMap<>();
        for (WheelFile file : wheel.files()) {
            if (!isRecord(file.path())) {
                found.computeIfAbsent(key(file.path()), key -> new ArrayList<>())
                        .add(file);
            }
        }
        Map<String, WheelFile> keys = new LinkedHashMap<>();
        found.forEach(
                (key, files) -> files.forEach(file -> keys.put(files.size() == 1 ? key : "\0" + file.path(), file)));
        return keys;
    }

    private static boolean isRecord(String path) {
        return path.matches("[^/]+\\.dist-info/RECORD(\\.jws|\\.p7s)?");
    }

    /** Whether a repair put the file there. */
    static boolean isGraft(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash < 0 ? "" : path.substring(0, slash);
        return directory.endsWith(".libs") || directory.endsWith(".dylibs");
    }

    /** The path without what changes with each build. */
    static String key(String path) {
        String key = DIST_INFO.matcher(path).replaceFirst("*.$1/");
        if (isGraft(key)) {
            int slash = key.lastIndexOf('/');
            String name = DIGEST.matcher(key.substring(slash + 1)).replaceAll("");
            return key.substring(0, slash + 1) + AFTER_SO.matcher(name).replaceFirst("$1");
        }
        return PYTHON.matcher(key).replaceFirst(".$2");
    }
}
