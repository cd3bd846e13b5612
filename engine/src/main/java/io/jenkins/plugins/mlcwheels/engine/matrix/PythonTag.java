package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python of a build, as identifiers write it: {@code cp313}, {@code cp314t}, {@code pp311}, {@code gp312_250}.
 *
 * @param text as written
 * @param implementation which Python it is
 * @param major of the language's version
 * @param minor of the language's version
 * @param freeThreaded whether it is a CPython without the global interpreter lock
 */
public record PythonTag(String text, Implementation implementation, int major, int minor, boolean freeThreaded) {

    /** Implementations of the language. */
    public enum Implementation {
        CPYTHON("cp"),
        PYPY("pp"),
        GRAALPY("gp");

        private final String prefix;

        Implementation(String prefix) {
            this.prefix = prefix;
        }

        /** {@code cp}, {@code pp} or {@code gp}. */
        public String prefix() {
            return prefix;
        }
    }

    private static final Pattern FORM = Pattern.compile("(cp|pp|gp)([1-9])([0-9]|[1-9][0-9])(t?)((?:_[0-9]{1,6})?)");

    /** The tag of that text, if it is one. */
    public static Optional<PythonTag> of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Implementation implementation =
                switch (parts.group(1)) {
                    case "cp" -> Implementation.CPYTHON;
                    case "pp" -> Implementation.PYPY;
                    default -> Implementation.GRAALPY;
                };
        boolean freeThreaded = !parts.group(4).isEmpty();
        boolean release = !parts.group(5).isEmpty();
        if (freeThreaded && implementation != Implementation.CPYTHON
                || release != (implementation == Implementation.GRAALPY)) {
            return Optional.empty();
        }
        return Optional.of(new PythonTag(
                text,
                implementation,
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                freeThreaded));
    }

    /** The version of the language, such as {@code 3.13}. */
    public String version() {
        return major + "." + minor;
    }

    @Override
    public String toString() {
        return text;
    }
}
