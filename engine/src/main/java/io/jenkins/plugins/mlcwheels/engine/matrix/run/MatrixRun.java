package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Builds a matrix: decides what can be built where it stands, leaves what an earlier run built from the same inputs, and
 * builds, repairs, audits and tests the rest, several at once. A build that fails does not end the others.
 */
public final class MatrixRun {

    private final RunRequest request;
    private final ProgressListener listener;
    private final Map<String, CellResult> results = new HashMap<>();

    private MatrixRun(RunRequest request, ProgressListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /**
     * Carries out a request.
     *
     * @return what came of each build, also if some failed, or if this thread was interrupted: what was finished then
     *     is kept
     * @throws EngineException if a build can't be done here that was named exactly, or any one where the request is
     *     strict; nothing has been built then
     */
    public static MatrixReport run(RunRequest request, Timing timing, ProgressListener listener)
            throws IOException, InterruptedException {
        request.plan().notices().forEach(text -> listener.on(new ProgressListener.Notice(text, false)));
        try (Wheelhouse wheelhouse = Wheelhouse.take(request.wheelhouse(), timing, listener)) {
            return new MatrixRun(request, listener).run(wheelhouse);
        }
    }

    private MatrixReport run(Wheelhouse wheelhouse) throws IOException {
        BuildSite here = BuildSites.here(request);
        List<Cell> cells = ready(here);
        Map<String, RunRecord> fresh = new LinkedHashMap<>();
        RunHistory history = new RunHistory(request, wheelhouse);
        List<Cell> todo = new ArrayList<>();
        for (Cell cell : cells) {
            Optional<RunRecord> record = history.unchanged(cell, fresh.keySet(), listener);
            if (record.isPresent()) {
                fresh.put(cell.name(), record.get());
                results.put(cell.name(), unchanged(cell, record.get()));
            } else {
                todo.add(cell);
            }
        }
        Schedule schedule = new Schedule(todo);
        for (Cell cell : cells) {
            RunRecord record = fresh.get(cell.name());
            if (record != null && record.servedBy().isEmpty()) {
                schedule.madeBefore(
                        cell.kind(), new Schedule.Source(request.wheelhouse().resolve(record.wheel()), cell.name()));
            }
        }
        boolean cancelled = new Workers(request, wheelhouse, history, schedule, listener, this::note).run(todo);
        return new MatrixReport(inOrder(), Optional.empty(), cancelled);
    }

    private synchronized void note(CellResult result) {
        results.put(result.name(), result);
    }

    private List<CellResult> inOrder() {
        return request.plan().builds().stream()
                .map(build ->
                        results.getOrDefault(build.name(), CellResult.without(build.name(), CellStatus.NOT_DONE, "")))
                .toList();
    }

    private CellResult unchanged(Cell cell, RunRecord record) throws IOException {
        Path wheel = request.wheelhouse().resolve(record.wheel());
        return new CellResult(
                cell.name(),
                CellStatus.UNCHANGED,
                Optional.of(wheel),
                java.nio.file.Files.size(wheel),
                java.time.Duration.ZERO,
                Optional.empty(),
                record.servedBy().map(other -> "wheel of " + other).orElse(""),
                Optional.empty(),
                Optional.empty());
    }

    /** What can be built; the rest is told, and noted as left out. */
    private List<Cell> ready(BuildSite here) {
        List<PlannedBuild> builds = request.plan().builds();
        List<PlannedBuild> possible =
                builds.stream().filter(build -> build.leftOut().isEmpty()).toList();
        builds.stream()
                .filter(build -> build.leftOut().isPresent())
                .forEach(build -> leaveOut(build, build.leftOut().get()));
        List<Cell> cells = new ArrayList<>();
        List<InterpreterSearch.Found> found = new Interpreters(request.pythons(), here.host()).of(possible);
        Interpreter machine =
                found.stream().flatMap(one -> one.python().stream()).findFirst().orElse(null);
        for (int i = 0; i < possible.size(); i++) {
            PlannedBuild build = possible.get(i);
            Optional<Interpreter> python = found.get(i).python();
            if (python.isPresent()) {
                cells.add(new Cell(build, python.get(), here));
            } else {
                leaveOut(build, Readiness.reason(build, found.get(i), machine, here.name()));
            }
        }
        refuseLeftOut(cells.isEmpty());
        return cells;
    }

    private void leaveOut(PlannedBuild build, String reason) {
        listener.on(new ProgressListener.Notice("left out: " + build.name() + ": " + reason, true));
        results.put(build.name(), CellResult.without(build.name(), CellStatus.LEFT_OUT, reason));
    }

    private void refuseLeftOut(boolean nothingLeft) {
        String names = results.values().stream().map(CellResult::name).sorted().collect(Collectors.joining(", "));
        if (results.isEmpty() || !(request.plan().named() || request.limits().strict() || nothingLeft)) {
            return;
        }
        String reasons = results.values().stream()
                .map(result -> result.name() + ": " + result.why())
                .sorted()
                .collect(Collectors.joining("; "));
        throw new EngineException(
                EngineException.Kind.INPUT,
                "can't be built here: " + (names.length() < reasons.length() && results.size() > 4 ? names : reasons),
                nothingLeft ? "Nothing else was selected." : "The reasons are above, each with what to do about it.");
    }

    /** A digest of texts that can't be taken for those of other texts. */
    static String digest(Map<String, String> texts) {
        return Sha256.of(new TreeMap<>(texts).toString());
    }
}
