package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Stopwatch;
import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Threads that do what the schedule gives them, each one build at a time. */
final class Workers {

    private final RunRequest request;
    private final Wheelhouse wheelhouse;
    private final RunHistory history;
    private final Schedule schedule;
    private final ProgressListener listener;
    private final Consumer<CellResult> results;
    private final Object delivery = new Object();
    private int parallel;
    private int jobs;

    Workers(
            RunRequest request,
            Wheelhouse wheelhouse,
            RunHistory history,
            Schedule schedule,
            ProgressListener listener,
            Consumer<CellResult> results) {
        this.request = request;
        this.wheelhouse = wheelhouse;
        this.history = history;
        this.schedule = schedule;
        this.listener = listener;
        this.results = results;
    }

    /** @return whether this thread was interrupted before all was done */
    boolean run(List<Cell> cells) {
        Capacity capacity = Capacity.of(request.limits(), cells.size());
        parallel = capacity.parallel();
        jobs = capacity.jobs();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            Thread thread = new Thread(this::work, "mlc-wheels-build-" + i);
            thread.start();
            threads.add(thread);
        }
        boolean cancelled = false;
        for (Thread thread : threads) {
            cancelled |= await(thread);
        }
        return cancelled;
    }

    private boolean await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                schedule.end();
            }
        }
        return interrupted;
    }

    private void work() {
        try {
            for (Optional<Schedule.Task> task = schedule.next(); task.isPresent(); task = schedule.next()) {
                work(task.get());
                Thread.interrupted();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Schedule.Task task) {
        Cell cell = task.cell();
        Thread worker = Thread.currentThread();
        schedule.begin(cell, worker::interrupt);
        Stopwatch began = Stopwatch.started();
        Path work = request.work().resolve(cell.name().replace('/', '-'));
        try (CellLog log = CellLog.to(wheelhouse.log(cell.name()), cell.name(), parallel == 1, listener)) {
            try {
                wheelhouse.forget(cell.name());
                Files.createDirectories(work);
                boolean done = task.source().isPresent()
                        ? reuse(cell, task.source().get(), work, began, log)
                        : build(cell, work, began, log);
                if (!done) {
                    schedule.again(cell);
                }
            } catch (IOException | RuntimeException failure) {
                failed(cell, failure, began, log);
            } finally {
                delete(work);
            }
        }
    }

    /** False if the wheel of another build was ready sooner. */
    private boolean build(Cell cell, Path work, Stopwatch began, CellLog log) throws IOException {
        CellBuild.Built built = new CellBuild(request, cell, work, jobs).run(log);
        CellTest.run(cell, built.wheel(), built.project(), work, log);
        synchronized (delivery) {
            if (schedule.isServed(cell)) {
                return false;
            }
            String name = built.wheel().getFileName().toString();
            schedule.claim(cell, name).ifPresent(other -> {
                throw new EngineException(
                        EngineException.Kind.BUILD_FAILED,
                        cell.name() + " and " + other + " both build " + name,
                        "Give each flavour a package name of its own, or select one of them.");
            });
            Path symbols = built.wheel().resolveSibling(DebugArchive.nameFor(name));
            if (Files.exists(symbols)) {
                wheelhouse.deliver(symbols);
            }
            Path wheel = wheelhouse.deliver(built.wheel());
            history.keep(cell, wheel, Optional.empty());
            results.accept(result(cell, CellStatus.BUILT, wheel, began, built.cache(), "", log));
            schedule.built(cell, wheel);
            return true;
        }
    }

    private boolean reuse(Cell cell, Schedule.Source source, Path work, Stopwatch began, CellLog log)
            throws IOException {
        log.on(new ProgressListener.Notice(
                "the wheel of " + source.build() + " serves it: "
                        + source.wheel().getFileName(),
                false));
        CellTest.run(cell, source.wheel(), request.tree().root(), work, log);
        history.keep(cell, source.wheel(), Optional.of(source.build()));
        results.accept(result(
                cell, CellStatus.REUSED, source.wheel(), began, Optional.empty(), "wheel of " + source.build(), log));
        schedule.done(cell);
        return true;
    }

    private static CellResult result(
            Cell cell, CellStatus status, Path wheel, Stopwatch began, Optional<String> cache, String why, CellLog log)
            throws IOException {
        return new CellResult(
                cell.name(),
                status,
                Optional.of(wheel),
                Files.size(wheel),
                since(began),
                cache,
                why,
                Optional.empty(),
                Optional.of(log.file()));
    }

    private static Duration since(Stopwatch began) {
        return began.elapsed();
    }

    private void failed(Cell cell, Exception failure, Stopwatch began, CellLog log) {
        boolean interrupted = Thread.interrupted()
                || failure instanceof EngineException expected && expected.kind() == EngineException.Kind.CANCELLED;
        if (interrupted && schedule.hasEnded()) {
            results.accept(CellResult.without(cell.name(), CellStatus.NOT_DONE, "the run was ended"));
            schedule.done(cell);
            return;
        }
        if (interrupted && schedule.isServed(cell)) {
            schedule.again(cell);
            return;
        }
        EngineException expected = failure instanceof EngineException named
                ? named
                : new EngineException(
                        EngineException.Kind.BUILD_FAILED, String.valueOf(failure.getMessage()), "", failure);
        log.on(new ProgressListener.Notice("failed: " + expected.getMessage(), true));
        results.accept(new CellResult(
                cell.name(),
                CellStatus.FAILED,
                Optional.empty(),
                0,
                since(began),
                Optional.empty(),
                expected.getMessage(),
                Optional.of(expected),
                Optional.of(log.file())));
        schedule.done(cell);
        if (request.limits().failFast()) {
            schedule.end();
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path place, IOException failure) throws IOException {
                    Files.delete(place);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException leftBehind) {
            // The directory of the whole run is removed at its end.
            return;
        }
    }
}
