package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.PythonTag;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which builds can be done with the Pythons that were found, and how others could be. */
final class Readiness {

    private Readiness() {}

    /** The Python that a build needs. */
    static PythonWanted python(PlannedBuild build) {
        BuildIdentifier identifier = build.identifier();
        PythonTag tag = identifier.python();
        return new PythonWanted(
                tag.implementation().name().toLowerCase(Locale.ROOT),
                tag.version(),
                tag.freeThreaded(),
                build.python().path().substring(build.python().path().lastIndexOf('/') + 1),
                identifier.libc().library(),
                identifier.arch().toString());
    }

    /**
     * Why a build can't be done, and how to do it.
     *
     * @param machine what the machine's own Python builds for; null if it has none
     * @param where it would run, in words
     * @param container whether that is one
     */
    static String reason(
            PlannedBuild build, InterpreterSearch.Found found, Interpreter machine, String where, boolean container) {
        return reason(build, found, machine, where, container, Remedies.OF_COMMAND);
    }

    /**
     * What to do about a build that can't be done, by those who build.
     *
     * @param elsewhere where another machine is built for, the machine's name after it
     * @param libc where another C library is built for
     * @param python what to do, the commands that install it before it
     */
    record Remedies(String elsewhere, String libc, String python) {

        static final Remedies OF_COMMAND = new Remedies(
                "build with --container, or on an agent for ",
                "build with --container",
                ", --python IDENTIFIER=PATH, or --container");

        static final Remedies OF_STEP = new Remedies(
                "build on an agent for ",
                "build in an image with the other C library",
                ", or build in an image that has it");
    }

    static String reason(
            PlannedBuild build,
            InterpreterSearch.Found found,
            Interpreter machine,
            String where,
            boolean container,
            Remedies remedies) {
        PythonWanted wanted = python(build);
        if (container) {
            return "no " + wanted.describe() + " " + where + ": name an image that has it";
        }
        Interpreter any = found.others().isEmpty() ? machine : found.others().get(0);
        if (any != null && !wanted.machine().equals(any.machine())) {
            return "builds " + where + " are for " + any.machine() + ": " + remedies.elsewhere() + wanted.machine();
        }
        if (any != null && !wanted.libc().equals(any.libc())) {
            return "builds " + where + " are for " + any.libc() + ": " + remedies.libc();
        }
        return "no " + name(wanted) + " " + where + others(found.others(), wanted) + ": " + install(wanted)
                + remedies.python().replace("IDENTIFIER", build.identifier().toString());
    }

    private static String name(PythonWanted wanted) {
        String all = wanted.describe();
        return all.substring(0, all.indexOf(" for "));
    }

    /** Those that could be taken for it. */
    private static String others(List<Interpreter> others, PythonWanted wanted) {
        String names = others.stream()
                .filter(python -> python.version().startsWith(wanted.version() + "."))
                .map(python -> python.path() + " is " + python.version() + (python.freeThreaded() ? "t" : ""))
                .limit(2)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (" + names + ")";
    }

    private static String install(PythonWanted wanted) {
        String version = wanted.version() + (wanted.freeThreaded() ? "t" : "");
        return switch (wanted.implementation()) {
            case "cpython" -> "pyenv install " + version + ", uv python install " + version;
            case "pypy" -> "uv python install pypy" + version;
            default -> "uv python install graalpy" + version;
        };
    }
}
