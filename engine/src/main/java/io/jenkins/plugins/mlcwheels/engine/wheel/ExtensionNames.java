package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds extension modules that no Python imports that the wheel is for. CPython on Linux takes {@code m.so},
 * {@code m.abi3.so}, and the name with its own version, processor and libc: {@code m.cpython-311-x86_64-linux-gnu.so}.
 */
final class ExtensionNames {

    /** As CPython names processors in suffixes, where platform tags name them otherwise. */
    private static final Map<String, String> PROCESSORS =
            Map.of("i386", "i686", "arm", "armv7l", "powerpc64le", "ppc64le", "powerpc64", "ppc64");

    /** From this version on, CPython tells musl from glibc in suffixes. */
    private static final int FIRST_WITH_MUSL = 11;

    private final WheelFilename wheel;
    private final Findings findings;
    private final Map<String, SortedSet<Integer>> onlyFor = new TreeMap<>();
    private final Map<String, String> first = new TreeMap<>();
    private final SortedSet<String> general = new TreeSet<>();

    ExtensionNames(WheelFilename wheel, Findings findings) {
        this.wheel = wheel;
        this.findings = findings;
    }

    void check(List<ArchiveEntry> entries) {
        for (ArchiveEntry entry : entries) {
            if (entry.name().endsWith(".so")) {
                check(entry.name());
            }
        }
        onlyFor.forEach((module, versions) -> {
            if (!general.contains(module)) {
                coverage(module, versions);
            }
        });
    }

    private void check(String path) {
        int slash = path.lastIndexOf('/');
        int dot = path.indexOf('.', slash + 1);
        String module = path.substring(0, dot);
        String suffix = path.substring(dot);
        if (suffix.equals(".so") || suffix.equals(".abi3.so") || suffix.equals(".abi3t.so")) {
            general.add(module);
        } else if (suffix.startsWith(".cpython-3")) {
            cpython(path, module, suffix);
        }
    }

    private void cpython(String path, String module, String suffix) {
        int start = ".cpython-3".length();
        int end = start;
        while (end < suffix.length() && Ascii.isDigit(suffix.charAt(end)) && end < start + 3) {
            end++;
        }
        int dash = suffix.indexOf('-', end);
        if (end == start || dash < 0) {
            return;
        }
        int minor = Integer.parseInt(suffix, start, end, 10);
        boolean free = suffix.substring(end, dash).contains("t");
        String place = suffix.substring(dash + 1, suffix.length() - ".so".length());
        String problem = problem(minor, free, place);
        if (problem.isEmpty()) {
            onlyFor.computeIfAbsent(module, key -> new TreeSet<>()).add(minor);
            first.putIfAbsent(module, path);
        } else {
            findings.add(WheelProblem.EXTENSION_NOT_IMPORTED, path, problem);
        }
    }

    private String problem(int minor, boolean free, String place) {
        if (!isFor(minor, free)) {
            return "is only imported by CPython 3." + minor + (free ? " without GIL" : "") + "; the wheel is for "
                    + String.join(".", wheel.pythonTags()) + "-" + String.join(".", wheel.abiTags());
        }
        List<String> platforms = new ArrayList<>();
        for (String tag : wheel.platformTags()) {
            PlatformTag platform = PlatformTag.parse(tag);
            switch (platform.kind()) {
                case MANYLINUX, MUSLLINUX, LINUX -> platforms.add(tag);
                default -> {
                    return "";
                }
            }
            if (fits(place, minor, platform)) {
                return "";
            }
        }
        return "is only imported on " + place + "; the wheel is for " + String.join(", ", platforms);
    }

    private static boolean fits(String place, int minor, PlatformTag platform) {
        int at = place.indexOf("-linux-");
        if (at < 0) {
            return false;
        }
        String processor = place.substring(0, at);
        if (!PROCESSORS.getOrDefault(processor, processor).equals(platform.architecture())) {
            return false;
        }
        boolean musl = place.startsWith("musl", at + "-linux-".length());
        return switch (platform.kind()) {
            case MANYLINUX -> !musl;
            case MUSLLINUX -> musl || minor < FIRST_WITH_MUSL;
            default -> true;
        };
    }

    /** Whether a CPython of that version installs the wheel. */
    private boolean isFor(int minor, boolean free) {
        for (String python : wheel.pythonTags()) {
            int version = minorOf(python);
            for (String abi : wheel.abiTags()) {
                boolean exact = python.startsWith("cp") && !abi.equals("abi3");
                boolean sameBuild = !abi.startsWith("cp") || abi.endsWith("t") == free;
                if (version >= 0 && sameBuild && (exact ? version == minor : version <= minor)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** 9 for {@code cp39} and {@code py39}, 0 for {@code py3}, -1 for what is not a CPython 3. */
    private static int minorOf(String python) {
        boolean known = python.startsWith("cp3") || python.startsWith("py3");
        if (!known) {
            return -1;
        }
        String digits = python.substring(3);
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.length() <= 3 && Ascii.isMadeOf(digits, "") && Ascii.isDigit(digits.charAt(0))
                ? Integer.parseInt(digits)
                : -1;
    }

    /** A module for some versions only in a wheel that others take as well. */
    private void coverage(String module, SortedSet<Integer> versions) {
        for (String python : wheel.pythonTags()) {
            int minor = minorOf(python);
            boolean open = python.startsWith("py") || wheel.abiTags().contains("abi3");
            if (minor >= 0 && (open || !versions.contains(minor))) {
                List<String> names =
                        versions.stream().map(version -> "3." + version).toList();
                findings.add(
                        WheelProblem.EXTENSION_NOT_IMPORTED,
                        first.get(module),
                        "is only imported by CPython " + String.join(", ", names) + "; " + python + "-"
                                + String.join(".", wheel.abiTags()) + " says that the wheel is for "
                                + (open ? "newer ones as well" : "another one as well"));
                return;
            }
        }
    }
}
