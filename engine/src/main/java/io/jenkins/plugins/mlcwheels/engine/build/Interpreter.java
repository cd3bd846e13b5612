package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Python interpreter on this machine. A command such as a shim of pyenv stands for another one in each directory, so it
 * is asked once, in the directory of the project, and its answer is used from then on.
 *
 * @param path of the interpreter itself, absolute
 * @param version such as 3.13.1
 */
public record Interpreter(Path path, String version) {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+\\S{0,20}");

    private static final String ASK =
            "import os, platform, sys; print(platform.python_version()); print(os.path.abspath(sys.executable))";

    /**
     * Asks an interpreter what it is.
     *
     * @param command on the PATH, or a path
     * @param directory in which it is asked
     * @param environment variables with which it is asked, PATH among them
     * @return empty if it can't be run or does not answer
     */
    public static Optional<Interpreter> find(String command, Path directory, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                lines.add(line.line());
            }
        };
        int exit = ProcessTree.run(
                new ProcessSpec(
                        List.of("bash", "-c", "exec \"$0\" -I -c \"$1\"", command, ASK), directory, environment),
                collect);
        if (exit != 0 || lines.size() < 2) {
            return Optional.empty();
        }
        String version = lines.get(lines.size() - 2);
        Path path = Path.of(lines.get(lines.size() - 1));
        return VERSION.matcher(version).matches() && path.isAbsolute()
                ? Optional.of(new Interpreter(path, version))
                : Optional.empty();
    }
}
