package io.jenkins.plugins.mlcwheels.engine;

import java.time.Duration;

/** Measures how long a step takes, for people to read; nothing depends on it. The one place that reads the timer. */
public final class Stopwatch {

    private final long began = System.nanoTime();

    private Stopwatch() {}

    /** One that runs from now on. */
    public static Stopwatch started() {
        return new Stopwatch();
    }

    /** The time since it was started. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
