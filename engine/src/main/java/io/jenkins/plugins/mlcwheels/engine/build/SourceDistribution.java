package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source distribution (PEP 517, PEP 625) that can be built again from itself.
 *
 * @param file the {@code .tar.gz}
 * @param content the directory of its content, which has {@code pyproject.toml} and {@code PKG-INFO}
 */
public record SourceDistribution(Path file, Path content) {

    /**
     * Builds one.
     *
     * @param plan of any of the builds, with an environment of its own; its interpreter builds
     * @param unpacked directory that gets the content
     * @throws BuildFailedException if it can't be built, or not from itself
     */
    public static SourceDistribution build(BuildPlan plan, Path unpacked, ScriptHost host, ProgressListener listener)
            throws IOException {
        Files.createDirectories(plan.request().dist());
        ScriptOutput output = new ScriptOutput(listener);
        int exit = host.run(script(plan, unpacked), plan.tree().root(), output);
        if (exit != 0) {
            throw BuildExit.failure(plan, exit, output);
        }
        output.finishPhase();
        Path file = output.last("sdist")
                .map(name -> plan.request().dist().resolve(Path.of(name).getFileName()))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new BuildFailedException(
                        EngineException.Kind.BUILD_FAILED,
                        plan.tree().root() + ": the build left no source distribution",
                        "See the output above."));
        String name = file.getFileName().toString();
        return new SourceDistribution(file, unpacked.resolve(name.substring(0, name.length() - ".tar.gz".length())));
    }

    /** The script that builds one into the plan's directory, for those who run scripts themselves. */
    public static ShellScript script(BuildPlan plan, Path unpacked) {
        ShellScript script = BuildScript.of(plan);
        Map<String, String> values = new TreeMap<>(script.environment());
        values.put("MLC_UNPACKED", unpacked.toAbsolutePath().normalize().toString());
        values.put("MLC_OWN_ENVIRONMENT", "yes");
        values.put("MLC_BEFORE_BUILD", "");
        return new ShellScript(script.text(), new TreeMap<>(values));
    }
}
