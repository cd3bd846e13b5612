package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.EngineException.Kind;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import java.util.Optional;

/**
 * What the exit code of a build that left no wheel means. The script explains its own failures: it ends with 2 or 10
 * after an {@code error:} line, and tells exit codes of the user's commands there. Other codes are those of whatever ran
 * the script. {@code docker run} and {@code podman run} end with
 *
 * <table>
 * <caption>exit codes of container engines</caption>
 * <tr><td>125</td><td>the engine failed: no such image, no daemon, a connection that was lost</td></tr>
 * <tr><td>126</td><td>the image's bash can't be run</td></tr>
 * <tr><td>127</td><td>the image has no bash</td></tr>
 * <tr><td>137</td><td>the container was killed, often since it used more memory than it may</td></tr>
 * </table>
 *
 * A script that has begun and ends with 126 or 127 could not run one of its own programs.
 */
final class BuildExit {

    private static final int INPUT = 2;
    private static final int ENGINE_FAILED = 125;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int KILLED = 137;

    private static final String SEE_ABOVE = "See the output above.";

    private BuildExit() {}

    /** @param exit of the process that ran the script; not 0 */
    static BuildFailedException failure(BuildPlan plan, int exit, ScriptOutput output) {
        Optional<String> said = output.last("error:");
        if (said.isPresent()) {
            return new BuildFailedException(
                    exit == INPUT ? Kind.INPUT : Kind.BUILD_FAILED,
                    plan.tree().root() + ": " + said.get(),
                    output.last("hint:").orElse(SEE_ABOVE));
        }
        return plan.request()
                .image()
                .map(image -> output.hasBegun() ? inContainer(image, exit) : noContainer(image, exit))
                .or(() -> output.hasBegun() ? Optional.empty() : noBash(exit))
                .orElseGet(() -> ofScript(plan, exit));
    }

    /** Null where the exit code is that of the script. */
    private static BuildFailedException inContainer(ContainerImage image, int exit) {
        return switch (exit) {
            case ENGINE_FAILED ->
                new BuildFailedException(
                        Kind.BUILD_FAILED,
                        image.engine() + " failed while a build ran in a container of " + image.reference()
                                + " (exit code 125)",
                        "Its message is above. Build again once it works.");
            case KILLED ->
                new BuildFailedException(
                        Kind.BUILD_FAILED,
                        "the container of " + image.reference() + " was killed (exit code 137)",
                        "Most likely it used more memory than there is, or than --memory allows: allow more, or run fewer"
                                + " jobs at once.");
            default -> null;
        };
    }

    private static BuildFailedException noContainer(ContainerImage image, int exit) {
        return switch (exit) {
            case ENGINE_FAILED ->
                new BuildFailedException(
                        Kind.INPUT,
                        image.engine() + " could not start a container of " + image.reference() + " (exit code 125)",
                        "Its message is above. Check the name of the image, and that this machine can pull it.");
            case NOT_EXECUTABLE ->
                new BuildFailedException(
                        Kind.INPUT,
                        image.reference() + ": its bash can't be run (exit code 126)",
                        "Check that the image is one for this machine's architecture.");
            case NOT_FOUND ->
                new BuildFailedException(
                        Kind.INPUT,
                        image.reference() + ": there is no bash in it (exit code 127)",
                        "Use an image with bash, such as those of manylinux.");
            default ->
                new BuildFailedException(
                        Kind.BUILD_FAILED,
                        "the container of " + image.reference() + " ended before the build began (exit code " + exit
                                + ")",
                        SEE_ABOVE);
        };
    }

    private static Optional<BuildFailedException> noBash(int exit) {
        return exit == NOT_EXECUTABLE || exit == NOT_FOUND
                ? Optional.of(new BuildFailedException(
                        Kind.INPUT,
                        "bash: can't be started (exit code " + exit + ")",
                        "Install it, or put it on the PATH."))
                : Optional.empty();
    }

    private static BuildFailedException ofScript(BuildPlan plan, int exit) {
        return exit == NOT_EXECUTABLE || exit == NOT_FOUND
                ? new BuildFailedException(
                        Kind.INPUT,
                        plan.tree().root() + ": a program that the build needs can't be run (exit code " + exit + ")",
                        "Bash names it above. Install it where the build runs.")
                : new BuildFailedException(
                        Kind.BUILD_FAILED, plan.tree().root() + ": the build ended with exit code " + exit, SEE_ABOVE);
    }
}
