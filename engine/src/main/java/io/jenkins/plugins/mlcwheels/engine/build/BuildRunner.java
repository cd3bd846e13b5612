package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import io.jenkins.plugins.mlcwheels.engine.shell.CancelledException;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the script of a plan, here or in a container, and says what came of it. */
public final class BuildRunner {

    private BuildRunner() {}

    /**
     * Builds one wheel. The whole output of a build that fails is kept in a file.
     *
     * @throws BuildFailedException if it fails, in the words of the script
     * @throws CancelledException if this thread is interrupted; nothing that the build started is left then
     */
    public static BuildReport run(BuildPlan plan, ProgressListener listener) throws IOException {
        Optional<ContainerImage> image = plan.request().image();
        try (BuildLog log = BuildLog.in(plan.request().logs(), listener)) {
            try {
                return image.isPresent()
                        ? run(plan, log, output -> runInContainer(plan, image.get(), output))
                        : run(plan, ScriptHost.HERE, log);
            } catch (BuildFailedException failed) {
                throw log.keptFor(failed);
            }
        }
    }

    /**
     * Builds one wheel where a host runs scripts. The plan names no image.
     *
     * @param listener keeps what it hears, if anybody is to read it
     * @throws BuildFailedException if it fails, in the words of the script
     * @throws CancelledException if this thread is interrupted; nothing that the build started is left then
     */
    public static BuildReport run(BuildPlan plan, ScriptHost host, ProgressListener listener) throws IOException {
        return run(
                plan,
                listener,
                output -> host.run(BuildScript.of(plan), plan.tree().root(), output));
    }

    private static BuildReport run(BuildPlan plan, ProgressListener listener, Script script) throws IOException {
        BuildRequest request = plan.request();
        Files.createDirectories(request.dist());
        for (Optional<Path> directory : List.of(request.ccache(), request.libraries())) {
            if (directory.isPresent()) {
                Files.createDirectories(directory.get());
            }
        }
        ScriptOutput output = new ScriptOutput(listener);
        int exit = runScript(plan, script, output);
        if (exit != 0) {
            throw BuildExit.failure(plan, exit, output);
        }
        output.finishPhase();
        return new BuildReport(
                wheel(plan, output),
                output.phases(),
                output.last("python").orElse(""),
                output.last("ccache"),
                request.libraries(),
                output.last("library-path").map(BuildRunner::directories).orElse(List.of()),
                BuildFacts.of(output),
                BuildSurroundings.of(output));
    }

    /** Relative ones mean another directory here than in the build. */
    private static List<Path> directories(String path) {
        return Stream.of(path.split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    /** Runs the script of a build, and returns its exit code. */
    @FunctionalInterface
    private interface Script {
        int run(ScriptOutput output) throws IOException;
    }

    private static int runScript(BuildPlan plan, Script script, ScriptOutput output) throws IOException {
        try {
            return script.run(output);
        } catch (CancelledException e) {
            throw e.of("the build of " + plan.tree().root());
        }
    }

    private static int runInContainer(BuildPlan plan, ContainerImage image, ScriptOutput output) throws IOException {
        Path dist = plan.request().dist();
        List<String> user = ContainerEngine.probe(image.engine(), plan.tree().root())
                .userOptions(
                        ((Number) Files.getAttribute(dist, "unix:uid")).longValue(),
                        ((Number) Files.getAttribute(dist, "unix:gid")).longValue());
        ContainerCommand container = ContainerCommand.of(plan, image, "mlc-wheels-" + UniqueName.next(), user);
        try {
            return ProcessTree.run(container.spec(), output);
        } catch (CancelledException e) {
            remove(container, image, plan);
            throw e;
        }
    }

    /** The container ends by itself when its client does; this is for engines that lose track of it. */
    private static void remove(ContainerCommand container, ContainerImage image, BuildPlan plan) {
        boolean interrupted = Thread.interrupted();
        try {
            ProcessTree.run(
                    new ProcessSpec(
                            List.of(image.engine(), "rm", "--force", container.name()),
                            plan.tree().root(),
                            Map.of()),
                    ProgressListener.SILENT);
        } catch (EngineException shuttingDown) {
            // The lifeline is cut anyway.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Path wheel(BuildPlan plan, ScriptOutput output) {
        return output.last("wheel")
                .map(name ->
                        plan.request().dist().resolve(WheelFilename.parse(name).toString()))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new BuildFailedException(
                        EngineException.Kind.BUILD_FAILED,
                        plan.tree().root() + ": the build left no wheel",
                        "See the output above."));
    }
}
