package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.agent.AgentSdist;
import io.jenkins.plugins.mlcwheels.agent.AgentWheel;
import io.jenkins.plugins.mlcwheels.agent.BuildParameters;
import io.jenkins.plugins.mlcwheels.agent.CellInfo;
import io.jenkins.plugins.mlcwheels.agent.CellOrder;
import io.jenkins.plugins.mlcwheels.agent.CellScript;
import io.jenkins.plugins.mlcwheels.agent.CellScript.Task;
import io.jenkins.plugins.mlcwheels.agent.FindCells;
import io.jenkins.plugins.mlcwheels.agent.FinishCell;
import io.jenkins.plugins.mlcwheels.agent.MatrixSelection;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import io.jenkins.plugins.mlcwheels.agent.TakeSdist;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellScripts;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Does several builds of a matrix, one after the other, each by scripts that outlive Jenkins: the command before all
 * builds, the build, the project's commands that repair and audit, and the test. A build that fails does not end the
 * others. What is saved is the list of tasks so far and what is known of each build; everything else is planned anew.
 */
final class BuildMatrixExecution extends ScriptExecution {

    private static final long serialVersionUID = 1L;

    private static final String FIND = "find";
    private static final String SDIST = "sdist";

    private final BuildWheelStep step;

    /** The task of each round: {@link #FIND}, or {@code TASK CELL NUMBER}. Never changed, but replaced. */
    private ArrayList<String> tasks = new ArrayList<>(List.of(FIND));

    private ArrayList<MatrixCell> cells = new ArrayList<>();

    /** Digests of the commands before all builds that failed, or whose copy is there. Never changed, but replaced. */
    private ArrayList<String> prepared = new ArrayList<>();

    BuildMatrixExecution(StepContext context, BuildWheelStep step) {
        super(context);
        this.step = step;
    }

    /** One task of one build. */
    private record Job(Task task, int cell, int number) {

        static Job parse(String text) {
            String[] words = text.split(" ");
            return new Job(Task.valueOf(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }

        @Override
        public String toString() {
            return task + " " + cell + " " + number;
        }
    }

    @Override
    PlannedScript script() throws IOException, InterruptedException {
        PlannedScript script = decided(tasks.get(round()));
        if (script != null) {
            said().delete();
            Map<String, String> environment = script.environment();
            environment.put(MatrixEnvironment.SAID, said().getRemote());
            Run<?, ?> run = getContext().get(Run.class);
            environment.putAll(IndexAccess.variables(run, temporary(), listener()));
            environment.putAll(TrustedCaches.variables(run, temporary(), step.cache()));
        }
        return script;
    }

    private PlannedScript decided(String task) throws IOException, InterruptedException {
        if (task.equals(FIND)) {
            return workspace()
                    .act(new FindCells(listener(), parameters(), selection(), null))
                    .search();
        }
        Job job = Job.parse(task);
        MatrixCell cell = cells.get(job.cell());
        if (cell.failure != null) {
            return null;
        }
        tell("[" + cell.name + "] " + job.task().words());
        try {
            return workspace()
                    .act(new CellScript(listener(), order(job), job.task(), cell.wheel, job.number()))
                    .script();
        } catch (AbortException e) {
            // Told in work().
            cell.failure = e.getMessage();
            return null;
        }
    }

    @Override
    Object work(int code) throws IOException, InterruptedException {
        String task = tasks.get(round());
        Job next = task.equals(FIND) ? found(code) : done(Job.parse(task), code);
        if (next == null) {
            return end();
        }
        ArrayList<String> more = new ArrayList<>(tasks.subList(0, round() + 1));
        more.add(next.toString());
        tasks = more;
        return NEXT_SCRIPT;
    }

    private Job found(int code) throws IOException, InterruptedException {
        if (code != 0) {
            throw new AbortException("the search for Pythons failed (exit code " + code + ")");
        }
        List<CellInfo> infos = workspace()
                .act(new FindCells(listener(), parameters(), selection(), said().getRemote()))
                .cells();
        new RequestedBuilds(selection().only(), step.getFlavour()).check(infos);
        String missing = infos.stream()
                .filter(info -> info.leftOut() != null)
                .map(info -> "\n  " + info.name() + ": " + info.leftOut())
                .collect(Collectors.joining());
        if (!missing.isEmpty()) {
            throw new AbortException("can't be built here:" + missing);
        }
        ArrayList<MatrixCell> found = new ArrayList<>();
        infos.forEach(info -> found.add(new MatrixCell(info)));
        cells = found;
        return step.isSdist() ? new Job(Task.SDIST, 0, 0) : begin(0);
    }

    /** The first task of a build, or of the first one after it that has something to do; null if all are done. */
    @CheckForNull
    private Job begin(int index) throws IOException, InterruptedException {
        for (int i = index; i < cells.size(); i++) {
            MatrixCell cell = cells.get(i);
            cell.began = System.currentTimeMillis();
            Optional<MatrixCell> serving = serving(cell, i);
            if (serving.isPresent()) {
                cell.servedBy = serving.get().name;
                cell.wheel = serving.get().wheel;
                cell.sha256 = serving.get().sha256;
                tell("[" + cell.name + "] the wheel of " + cell.servedBy + " serves it: " + cell.wheel);
                return new Job(Task.TEST, i, 0);
            }
            if (cell.beforeAll != null && prepared.contains("failed " + cell.beforeAll)) {
                fail(cell, "the command before all builds failed");
            } else if (cell.beforeAll != null && !prepared.contains(cell.beforeAll)) {
                return new Job(Task.BEFORE_ALL, i, 0);
            } else {
                return new Job(Task.BUILD, i, 0);
            }
        }
        return null;
    }

    private Optional<MatrixCell> serving(MatrixCell cell, int index) {
        BuildIdentifier identifier = BuildIdentifier.of(cell.identifier).orElseThrow();
        return cells.subList(0, index).stream()
                .filter(other -> other.kind.equals(cell.kind) && other.failure == null)
                .filter(other -> {
                    String wheel = other.wheel;
                    return wheel != null && CellScripts.serves(fileName(wheel), identifier);
                })
                .findFirst();
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Works on what a script left behind, and says what is next. */
    @CheckForNull
    private Job done(Job job, int code) throws IOException, InterruptedException {
        MatrixCell cell = cells.get(job.cell());
        if (job.task() == Task.BEFORE_ALL) {
            ArrayList<String> more = new ArrayList<>(prepared);
            more.add(code == 0 && cell.failure == null ? cell.beforeAll : "failed " + cell.beforeAll);
            prepared = more;
        }
        try {
            if (cell.failure == null && code != 0) {
                throw new AbortException(job.task().words() + " failed (exit code " + code + ")" + reason());
            }
            if (cell.failure != null) {
                throw new AbortException(cell.failure);
            }
            return after(job, cell);
        } catch (AbortException e) {
            if (job.task() == Task.SDIST) {
                throw e;
            }
            fail(cell, e.getMessage());
            return begin(job.cell() + 1);
        }
    }

    private Job after(Job job, MatrixCell cell) throws IOException, InterruptedException {
        return switch (job.task()) {
            case BEFORE_ALL -> new Job(Task.BUILD, job.cell(), 0);
            case SDIST -> {
                new WheelGate(getContext(), workspace())
                        .flavour(step.getFlavour())
                        .cell(SDIST)
                        .archive(step.isArchive())
                        .takeSdist(sdist(List.of()));
                yield begin(0);
            }
            case BUILD -> {
                cell.cache = said("ccache ").orElse(null);
                yield cell.repairCommand ? new Job(Task.REPAIR, job.cell(), 0) : finished(job, cell);
            }
            case REPAIR -> finished(job, cell);
            case AUDIT -> judged(job, cell, job.number() + 1);
            case TEST -> tested(job, cell);
        };
    }

    private Job finished(Job job, MatrixCell cell) throws IOException, InterruptedException {
        FinishCell.Finished finished = workspace().act(new FinishCell(listener(), order(job)));
        AgentWheel wheel = finished.wheel();
        for (MatrixCell other : cells) {
            if (other != cell && wheel.path().equals(other.wheel)) {
                throw new AbortException(
                        other.name + " built " + fileName(wheel.path()) + " too; give each a name of its own");
            }
        }
        String flavour = cell.flavour == null ? step.getFlavour() : cell.flavour;
        Map<String, Object> taken = new WheelGate(getContext(), workspace())
                .flavour(flavour)
                .cell(cell.name)
                .origin(BuildOrigin.ofCell(step, cell.identifier, flavour, platform(), getContext()))
                .archive(step.isArchive())
                .take(List.of(wheel), AuditFailure.of(step.getAuditFailure()))
                .get(0);
        cell.wheel = (String) taken.get("path");
        cell.sha256 = (String) taken.get("sha256");
        cell.auditCommands = finished.auditCommands();
        return judged(job, cell, 0);
    }

    private static Job judged(Job job, MatrixCell cell, int number) {
        return number < cell.auditCommands
                ? new Job(Task.AUDIT, job.cell(), number)
                : new Job(Task.TEST, job.cell(), 0);
    }

    private Job tested(Job job, MatrixCell cell) throws IOException, InterruptedException {
        FilePath work = new FilePath(temporary(), directory(job));
        TestResults.recordAll(getContext(), work.child("junit"));
        FilePath record = work.child("records").child(cell.sha256 + ".json");
        if (record.exists()) {
            WheelsAction.recordTested(
                    getContext().get(Run.class), Map.of(cell.sha256, AgentTestRecord.read(record, cell.sha256)));
        } else {
            tell("[" + cell.name + "] not tested, as test-skip says");
        }
        ended(cell);
        work.deleteRecursive();
        return begin(job.cell() + 1);
    }

    private void fail(MatrixCell cell, String why) throws IOException, InterruptedException {
        cell.failure = why;
        tell("[" + cell.name + "] FAILED: " + why);
        ended(cell);
        temporary().child("build-" + cells.indexOf(cell)).deleteRecursive();
    }

    private void ended(MatrixCell cell) throws IOException, InterruptedException {
        cell.end(System.currentTimeMillis());
        WheelsAction.recordCell(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId(), cell.record());
    }

    private Object end() throws IOException, InterruptedException {
        List<MatrixCell> failed =
                cells.stream().filter(cell -> cell.failure != null).toList();
        if (step.isSdist()) {
            sdist(cells.stream()
                    .filter(cell -> cell.wheel != null)
                    .map(cell -> cell.wheel)
                    .distinct()
                    .toList());
        }
        if (!failed.isEmpty()) {
            throw new AbortException(failed.size() + " of " + cells.size()
                    + (cells.size() == 1 ? " build failed: " : " builds failed: ")
                    + failed.stream().map(cell -> cell.name).collect(Collectors.joining(", "))
                    + failed.stream()
                            .map(cell -> "\n  " + cell.name + ": " + cell.failure)
                            .collect(Collectors.joining()));
        }
        return new WheelGate(getContext(), workspace()).recorded();
    }

    /** Puts the source distribution into its place. @param wheels that it is compared with */
    private AgentSdist sdist(List<String> wheels) throws IOException, InterruptedException {
        String work = temporary().child(SDIST).getRemote();
        return workspace().act(new TakeSdist(listener(), work, step.getWheelhouse(), wheels));
    }

    /** Why a script failed, in its own words; empty if it said none. */
    private String reason() throws IOException, InterruptedException {
        return said("error: ").map(text -> ": " + text).orElse("")
                + said("hint: ").map(text -> ". " + text).orElse("");
    }

    /** What followed a word when the script said it last. */
    private Optional<String> said(String word) throws IOException, InterruptedException {
        FilePath file = said();
        return file.exists() ? SaidLines.last(file, word) : Optional.empty();
    }

    private FilePath said() throws IOException, InterruptedException {
        return temporary().child("said");
    }

    private CellOrder order(Job job) throws IOException, InterruptedException {
        MatrixCell cell = cells.get(job.cell());
        boolean copied = cell.beforeAll != null && cell.servedBy == null && job.task() != Task.SDIST;
        return new CellOrder(
                parameters(),
                selection(),
                cell.name,
                cell.python,
                temporary().child(directory(job)).getRemote(),
                copied
                        ? temporary()
                                .child("before-all-" + cell.beforeAll.substring(0, 16))
                                .getRemote()
                        : null,
                step.isUseOwnLibraries(),
                step.isDisableIsaExtCheck());
    }

    private static String directory(Job job) {
        return job.task() == Task.SDIST ? SDIST : "build-" + job.cell();
    }

    private BuildParameters parameters() throws IOException, InterruptedException {
        return step.parameters(getContext(), temporary().getRemote(), platform(), List.of());
    }

    private String platform() {
        return step.getPlatform() == null ? BuildWheelStep.ANY_PLATFORM : step.getPlatform();
    }

    private MatrixSelection selection() throws IOException, InterruptedException {
        return step.selection(MatrixEnvironment.of(getContext().get(EnvVars.class)));
    }

    private TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    @Override
    String workStatus() {
        return "repairing and auditing";
    }

    @Override
    String stopped() {
        return "mlcBuildWheel is stopped: its processes are ended and its copies of the source are removed. The checkout"
                + " is as it was.";
    }
}
