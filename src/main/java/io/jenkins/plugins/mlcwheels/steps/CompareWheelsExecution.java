package io.jenkins.plugins.mlcwheels.steps;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.mlcwheels.agent.CompareWheels;
import io.jenkins.plugins.mlcwheels.agent.WheelToPublish;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.compare.ComparisonText;
import io.jenkins.plugins.mlcwheels.engine.compare.GateCondition;
import io.jenkins.plugins.mlcwheels.engine.compare.GateFailure;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparison;
import io.jenkins.plugins.mlcwheels.engine.compare.WheelComparison;
import io.jenkins.plugins.mlcwheels.record.ComparisonRecord;
import io.jenkins.plugins.mlcwheels.record.ComparisonsAction;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Fetches the earlier wheels from the artifacts of their build, lets the agent compare, records what came of it, and lets
 * the build fail or become unstable if a condition is not met.
 */
final class CompareWheelsExecution extends WorkExecution {

    private static final long serialVersionUID = 1L;

    private static final int MOST_REASONS = 20;

    private final CompareWheelsStep step;

    CompareWheelsExecution(StepContext context, CompareWheelsStep step) {
        super(context);
        this.step = step;
    }

    /**
     * What the wheels are compared with.
     *
     * @param name for people
     * @param build null if it is a path
     */
    private record Other(String name, Run<?, ?> build) {}

    @Override
    Object work() throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        FilePath workspace = workspace();
        RecordedWheels recorded = RecordedWheels.of(run, step.getWheels());
        if (recorded.isEmpty()) {
            throw new AbortException(
                    step.getWheels() == null
                            ? "This build has recorded no wheels to compare. Build or audit them before."
                            : "No recorded wheel matches '" + step.getWheels() + "'.");
        }
        Optional<Other> other = other(run);
        if (other.isEmpty()) {
            listener.getLogger()
                    .println("There is nothing to compare with: no earlier build has "
                            + (step.getWith().equals(CompareWheelsStep.LAST_RELEASE) ? "a release and " : "")
                            + "wheels among its artifacts.");
            return null;
        }
        List<String> before = other.get().build == null
                ? List.of(step.getWith())
                : fetch(other.get(), temporary(workspace).child("old"), listener);
        List<String> after = recorded.locate(workspace, temporary(workspace).child("new"), false, listener).stream()
                .filter(wheel -> !wheel.isSdist())
                .map(WheelToPublish::file)
                .toList();
        String json = workspace.act(
                new CompareWheels(listener, before, after, list(step.getFailOn()), list(step.getExcludes())));
        return take(run, listener, other.get(), checked(json, list(step.getFailOn()), recorded.records()));
    }

    private static List<String> list(List<String> lines) {
        return lines == null ? List.of() : lines;
    }

    private Optional<Other> other(Run<?, ?> run) {
        Optional<Run<?, ?>> build =
                switch (step.getWith()) {
                    case CompareWheelsStep.LAST_SUCCESSFUL -> EarlierBuild.lastSuccessful(run);
                    case CompareWheelsStep.LAST_RELEASE -> EarlierBuild.lastRelease(run);
                    default -> Optional.empty();
                };
        boolean path = !step.getWith().equals(CompareWheelsStep.LAST_SUCCESSFUL)
                && !step.getWith().equals(CompareWheelsStep.LAST_RELEASE);
        return path
                ? Optional.of(new Other(step.getWith(), null))
                : build.map(found -> new Other(found.getFullDisplayName(), found));
    }

    private static List<String> fetch(Other other, FilePath directory, TaskListener listener)
            throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (WheelRecord wheel : EarlierBuild.wheels(other.build)) {
            FilePath target =
                    directory.child(wheel.getSha256().substring(0, 16)).child(wheel.getFileName());
            if (RecordedWheels.fetch(other.build, other.name, wheel, target, listener)) {
                files.add(target.getRemote());
            }
        }
        if (files.isEmpty()) {
            throw new AbortException("The wheels of " + other.name
                    + " are no longer among its artifacts. Compare with another build, or with a path.");
        }
        return files;
    }

    /**
     * An agent may say anything: what comes from it is read strictly, is about all wheels that were recorded and no
     * others, and which conditions are not met is found out here.
     */
    static SetComparison checked(String json, List<String> failOn, List<WheelRecord> recorded) throws AbortException {
        SetComparison comparison;
        try {
            comparison = SetComparison.parse(json).held(GateCondition.parseAll(failOn));
        } catch (EngineException e) {
            throw new AbortException("The agent sent " + e.getMessage());
        }
        Set<String> known = recorded.stream().map(WheelRecord::getSha256).collect(Collectors.toSet());
        Set<String> compared =
                comparison.wheels().stream().map(pair -> pair.after().sha256()).collect(Collectors.toSet());
        for (WheelComparison pair : comparison.wheels()) {
            if (!known.contains(pair.after().sha256())) {
                throw new AbortException("The agent's comparison can't be used: this build has not recorded "
                        + pair.after().filename() + " with these bytes.");
            }
        }
        for (WheelRecord wheel : recorded) {
            if (!wheel.isSdist()
                    && !compared.contains(wheel.getSha256())
                    && !comparison.added().contains(wheel.getFileName())) {
                throw new AbortException(
                        "The agent's comparison can't be used: it does not mention " + wheel.getFileName() + ".");
            }
        }
        return comparison;
    }

    /** The old bytes have to be those of the record, too. */
    private Object take(Run<?, ?> run, TaskListener listener, Other other, SetComparison comparison)
            throws IOException, InterruptedException {
        if (other.build != null) {
            Set<String> known = EarlierBuild.wheels(other.build).stream()
                    .map(WheelRecord::getSha256)
                    .collect(Collectors.toSet());
            for (WheelComparison pair : comparison.wheels()) {
                if (!known.contains(pair.before().sha256())) {
                    throw new AbortException(pair.before().filename() + " of " + other.name
                            + " is not among its artifacts with the bytes that were recorded.");
                }
            }
        }
        listener.getLogger().println("Compared with " + other.name + ":");
        ComparisonText.of(comparison, false).forEach(listener.getLogger()::println);
        ComparisonsAction.record(
                run,
                getContext().get(FlowNode.class).getId(),
                new ComparisonRecord(
                        other.name,
                        other.build == null ? null : other.build.getParent().getFullName(),
                        other.build == null ? 0 : other.build.getNumber(),
                        comparison.wheels().size(),
                        comparison.failures().size()),
                comparison.toJson());
        if (!comparison.failures().isEmpty()) {
            fail(run, listener, other, comparison.failures());
        }
        return result(other, comparison);
    }

    private void fail(Run<?, ?> run, TaskListener listener, Other other, List<GateFailure> failures)
            throws IOException, InterruptedException {
        String message = "Compared with " + other.name + ", "
                + (failures.size() == 1 ? "1 condition is" : failures.size() + " conditions are") + " not met:"
                + failures.stream()
                        .limit(MOST_REASONS)
                        .map(failure -> "\n  " + failure)
                        .collect(Collectors.joining());
        if (step.onFailure() == AuditFailure.FAILURE) {
            throw new AbortException(message);
        }
        listener.getLogger().println("WARNING: " + message);
        getContext().get(FlowNode.class).addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
        run.setResult(Result.UNSTABLE);
    }

    private static Map<String, Object> result(Other other, SetComparison comparison) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("with", other.name);
        result.put(
                "failures",
                new ArrayList<>(comparison.failures().stream()
                        .map(GateFailure::toString)
                        .toList()));
        result.put("missing", new ArrayList<>(comparison.missing()));
        result.put("added", new ArrayList<>(comparison.added()));
        result.put(
                "wheels",
                new ArrayList<>(comparison.wheels().stream()
                        .map(CompareWheelsExecution::pair)
                        .toList()));
        return result;
    }

    private static Map<String, Object> pair(WheelComparison pair) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("title", pair.title());
        map.put("before", pair.before().filename());
        map.put("after", pair.after().filename());
        map.put("growth", pair.growth());
        map.put("tagNewer", pair.tag().newer());
        map.put("removedSymbols", pair.removedSymbols());
        return map;
    }

    private FilePath temporary(FilePath workspace) throws IOException, InterruptedException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new IOException(workspace + " has no directory beside it for temporary files");
        }
        return beside.child("mlc-compare-" + getContext().get(FlowNode.class).getId());
    }

    @Override
    void cleanUp() throws IOException, InterruptedException {
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace != null) {
            temporary(workspace).deleteRecursive();
        }
    }

    @Override
    String workStatus() {
        return "comparing";
    }
}
