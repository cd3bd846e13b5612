package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import java.util.List;

/**
 * A Python as it describes itself.
 *
 * @param path of the program itself, behind the shims of version managers
 * @param implementation {@code cpython}, {@code pypy} or {@code graalpy}
 * @param version such as {@code 3.13.0}
 * @param freeThreaded whether it has no global lock
 * @param libc {@code glibc} or {@code musl}
 * @param machine architecture that it builds for, as platform tags write it
 */
public record Interpreter(
        String path, String implementation, String version, boolean freeThreaded, String libc, String machine) {

    private static final int FIELDS = 6;

    /**
     * Reads {@link #line()}, or one of {@code find-pythons.sh}.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    public static Interpreter parse(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException("not an interpreter: " + line);
        }
        return new Interpreter(
                fields.get(0), fields.get(1), fields.get(2), fields.get(3).equals("t"), fields.get(4), fields.get(5));
    }

    /** All in one line, with tabs between. */
    public String line() {
        return String.join("\t", path, implementation, version, freeThreaded ? "t" : "-", libc, machine);
    }

    /** In words, such as {@code Python 3.13.0t for aarch64}. */
    public String describe() {
        String name =
                switch (implementation) {
                    case "cpython" -> "Python";
                    case "pypy" -> "PyPy";
                    case "graalpy" -> "GraalPy";
                    default -> implementation;
                };
        return name + " " + version + (freeThreaded ? "t" : "") + " for " + machine + " and " + libc;
    }
}
