package io.jenkins.plugins.mlcwheels.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Time and chance, handed in so that tests need not wait for either. */
public interface Timing {

    Instant now();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /** A number from 0 (inclusive) to 1 (exclusive), to spread retries with. */
    double chance();

    /** Runs a task again and again, first after one period, until the returned value is closed. */
    Repeating every(Duration period, Runnable task);

    /** A task that goes on until it is closed. */
    interface Repeating extends AutoCloseable {
        @Override
        void close();
    }

    /** The real thing; tasks run on a daemon thread of their own. */
    static Timing of(Clock clock, RandomGenerator random) {
        return new Timing() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }

            @Override
            public double chance() {
                return random.nextDouble();
            }

            @Override
            public Repeating every(Duration period, Runnable task) {
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
                    Thread thread = new Thread(work, "mlc-wheels-timer");
                    thread.setDaemon(true);
                    return thread;
                });
                timer.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
                return timer::shutdownNow;
            }
        };
    }
}
