package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Availability;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Interpreter;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.InterpreterSearch;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plans the builds that a step is to do, and takes the Pythons that a script found for them. */
public final class FindCells extends EngineCallable<FindCells.Planned> {

    private static final long serialVersionUID = 1L;

    private final BuildParameters parameters;
    private final MatrixSelection selection;

    @CheckForNull
    private final String said;

    /** @param said what the script of an earlier call said, absolute; null: it has not run yet */
    public FindCells(
            TaskListener listener, BuildParameters parameters, MatrixSelection selection, @CheckForNull String said) {
        super(listener);
        this.parameters = parameters;
        this.selection = selection;
        this.said = said;
    }

    /**
     * What was planned.
     *
     * @param search looks for the Pythons; null once that was done
     */
    public record Planned(
            ArrayList<CellInfo> cells, @CheckForNull PlannedScript search) implements Serializable {}

    @Override
    Planned run(Path workspace, ProgressListener progress) throws IOException {
        inside(workspace, parameters.wheelhouse());
        MatrixPlan plan = MatrixSource.read(workspace, parameters, selection)
                .plan()
                .orElseThrow(() -> new AbortException("no builds are named; give identifiers"));
        if (said == null) {
            plan.notices().forEach(notice -> progress.on(new ProgressListener.Notice(notice, false)));
            return new Planned(new ArrayList<>(), PlanMatrix.search(plan.builds()));
        }
        List<InterpreterSearch.Found> found = InterpreterSearch.answers(
                Files.readAllLines(Path.of(said)), plan.builds().size());
        List<PlannedBuild> builds =
                Availability.inStep(plan, plan.builds(), found).builds();
        ArrayList<CellInfo> cells = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            cells.add(info(builds.get(i), found.get(i)));
        }
        return new Planned(cells, null);
    }

    private static CellInfo info(PlannedBuild build, InterpreterSearch.Found found) {
        return new CellInfo(
                build.name(),
                build.identifier().toString(),
                build.flavour().orElse(null),
                build.flavour().map(id -> id + "/").orElse("")
                        + build.identifier().platform(),
                found.python().map(Interpreter::line).orElse(null),
                build.leftOut().orElse(null),
                build.options()
                        .beforeAll()
                        .filter(text -> !text.isBlank())
                        .map(Sha256::of)
                        .orElse(null),
                build.options().repair().kind() == RepairStep.Kind.COMMAND);
    }
}
