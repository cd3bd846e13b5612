package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.PythonTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelTag;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which wheels an identifier may get: those that its Python installs, on its platform. */
final class WheelFit {

    private static final Pattern PYTHON = Pattern.compile("(py|cp|pp|graalpy)([0-9])([0-9]*)");

    private WheelFit() {}

    /**
     * Refuses a wheel that its identifier's Python would not install.
     *
     * @throws EngineException of the kind BUILD_FAILED, which names both
     */
    static void check(WheelFilename wheel, BuildIdentifier identifier) {
        if (!fits(wheel, identifier)) {
            throw new EngineException(
                    EngineException.Kind.BUILD_FAILED,
                    "the build of " + identifier + " made " + wheel + ", which " + identifier + " can't install",
                    "Build with the Python of the identifier, or correct the tags that the build backend gives.");
        }
    }

    /** Whether the identifier's Python installs the wheel, on a platform of its C library and architecture. */
    static boolean fits(WheelFilename wheel, BuildIdentifier identifier) {
        return wheel.tags().stream()
                .anyMatch(tag -> isForPython(tag, identifier.python()) && isForPlatform(tag.platform(), identifier));
    }

    /** Whether the wheel of an earlier build serves this one: it is for no single Python, and fits. */
    static boolean serves(WheelFilename wheel, BuildIdentifier identifier) {
        return wheel.tags().stream()
                .anyMatch(tag -> (tag.abi().equals("none") || tag.abi().startsWith("abi3"))
                        && isForPython(tag, identifier.python())
                        && isForPlatform(tag.platform(), identifier));
    }

    private static boolean isForPlatform(String platform, BuildIdentifier identifier) {
        return platform.equals("linux_" + identifier.arch())
                || platform.startsWith(identifier.libc().toString()) && platform.endsWith("_" + identifier.arch());
    }

    private static boolean isForPython(WheelTag tag, PythonTag python) {
        Matcher parts = PYTHON.matcher(tag.python());
        if (!parts.matches() || Integer.parseInt(parts.group(2)) != python.major()) {
            return false;
        }
        boolean anyMinor = parts.group(3).isEmpty();
        int minor = anyMinor || parts.group(3).length() > 4 ? 0 : Integer.parseInt(parts.group(3));
        if (parts.group(1).equals("py")) {
            return minor <= python.minor() && isForAbi(tag.abi(), python);
        }
        if (!parts.group(1).equals(tagPrefix(python))) {
            return false;
        }
        return tag.abi().startsWith("abi3")
                ? minor <= python.minor() && isForAbi(tag.abi(), python)
                : (anyMinor || minor == python.minor()) && isForAbi(tag.abi(), python);
    }

    private static String tagPrefix(PythonTag python) {
        return switch (python.implementation()) {
            case CPYTHON -> "cp";
            case PYPY -> "pp";
            case GRAALPY -> "graalpy";
        };
    }

    /** PyPy and GraalPy name their ABI by versions of their own, which tell nothing more of the language's version. */
    private static boolean isForAbi(String abi, PythonTag python) {
        if (abi.equals("none")) {
            return true;
        }
        if (python.implementation() != PythonTag.Implementation.CPYTHON) {
            return !abi.startsWith("abi3");
        }
        if (abi.startsWith("abi3")) {
            return abi.equals("abi3t") || !python.freeThreaded();
        }
        return abi.equals("cp" + python.major() + python.minor() + (python.freeThreaded() ? "t" : ""));
    }
}
