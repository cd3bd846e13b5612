package io.jenkins.plugins.mlcwheels.engine.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that belong to a tree, and their end. */
final class TreeMembers {

    private static final Path PROC = Path.of("/proc");

    /** A tree that forks faster than it can be ended is given up after so many rounds. */
    private static final int ROUNDS = 100;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ProcessHandle root;
    private final byte[] mark;

    /** @param mark {@code NAME=value} in the environment of each member */
    TreeMembers(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = (mark + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** Ends them all: asks, waits for up to the grace period, then kills until none is left. */
    void end(Duration grace) {
        Set<ProcessHandle> alive = alive();
        if (!grace.isZero()) {
            alive.forEach(ProcessHandle::destroy);
            for (long left = grace.dividedBy(LOOK_AGAIN); left > 0 && !alive.isEmpty(); left--) {
                awaitEnd(alive);
                alive = alive();
            }
        }
        for (int round = 0; round < ROUNDS && !alive.isEmpty(); round++) {
            alive.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(alive);
            alive = alive();
        }
    }

    private Set<ProcessHandle> alive() {
        Stream<ProcessHandle> byDescent = Stream.concat(Stream.of(root), root.descendants());
        Stream<ProcessHandle> byMark =
                Files.isDirectory(PROC) ? ProcessHandle.allProcesses().filter(this::hasMark) : Stream.empty();
        return Stream.concat(byDescent, byMark).filter(TreeMembers::isRunning).collect(Collectors.toSet());
    }

    /** A process that has ended but that its parent has not taken note of has no environment any more. */
    private static boolean isRunning(ProcessHandle process) {
        if (!process.isAlive() || !Files.isDirectory(PROC)) {
            return process.isAlive();
        }
        try {
            return Files.readAllBytes(PROC.resolve(process.pid() + "/environ")).length > 0;
        } catch (IOException gone) {
            return !(gone instanceof NoSuchFileException) && process.isAlive();
        }
    }

    private boolean hasMark(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(process.pid() + "/environ"));
            return indexOf(environment, mark) >= 0;
        } catch (IOException goneOrSomebodyElses) {
            return false;
        }
    }

    private static int indexOf(byte[] text, byte[] part) {
        for (int start = 0; start + part.length <= text.length; start++) {
            int i = 0;
            while (i < part.length && text[start + i] == part[i]) {
                i++;
            }
            if (i == part.length) {
                return start;
            }
        }
        return -1;
    }

    /** Until they have ended, or it is time to look again: some end without a parent that would take note of it. */
    private static void awaitEnd(Set<ProcessHandle> processes) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(ends).get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stillThere) {
            // The caller looks again.
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
