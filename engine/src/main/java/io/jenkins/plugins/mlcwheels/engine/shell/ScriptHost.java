package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.nio.file.Path;
import java.util.List;

/** Where scripts run: on this machine, or in a container that runs already and has the same paths. */
@FunctionalInterface
public interface ScriptHost {

    /** This machine. */
    ScriptHost HERE = (script, directory, listener) -> ProcessTree.run(
            new ProcessSpec(List.of("bash", "-c", script.text()), directory, script.environment(), true), listener);

    /**
     * Runs a script to its end, with a standard input that stays open until then.
     *
     * @param directory where it runs
     * @return its exit code
     * @throws CancelledException if this thread was interrupted; nothing that the script started is left then
     */
    int run(ShellScript script, Path directory, ProgressListener listener);
}
