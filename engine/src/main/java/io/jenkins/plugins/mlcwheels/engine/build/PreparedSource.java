package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A copy of a source in which a command has run that serves all builds, such as one that compiles a dependency. Each
 * build makes a copy of its own of it.
 */
public final class PreparedSource {

    private PreparedSource() {}

    /**
     * Makes one.
     *
     * @param plan of any of the builds; its interpreter makes the copy
     * @param command shell text of the user, run at the copy's top
     * @param directory that gets the copy, its top as {@link #top}
     * @throws BuildFailedException if the command fails
     */
    public static void make(
            BuildPlan plan, String command, Path directory, ScriptHost host, ProgressListener listener) {
        ScriptOutput output = new ScriptOutput(listener);
        int exit = host.run(script(plan, command, directory), plan.tree().root(), output);
        if (exit != 0) {
            throw BuildExit.failure(plan, exit, output);
        }
        output.finishPhase();
    }

    /** The script that makes one, for those who run scripts themselves; otherwise as {@link #make}. */
    public static ShellScript script(BuildPlan plan, String command, Path directory) {
        ShellScript script = BuildScript.of(plan);
        Map<String, String> values = new TreeMap<>(script.environment());
        values.put("MLC_BEFORE_ALL", command);
        values.put("MLC_KEEP", directory.toAbsolutePath().normalize().toString());
        return new ShellScript(script.text(), new TreeMap<>(values));
    }

    /** The top of the copy, where the repository of the source, or its folder, is. */
    public static Path top(Path directory) {
        return directory.resolve("source");
    }
}
