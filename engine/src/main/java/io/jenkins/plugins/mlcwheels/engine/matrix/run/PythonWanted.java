package io.jenkins.plugins.mlcwheels.engine.matrix.run;

/**
 * The Python that a build needs.
 *
 * @param implementation {@code cpython}, {@code pypy} or {@code graalpy}
 * @param version major and minor, such as {@code 3.13}
 * @param freeThreaded whether it is the one without a global lock
 * @param directory of it below {@code /opt/python} in the images of manylinux, such as {@code cp313-cp313}
 * @param libc {@code glibc} or {@code musl}
 * @param machine architecture, as platform tags write it
 */
public record PythonWanted(
        String implementation, String version, boolean freeThreaded, String directory, String libc, String machine) {

    /** Whether an interpreter is such a one. */
    boolean isMetBy(Interpreter python) {
        return differsIn(python).isEmpty();
    }

    /** What an interpreter is instead, in words; empty if it is such a one. */
    String differsIn(Interpreter python) {
        boolean sameVersion =
                python.version().equals(version) || python.version().startsWith(version + ".");
        return implementation.equals(python.implementation())
                        && sameVersion
                        && freeThreaded == python.freeThreaded()
                        && libc.equals(python.libc())
                        && machine.equals(python.machine())
                ? ""
                : python.describe();
    }

    /** In words, such as {@code Python 3.13t for aarch64 and glibc}. */
    String describe() {
        return new Interpreter("", implementation, version, freeThreaded, libc, machine).describe();
    }

    /** One line of what {@code find-pythons.sh} is asked. */
    String line() {
        return String.join("\t", implementation, version, freeThreaded ? "t" : "-", directory, libc, machine);
    }
}
