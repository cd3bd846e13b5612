package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds Pythons where builds run: below {@code /opt/python} as in the images of manylinux, as {@code python3.13} on the
 * PATH, among those of pyenv, and among those of uv. Each is asked what it is; its name counts for nothing.
 */
public final class InterpreterSearch {

    private InterpreterSearch() {}

    /**
     * What was found for one wish.
     *
     * @param python the first that fits; empty if none does
     * @param others what was found instead, in the order in which it was looked at
     */
    public record Found(Optional<Interpreter> python, List<Interpreter> others) {
        public Found {
            others = List.copyOf(others);
        }
    }

    /**
     * Looks for several at once.
     *
     * @return one answer for each wish, in their order
     */
    public static List<Found> find(List<PythonWanted> wanted, ScriptHost host) {
        return ask(wanted.stream().map(PythonWanted::line).collect(Collectors.joining("\n")), wanted.size(), host);
    }

    /**
     * Asks one interpreter what it is.
     *
     * @param program a command on the PATH or a path
     * @throws EngineException if it is not there, or is not a Python
     */
    public static Interpreter look(String program, ScriptHost host) {
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        host.run(script(Map.of("MLC_PROGRAM", program)), ProcessSpec.ANYWHERE, output);
        return output.last("found")
                .map(line -> Interpreter.parse(line.substring(line.indexOf('\t') + 1)))
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        program + ": no Python can be started by that name",
                        "Name the interpreter to use with --python."));
    }

    private static List<Found> ask(String wishes, int count, ScriptHost host) {
        List<Found> answers = new ArrayList<>();
        if (count == 0) {
            return answers;
        }
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        int exit = host.run(script(wishes), ProcessSpec.ANYWHERE, output);
        if (exit != 0) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "the search for interpreters ended with exit code " + exit,
                    "Check that bash runs where the builds are to run.");
        }
        return answers(output.all("found"), output.all("other"), count);
    }

    private static ShellScript script(String wishes) {
        return script(Map.of("MLC_WANTED", wishes));
    }

    /** The script that looks for several, for those who run scripts themselves. */
    public static ShellScript script(List<PythonWanted> wanted) {
        return script(wanted.stream().map(PythonWanted::line).collect(Collectors.joining("\n")));
    }

    /**
     * Reads what the script said.
     *
     * @param lines what it said, without the prefix of such lines
     * @param count how many were looked for
     * @throws EngineException if a line is none that the script says
     */
    public static List<Found> answers(List<String> lines, int count) {
        try {
            return answers(rest(lines, "found "), rest(lines, "other "), count);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT, "the search for interpreters said something else", e.getMessage(), e);
        }
    }

    private static List<String> rest(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    private static List<Found> answers(List<String> found, List<String> other, int count) {
        List<Found> answers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            answers.add(new Found(of(found, index).stream().findFirst(), of(other, index)));
        }
        return answers;
    }

    private static List<Interpreter> of(List<String> lines, int index) {
        String prefix = index + "\t";
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> Interpreter.parse(line.substring(prefix.length())))
                .toList();
    }

    private static ShellScript script(Map<String, String> values) {
        return ShellScript.fromResource(InterpreterSearch.class, "find-pythons.sh", values);
    }
}
