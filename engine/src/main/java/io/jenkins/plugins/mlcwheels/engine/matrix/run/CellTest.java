package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.matrix.EnvironmentAssignment;
import io.jenkins.plugins.mlcwheels.engine.matrix.TestStep;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tests a wheel as the options of one cell say, on that cell's Python. */
final class CellTest {

    private CellTest() {}

    /**
     * @param project where the source is
     * @param work directory for what is temporary
     * @throws io.jenkins.plugins.mlcwheels.engine.test.TestFailedException if the wheel does not work
     */
    static void run(Cell cell, Path wheel, Path project, Path work, ProgressListener listener) throws IOException {
        TestStep step = cell.build().options().test();
        if (step.skipped()) {
            listener.on(new ProgressListener.Notice("not tested, as test-skip says", false));
            return;
        }
        TestRunner.run(plan(cell, wheel, project, work).build(), cell.site().host(), listener);
    }

    /** How it is tested. */
    static TestPlan.Builder plan(Cell cell, Path wheel, Path project, Path work) {
        TestStep step = cell.build().options().test();
        List<EnvironmentAssignment> environment =
                new ArrayList<>(cell.build().options().environment());
        environment.addAll(step.environment());
        TestPlan.Builder plan = TestPlan.of(wheel)
                .python(cell.python().path())
                .work(work)
                .requirements(step.requires())
                .extras(step.extras())
                .assignments(CellBuild.assignments(environment))
                .project(project)
                .before(step.beforeTest().filter(text -> !text.isBlank()).orElse(null))
                .command(step.command().filter(text -> !text.isBlank()).orElse(null));
        if (!step.sources().isEmpty()) {
            plan.testSources(step.sources());
        }
        return plan;
    }
}
