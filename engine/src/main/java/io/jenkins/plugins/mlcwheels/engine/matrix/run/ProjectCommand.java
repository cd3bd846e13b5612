package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command of the project that runs where a wheel was built, with the variables of the build: a repair or an audit of
 * its own.
 *
 * @param text of the shell, placeholders filled in
 * @param python interpreter whose directory is on the PATH
 * @param requirements what is installed for it, in an environment of its own
 * @param assignments the variables, {@code NAME=word}
 * @param directory where it runs
 * @param work for what is temporary
 */
record ProjectCommand(
        String text, String python, List<String> requirements, List<String> assignments, Path directory, Path work) {

    /**
     * Runs it.
     *
     * @return why it failed; empty if it did not
     */
    Optional<String> run(ScriptHost host, ProgressListener listener) {
        ScriptOutput output = new ScriptOutput(listener);
        int exit = host.run(script(), ProcessSpec.ANYWHERE, output);
        return exit == 0
                ? Optional.empty()
                : Optional.of(output.last("error:").orElse("it ended with exit code " + exit));
    }

    /** What runs it. */
    ShellScript script() {
        Map<String, String> values = new TreeMap<>();
        values.put("MLC_COMMAND", text);
        values.put("MLC_PYTHON", python);
        values.put("MLC_REQUIREMENTS", String.join("\n", requirements));
        values.put("MLC_ASSIGNMENTS", String.join("\n", assignments));
        values.put("MLC_DIRECTORY", directory.toString());
        values.put("MLC_WORK", work.toString());
        return ShellScript.fromResource(ProjectCommand.class, "command.sh", values);
    }

    /** The text with places in the places of placeholders. */
    static String filledIn(String text, Map<String, Path> places) {
        String filled = text;
        for (Map.Entry<String, Path> place : places.entrySet()) {
            filled = filled.replace("{" + place.getKey() + "}", place.getValue().toString());
        }
        return filled;
    }
}
