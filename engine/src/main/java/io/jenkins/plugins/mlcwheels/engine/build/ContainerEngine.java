package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A program that runs containers, and how it maps users.
 *
 * @param program {@code docker}, {@code podman}, or a path
 * @param podman whether it is podman
 * @param rootless whether root in a container is the calling user outside
 */
record ContainerEngine(String program, boolean podman, boolean rootless) {

    private static final int NOT_FOUND = 127;

    /**
     * Asks the program.
     *
     * @throws EngineException if it can't be run, or can't reach its daemon
     */
    static ContainerEngine probe(String program, Path directory) {
        List<String> output = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                output.add(line.line());
            }
        };
        int exit = ProcessTree.run(spec(program, directory, "--version"), collect);
        if (exit == NOT_FOUND) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    program + ": no such program",
                    "Install docker or podman, or name the program that runs containers.");
        }
        boolean podman = exit == 0 && output.toString().toLowerCase(Locale.ROOT).contains("podman");
        output.clear();
        String question = podman ? "{{.Host.Security.Rootless}}" : "{{.SecurityOptions}}";
        if (ProcessTree.run(spec(program, directory, "info", "--format", question), collect) != 0) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    program + ": can't run containers: " + (output.isEmpty() ? "" : output.get(output.size() - 1)),
                    "Check that " + program + " info works for the user who builds.");
        }
        String answer = String.join(" ", output);
        return new ContainerEngine(program, podman, podman ? answer.contains("true") : answer.contains("rootless"));
    }

    /** Options that make what the container writes belong to a user. */
    List<String> userOptions(long uid, long gid) {
        if (!rootless) {
            return List.of("--user=" + uid + ":" + gid);
        }
        return podman ? List.of("--userns=keep-id", "--user=" + uid + ":" + gid) : List.of("--user=0:0");
    }

    private static ProcessSpec spec(String program, Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return new ProcessSpec(command, directory, Map.of());
    }
}
