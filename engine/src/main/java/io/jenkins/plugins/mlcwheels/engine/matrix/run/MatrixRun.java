package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.build.SourceDistribution;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        try (Wheelhouse wheelhouse = Wheelhouse.take(request.wheelhouse(), timing, listener);
                BuildSites sites = new BuildSites(request, listener)) {
            return new MatrixRun(request, listener).run(wheelhouse, sites);
        }
    }

    private MatrixReport run(Wheelhouse wheelhouse, BuildSites sites) throws IOException {
        List<Cell> cells = ready(sites);
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
        Optional<SourceDistribution> sdist = sdist(cells, wheelhouse);
        RunRequest building = sdist.isPresent() && request.limits().sdist() == RunRequest.Sdist.SOURCE_OF_WHEELS
                ? request.from(SourceTree.read(sdist.get().content()))
                : request;
        Schedule schedule = new Schedule(todo);
        for (Cell cell : cells) {
            RunRecord record = fresh.get(cell.name());
            if (record != null && record.servedBy().isEmpty()) {
                schedule.madeBefore(
                        cell.kind(), new Schedule.Source(request.wheelhouse().resolve(record.wheel()), cell.name()));
            }
        }
        boolean cancelled = new Workers(building, wheelhouse, history, schedule, listener, this::note).run(todo);
        if (sdist.isPresent()) {
            failDifferent(sdist.get());
        }
        return new MatrixReport(inOrder(), sdist.map(SourceDistribution::file), cancelled);
    }

    private Optional<SourceDistribution> sdist(List<Cell> cells, Wheelhouse wheelhouse) throws IOException {
        if (request.limits().sdist() == RunRequest.Sdist.NONE) {
            return Optional.empty();
        }
        Cell first = cells.get(0);
        Path work = Files.createDirectories(request.work().resolve("sdist"));
        try (CellLog log = CellLog.to(wheelhouse.log("sdist"), "sdist", true, listener)) {
            SourceDistribution built = SourceDistribution.build(
                    new CellBuild(request, first, work, 1).plan(Optional.empty()),
                    work.resolve("unpacked"),
                    first.site().host(),
                    log);
            return Optional.of(new SourceDistribution(wheelhouse.deliver(built.file()), built.content()));
        }
    }

    /** The wheel stays where it is, as the others do; its build has failed. */
    private void failDifferent(SourceDistribution sdist) throws IOException {
        CoreMetadata info = CoreMetadata.parse(
                sdist.file().getFileName() + "/PKG-INFO",
                Files.readAllBytes(sdist.content().resolve("PKG-INFO")));
        for (CellResult result : List.copyOf(results.values())) {
            if (result.wheel().isPresent()) {
                try {
                    SdistCheck.compare(sdist.file(), info, result.wheel().get());
                } catch (EngineException e) {
                    listener.on(new ProgressListener.Notice(e.getMessage(), true));
                    note(result.failed(e));
                }
            }
        }
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
                Files.size(wheel),
                Duration.ZERO,
                Optional.empty(),
                record.servedBy().map(other -> "wheel of " + other).orElse(""),
                Optional.empty(),
                Optional.empty());
    }

    /** What can be built, in the order of the plan; the rest is told, and noted as left out. */
    private List<Cell> ready(BuildSites sites) throws IOException {
        Map<String, List<PlannedBuild>> bySite = new LinkedHashMap<>();
        for (PlannedBuild build : request.plan().builds()) {
            String problem = build.leftOut().isPresent() ? build.leftOut().get() : sites.problemOf(build);
            if (problem.isEmpty()) {
                bySite.computeIfAbsent(sites.keyOf(build), key -> new ArrayList<>())
                        .add(build);
            } else {
                leaveOut(build, problem);
            }
        }
        List<Cell> cells = new ArrayList<>();
        bySite.values().forEach(builds -> cells.addAll(withPythons(builds, sites.of(builds.get(0)))));
        cells.sort(Comparator.comparing(cell -> request.plan().builds().indexOf(cell.build())));
        refuseLeftOut(cells.isEmpty());
        return cells;
    }

    private List<Cell> withPythons(List<PlannedBuild> builds, BuildSite site) {
        Map<String, String> named = site.isContainer() ? Map.of() : request.pythons();
        List<InterpreterSearch.Found> found = new Interpreters(named, site.host()).of(builds);
        Interpreter machine =
                found.stream().flatMap(one -> one.python().stream()).findFirst().orElse(null);
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            PlannedBuild build = builds.get(i);
            Optional<Interpreter> python = found.get(i).python();
            if (python.isPresent()) {
                cells.add(new Cell(build, python.get(), site));
            } else {
                leaveOut(build, Readiness.reason(build, found.get(i), machine, site.name(), site.isContainer()));
            }
        }
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
}
