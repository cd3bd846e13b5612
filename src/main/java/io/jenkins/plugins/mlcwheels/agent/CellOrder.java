package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellScripts;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Interpreter;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One build of a step, on its way to the agent.
 *
 * @param parameters of the step
 * @param selection what the step builds
 * @param name of the build
 * @param python the interpreter, as the engine writes it in a line
 * @param work absolute directory of this build's own
 * @param prepared absolute directory in which the command before all builds left its copy; null: there is none
 * @param useOwnLibraries whether files find the libraries that the wheel has, instead of getting copies of them
 * @param anyInstructionSet whether files may need more of the processor than its baseline
 */
public record CellOrder(
        BuildParameters parameters,
        MatrixSelection selection,
        String name,
        String python,
        String work,
        @CheckForNull String prepared,
        boolean useOwnLibraries,
        boolean anyInstructionSet)
        implements Serializable {

    Path workDirectory() {
        return Path.of(work);
    }

    Optional<Path> preparedDirectory() {
        return Optional.ofNullable(prepared).map(Path::of);
    }

    /** The scripts of the build, planned anew: the configuration decides, not what an earlier call said. */
    CellScripts scripts(Path workspace) throws IOException {
        MatrixSource source = MatrixSource.read(workspace, parameters, selection);
        MatrixPlan plan = source.plan().orElseThrow();
        return CellScripts.of(
                source.request(plan, this),
                MatrixSource.build(plan, name),
                Interpreter.parse(python),
                workDirectory(),
                parameters.jobs());
    }
}
