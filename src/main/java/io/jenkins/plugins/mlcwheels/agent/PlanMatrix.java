package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Availability;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.InterpreterSearch;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Reads the configuration of the source tree where it lies, and plans the builds of its matrix. */
public final class PlanMatrix extends EngineCallable<PlanMatrix.Planned> {

    private static final long serialVersionUID = 1L;

    private final BuildParameters parameters;
    private final MatrixSelection selection;
    private final ArrayList<String> elsewhere;

    @CheckForNull
    private final String said;

    /**
     * @param elsewhere architectures whose builds are not asked whether they can be done here
     * @param said what the script of an earlier call said, absolute; null: it has not run yet
     */
    public PlanMatrix(
            TaskListener listener,
            BuildParameters parameters,
            MatrixSelection selection,
            List<String> elsewhere,
            @CheckForNull String said) {
        super(listener);
        this.parameters = parameters;
        this.selection = selection;
        this.elsewhere = new ArrayList<>(elsewhere);
        this.said = said;
    }

    /**
     * A plan.
     *
     * @param matrix whether there is a matrix; if not, one build with the step's Python is meant
     * @param cells the whole selection
     * @param search looks for the Pythons of the builds that are to be done here; null if there are none
     */
    public record Planned(
            boolean matrix,
            ArrayList<PlannedCell> cells,
            @CheckForNull PlannedScript search) implements Serializable {}

    @Override
    Planned run(Path workspace, ProgressListener progress) throws IOException {
        Optional<MatrixPlan> plan =
                MatrixSource.read(workspace, parameters, selection).plan();
        if (plan.isEmpty()) {
            return new Planned(false, new ArrayList<>(), null);
        }
        List<PlannedBuild> here = plan.get().builds().stream()
                .filter(build -> !elsewhere.contains(build.identifier().arch().toString()))
                .toList();
        if (said == null) {
            plan.get().notices().forEach(notice -> progress.on(new ProgressListener.Notice(notice, false)));
            return new Planned(true, cells(plan.get()), here.isEmpty() ? null : search(here));
        }
        List<InterpreterSearch.Found> found = InterpreterSearch.answers(Files.readAllLines(Path.of(said)), here.size());
        return new Planned(true, cells(Availability.inStep(plan.get(), here, found)), null);
    }

    private static ArrayList<PlannedCell> cells(MatrixPlan plan) {
        ArrayList<PlannedCell> cells = new ArrayList<>();
        plan.builds().forEach(build -> cells.add(PlannedCell.of(build)));
        return cells;
    }

    static PlannedScript search(List<PlannedBuild> builds) {
        ShellScript script = InterpreterSearch.script(
                builds.stream().map(Availability::python).toList());
        return new PlannedScript(script.text(), new LinkedHashMap<>(script.environment()));
    }
}
