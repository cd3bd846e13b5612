package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a file of a wheel comes to lie among the installed packages, and how one such place is reached from another.
 * Paths are relative to the directory of installed packages.
 */
public final class InstalledPath {

    /** Both ways in which the dynamic loader reads the directory of the file itself. */
    private static final List<String> ORIGIN = List.of("$ORIGIN", "${ORIGIN}");

    private InstalledPath() {}

    /** {@code pkg/x.so} for {@code name-1.data/platlib/pkg/x.so}; other paths stay. */
    public static String of(String entry) {
        String[] parts = entry.split("/", 3);
        boolean library = parts.length == 3
                && parts[0].endsWith(".data")
                && (parts[1].equals("platlib") || parts[1].equals("purelib"));
        return library ? parts[2] : entry;
    }

    /** Whether it is installed among the programs, whose place relative to the packages is not known. */
    public static boolean isScript(String entry) {
        String[] parts = entry.split("/");
        return parts.length == 3 && parts[0].endsWith(".data") && parts[1].equals("scripts");
    }

    /**
     * Whether it is installed apart from the packages, below {@code .data/data}, {@code headers} or {@code scripts}:
     * how that place lies to the packages depends on the installation.
     */
    public static boolean isApart(String entry) {
        return home(entry) != null;
    }

    /** Whether a relative path from a file to a place of the wheel is the same once both are installed. */
    public static boolean isSure(String fromFile, String to) {
        String home = home(fromFile);
        return home == null || (to + "/").startsWith(home);
    }

    /** {@code name-1.data/data/} of what is installed apart from the packages, else null. */
    private static String home(String entry) {
        String[] parts = entry.split("/", 3);
        boolean apart = parts.length == 3
                && parts[0].endsWith(".data")
                && !parts[1].equals("platlib")
                && !parts[1].equals("purelib");
        return apart ? parts[0] + "/" + parts[1] + "/" : null;
    }

    /** The directory of a path; empty for one at the top. */
    public static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** A search path entry that leads from a file's directory to another directory. */
    public static String fromOrigin(String fromDirectory, String toDirectory) {
        List<String> from = parts(fromDirectory);
        List<String> to = parts(toDirectory);
        int common = 0;
        while (common < from.size() && common < to.size() && from.get(common).equals(to.get(common))) {
            common++;
        }
        List<String> way = new ArrayList<>(Collections.nCopies(from.size() - common, ".."));
        way.addAll(to.subList(common, to.size()));
        return way.isEmpty() ? "$ORIGIN" : "$ORIGIN/" + String.join("/", way);
    }

    /**
     * What follows {@code $ORIGIN} in a search path entry.
     *
     * @return null if the entry does not begin with it
     */
    public static String afterOrigin(String searchEntry) {
        for (String origin : ORIGIN) {
            String rest = searchEntry.startsWith(origin) ? searchEntry.substring(origin.length()) : null;
            // Without braces the token ends where a part of the path does: $ORIGINAL is none.
            if (rest != null && (origin.endsWith("}") || rest.isEmpty() || rest.startsWith("/"))) {
                return rest;
            }
        }
        return null;
    }

    /** Whether a search path entry of a file in that directory leads to a place among the installed packages. */
    public static boolean staysInside(String searchEntry, String directory) {
        String rest = afterOrigin(searchEntry);
        if (rest == null) {
            return false;
        }
        int depth = parts(directory).size();
        for (String part : parts(rest)) {
            depth += part.equals("..") ? -1 : part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }
}
