package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import io.jenkins.plugins.mlcwheels.engine.http.InterruptedWorkException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Waits for a transfer, and gives it up when its speed over a window falls below a floor, or when the time is up. */
final class StallWatch {

    private static final int SAMPLES = 8;

    private final Duration window;
    private final long slowest;
    private final Duration answerTime;
    private final Runnable deadline;

    /**
     * @param slowest bytes per second
     * @param answerTime how long the answer may take once all is sent
     * @param deadline throws when the time for everything is up
     */
    StallWatch(Duration window, long slowest, Duration answerTime, Runnable deadline) {
        this.window = window;
        this.slowest = slowest;
        this.answerTime = answerTime;
        this.deadline = deadline;
    }

    /**
     * @param sent tells how many bytes were sent so far
     * @throws IOException if it failed, stalled, or was not answered
     */
    HttpAnswer await(CompletableFuture<HttpAnswer> answer, LongSupplier sent, long total) throws IOException {
        try {
            return watched(answer, sent, total);
        } finally {
            // Closes the connection of a transfer that is given up, for whatever reason.
            answer.cancel(true);
        }
    }

    private HttpAnswer watched(CompletableFuture<HttpAnswer> answer, LongSupplier sent, long total) throws IOException {
        long tick = Math.max(1, window.toNanos() / SAMPLES);
        long least = Math.max(1, (long) (slowest * (window.toNanos() / 1e9)));
        long[] samples = new long[SAMPLES];
        long quiet = 0;
        for (int count = 0; ; count++) {
            long done = sent.getAsLong();
            if (done < total) {
                if (count >= SAMPLES && done - samples[count % SAMPLES] < Math.min(least, total)) {
                    throw new IOException("it stalled at " + done + " of " + total + " bytes");
                }
                samples[count % SAMPLES] = done;
            } else if ((quiet += tick) > answerTime.toNanos() + tick) {
                throw new IOException("no answer in " + Backoff.print(answerTime) + " after the last byte");
            }
            deadline.run();
            try {
                return answer.get(tick, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (InterruptedException e) {
                throw new InterruptedWorkException(e);
            } catch (ExecutionException e) {
                throw HttpSender.failureOf(e);
            }
        }
    }
}
