package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.wheel.InstalledPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the entries of an RPATH or RUNPATH into directories: absolute ones of the host, which begin with a slash, and
 * those of the wheel, which are relative to its root.
 */
final class SearchPath {

    private SearchPath() {}

    /** What an entry leads to. */
    enum Kind {
        /** A directory of the wheel that exists. */
        INSIDE,
        /** A place of the wheel where no directory is. */
        MISSING,
        /** Above the root of the wheel: wherever it gets installed. */
        ESCAPING,
        /** The same place on every system, whatever is there. */
        ABSOLUTE,
        /** The current directory of the process. */
        WORKING_DIRECTORY
    }

    /** Whether it has a token that loaders know beside {@code $ORIGIN}: what it stands for differs between systems. */
    static boolean hasToken(String entry) {
        return isToken(entry, "LIB") || isToken(entry, "PLATFORM");
    }

    private static boolean isToken(String entry, String name) {
        if (entry.contains("${" + name + "}")) {
            return true;
        }
        int at = entry.indexOf("$" + name);
        int end = at + name.length() + 1;
        return at >= 0 && (end == entry.length() || entry.charAt(end) == '/');
    }

    static Kind kindOf(String entry, ElfFacts elf, WheelFiles files) {
        if (entry.isEmpty()) {
            return Kind.WORKING_DIRECTORY;
        }
        String directory = directory(entry, elf);
        if (directory == null) {
            return Kind.ESCAPING;
        }
        if (directory.startsWith("/")) {
            return entry.startsWith("/") || elf.path().startsWith("/") ? Kind.ABSOLUTE : Kind.WORKING_DIRECTORY;
        }
        return files.locate(directory) != null ? Kind.INSIDE : Kind.MISSING;
    }

    /** The directories of the entries that can be searched. */
    static List<String> directories(List<String> entries, ElfFacts elf, WheelFiles files) {
        List<String> found = new ArrayList<>(entries.size());
        for (String entry : entries) {
            String directory = entry.isEmpty() || hasToken(entry) ? null : directory(entry, elf);
            if (directory != null && !directory.startsWith("/")) {
                directory = files.locate(directory);
            }
            if (directory != null && !found.contains(directory)) {
                found.add(directory);
            }
        }
        return found;
    }

    /**
     * @return null if it lies above the root of the wheel or of the part of it that gets installed apart, or has
     *     $ORIGIN in its middle
     */
    private static String directory(String entry, ElfFacts elf) {
        String rest = InstalledPath.afterOrigin(entry);
        if (rest == null) {
            return entry.contains("ORIGIN") ? null : normalize("/" + entry);
        }
        String origin = elf.directory();
        String directory = normalize(origin.isEmpty() && !elf.path().startsWith("/") ? "." + rest : origin + rest);
        return directory != null && InstalledPath.isSure(elf.path(), directory) ? directory : null;
    }

    private static String normalize(String path) {
        List<String> parts = new ArrayList<>();
        boolean absolute = path.startsWith("/");
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty() && !absolute) {
                    return null;
                }
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return (absolute ? "/" : "") + String.join("/", parts);
    }
}
