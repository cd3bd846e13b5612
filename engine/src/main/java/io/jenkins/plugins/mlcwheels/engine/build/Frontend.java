package io.jenkins.plugins.mlcwheels.engine.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What turns the copy of a source into a wheel (PEP 517).
 *
 * @param program {@code pip}, {@code build}, {@code build[uv]} or {@code uv}; where there is no uv, the last two are
 *     pip, with a notice
 * @param arguments for it, beside ours
 * @param settings {@code KEY=VALUE} for the backend, with the placeholders <code>{project}</code> and
 *     <code>{package}</code>; a key may come more than once
 * @param constraints of what is installed for the build; empty: those of pip's own settings
 * @param ownEnvironment whether the build runs in a virtual environment of its own, so that what its commands install
 *     is there for this build alone
 * @param verbosity how much it says, -3 to 3
 */
public record Frontend(
        String program,
        List<String> arguments,
        List<String> settings,
        Optional<Path> constraints,
        boolean ownEnvironment,
        int verbosity) {

    private static final List<String> PROGRAMS = List.of("pip", "build", "build[uv]", "uv");

    /** {@code pip wheel} of the interpreter itself. */
    public static final Frontend PIP = new Frontend("pip", List.of(), List.of(), Optional.empty(), false, 1);

    public Frontend {
        if (!PROGRAMS.contains(program)) {
            throw new InvalidBuildRequestException(
                    "no build frontend: " + program, "Use one of " + String.join(", ", PROGRAMS) + ".");
        }
        arguments = List.copyOf(arguments);
        settings = List.copyOf(settings);
    }

    Map<String, String> variables() {
        Map<String, String> values = new TreeMap<>();
        values.put("MLC_FRONTEND", program);
        values.put("MLC_FRONTEND_ARGUMENTS", String.join("\n", arguments));
        values.put(
                "MLC_CONSTRAINTS",
                constraints
                        .map(file -> file.toAbsolutePath().normalize().toString())
                        .orElse(""));
        values.put("MLC_OWN_ENVIRONMENT", ownEnvironment || program.startsWith("build") ? "yes" : "");
        values.put("MLC_VERBOSITY", Integer.toString(verbosity));
        return values;
    }
}
