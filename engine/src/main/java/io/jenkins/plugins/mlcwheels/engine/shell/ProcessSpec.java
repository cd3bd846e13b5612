package io.jenkins.plugins.mlcwheels.engine.shell;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run.
 *
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment set in addition to what the virtual machine itself was given
 * @param lifeline true to give it a standard input that stays open, silent, for as long as this virtual machine lives
 *     and wants it to run, so that it can notice the end of one that was killed; otherwise standard input is empty
 */
public record ProcessSpec(List<String> command, Path directory, Map<String, String> environment, boolean lifeline) {

    /** The top of the file system, for what may run anywhere. */
    public static final Path ANYWHERE =
            FileSystems.getDefault().getRootDirectories().iterator().next();

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** With an empty standard input. */
    public ProcessSpec(List<String> command, Path directory, Map<String, String> environment) {
        this(command, directory, environment, false);
    }
}
