package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Time that passes only while somebody sleeps, and then at once: sleeping moves the clock on and runs the repeated
 * tasks that became due, those of all users. Users who {@linkplain #share share} it see it pass only while all of them
 * sleep, so that nobody is slower than the clock. Chance is a seeded sequence.
 */
public final class VirtualTiming implements Timing {

    private final Random random = new Random(1);
    private final List<Task> tasks = new ArrayList<>();
    private final List<Duration> slept = new ArrayList<>();
    private final List<Instant> sleepers = new ArrayList<>();
    private int awake;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<Task> due;
        synchronized (this) {
            slept.add(duration);
            awaitOthers(now.plus(duration));
            due = tasks.stream().filter(task -> !task.next.isAfter(now)).toList();
            due.forEach(task -> task.next = now.plus(task.period));
        }
        due.forEach(task -> task.work.run());
    }

    /** Sleeps until everybody does and nobody wakes up earlier. */
    private void awaitOthers(Instant end) throws InterruptedException {
        sleepers.add(end);
        leave();
        try {
            while (awake > 0 || sleepers.stream().anyMatch(end::isAfter)) {
                wait();
            }
            now = end.isAfter(now) ? end : now;
        } finally {
            sleepers.remove(end);
            awake++;
        }
    }

    /** Announces users of whom none may be overtaken by the time while it is awake; each is to {@link #leave}. */
    public synchronized void share(int users) {
        awake = users;
    }

    /** Ends the part in {@link #share sharing} of one who is awake. */
    public synchronized void leave() {
        awake--;
        notifyAll();
    }

    @Override
    public synchronized double chance() {
        return random.nextDouble();
    }

    @Override
    public synchronized Repeating every(Duration period, Runnable work) {
        Task task = new Task(period, work, now.plus(period));
        tasks.add(task);
        return () -> remove(task);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    /** Forgets all repeated tasks, as the death of their process does. */
    public synchronized void forgetTasks() {
        tasks.clear();
    }

    /** Every wait so far. */
    public synchronized List<Duration> slept() {
        return List.copyOf(slept);
    }

    private static final class Task {
        private final Duration period;
        private final Runnable work;
        private Instant next;

        private Task(Duration period, Runnable work, Instant next) {
            this.period = period;
            this.work = work;
            this.next = next;
        }
    }
}
