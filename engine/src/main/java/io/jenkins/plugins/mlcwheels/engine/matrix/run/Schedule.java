package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is built next. Of each kind (flavour, C library, architecture) one build goes first, since its wheel may
 * serve the others; a second one may run beside it, and is given up when that wheel serves it. Once it is known that it
 * does not, all others of the kind may run. A wheel that serves a build takes the place of building it. Safe for use by
 * several threads.
 */
final class Schedule {

    /** Ends what a worker does for a build. */
    interface Cancel {
        void cancel();
    }

    /** What to do next: build the wheel of a cell, or test the given one. */
    record Task(Cell cell, Optional<Source> source) {}

    /**
     * A finished wheel.
     *
     * @param wheel in the wheelhouse
     * @param build that made it
     */
    record Source(Path wheel, String build) {}

    private final Map<String, List<Cell>> waiting = new LinkedHashMap<>();
    private final Map<String, Map<Cell, Cancel>> running = new HashMap<>();
    private final Map<String, List<Source>> made = new HashMap<>();
    private final Map<String, String> claimed = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int active;
    private boolean ended;

    Schedule(List<Cell> cells) {
        cells.forEach(cell ->
                waiting.computeIfAbsent(cell.kind(), kind -> new ArrayList<>()).add(cell));
    }

    /** Notes a wheel that an earlier run made and that still holds. */
    synchronized void madeBefore(String kind, Source source) {
        made.computeIfAbsent(kind, any -> new ArrayList<>()).add(source);
        claimed.put(source.wheel().getFileName().toString(), source.build());
        open.add(kind);
    }

    /**
     * The next task; waits while all that is left depends on what runs.
     *
     * @return empty when there is nothing left to do
     */
    synchronized Optional<Task> next() throws InterruptedException {
        while (true) {
            if (ended) {
                return Optional.empty();
            }
            for (Map.Entry<String, List<Cell>> kind : waiting.entrySet()) {
                Optional<Task> task = nextOf(kind.getKey(), kind.getValue());
                if (task.isPresent()) {
                    active++;
                    running.computeIfAbsent(kind.getKey(), any -> new LinkedHashMap<>())
                            .put(task.get().cell(), () -> {});
                    return task;
                }
            }
            if (active == 0) {
                return Optional.empty();
            }
            wait();
        }
    }

    private Optional<Task> nextOf(String kind, List<Cell> cells) {
        for (Cell cell : cells) {
            Optional<Source> source = serving(cell);
            int atWork = running.getOrDefault(kind, Map.of()).size();
            if (source.isPresent() || open.contains(kind) || atWork < 2) {
                cells.remove(cell);
                return Optional.of(new Task(cell, source));
            }
        }
        return Optional.empty();
    }

    private Optional<Source> serving(Cell cell) {
        return made.getOrDefault(cell.kind(), List.of()).stream()
                .filter(source -> WheelFit.serves(
                        WheelFilename.of(source.wheel()), cell.build().identifier()))
                .findFirst();
    }

    /** To be called before a cell is built, so that its build can be given up. */
    synchronized void begin(Cell cell, Cancel cancel) {
        running.get(cell.kind()).put(cell, cancel);
        if (ended) {
            cancel.cancel();
        }
    }

    /**
     * Asks whether a cell may have a wheel of that name, which no other build of the run can have then.
     *
     * @return the other build that has it; empty if it may
     */
    synchronized Optional<String> claim(Cell cell, String wheelName) {
        String other = claimed.putIfAbsent(wheelName, cell.name());
        return Optional.ofNullable(other).filter(name -> !name.equals(cell.name()));
    }

    /** Whether a wheel was made meanwhile that takes the place of building this one. */
    synchronized boolean isServed(Cell cell) {
        return serving(cell).isPresent();
    }

    /** A cell's wheel is finished: builds that it serves are given up, and come again as tests of it. */
    synchronized void built(Cell cell, Path wheel) {
        Source source = new Source(wheel, cell.name());
        made.computeIfAbsent(cell.kind(), any -> new ArrayList<>()).add(source);
        running.get(cell.kind()).forEach((other, cancel) -> {
            if (other != cell && isServed(other)) {
                cancel.cancel();
            }
        });
        open.add(cell.kind());
        done(cell);
    }

    /** A cell needs nothing more. */
    synchronized void done(Cell cell) {
        if (running.get(cell.kind()).remove(cell) != null) {
            active--;
        }
        notifyAll();
    }

    /** A cell whose build was given up waits again. */
    synchronized void again(Cell cell) {
        waiting.get(cell.kind()).add(0, cell);
        done(cell);
    }

    /** Nothing more is begun, and what runs is given up. */
    synchronized void end() {
        ended = true;
        running.values().forEach(cells -> cells.values().forEach(Cancel::cancel));
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }
}
