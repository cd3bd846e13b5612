package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Waits for a transfer, and gives it up when the time is up, or when it is too slow: below the floor over a window, while
 * all together are above it and the others fare far better; or below the floor and alone. Where all together are below
 * the floor, some give way to the others; where they are above it again, one more may send after each window.
 */
public final class StallWatch {

    private static final int SAMPLES = 8;

    /** How many times less than the mean of all a transfer gets whose connection is at fault, and not the line. */
    private static final int FAR_BEHIND = 4;

    private final Duration window;
    private final long slowest;
    private final Duration answerTime;
    private final Runnable deadline;

    /**
     * @param slowest bytes per second
     * @param answerTime how long the answer may take once all is sent
     * @param deadline throws when the time for everything is up
     */
    public StallWatch(Duration window, long slowest, Duration answerTime, Runnable deadline) {
        this.window = window;
        this.slowest = slowest;
        this.answerTime = answerTime;
        this.deadline = deadline;
    }

    /**
     * @param sent tells how many bytes were sent so far
     * @param lane of the line that it shares with others
     * @throws IOException if it failed, stalled, or was not answered
     */
    public HttpAnswer await(CompletableFuture<HttpAnswer> answer, LongSupplier sent, long total, Uplink.Lane lane)
            throws IOException {
        try {
            return watched(answer, sent, new Pace(total, lane));
        } finally {
            // Closes the connection of a transfer that is given up, for whatever reason.
            answer.cancel(true);
        }
    }

    private HttpAnswer watched(CompletableFuture<HttpAnswer> answer, LongSupplier sent, Pace pace) throws IOException {
        long tick = Math.max(1, window.toNanos() / SAMPLES);
        long quiet = 0;
        while (true) {
            long done = sent.getAsLong();
            pace.look(done);
            if (done >= pace.size && (quiet += tick) > answerTime.toNanos() + tick) {
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

    /** How fast one transfer, and all together, were in the last window. */
    private final class Pace {

        private final long size;
        private final Uplink.Lane lane;
        private final long[] own = new long[SAMPLES];
        private final long[] all = new long[SAMPLES];
        private int count;
        private int changes;
        private long before;

        private Pace(long size, Uplink.Lane lane) {
            this.size = size;
            this.lane = lane;
            this.changes = lane.changes();
        }

        private void look(long done) throws IOException {
            lane.sent(Math.max(0, done - before));
            if (done >= size) {
                lane.drain();
            }
            before = done;
            if (lane.changes() != changes) {
                changes = lane.changes();
                count = 0;
            }
            long together = lane.total();
            if (done < size && count >= SAMPLES) {
                judge(done, done - own[count % SAMPLES], together - all[count % SAMPLES]);
            }
            own[count % SAMPLES] = done;
            all[count % SAMPLES] = together;
            count++;
        }

        private void judge(long done, long moved, long together) throws IOException {
            long least = Math.max(1, (long) (slowest * (window.toNanos() / 1e9)));
            if (together >= least) {
                lane.makesRoom();
            }
            if (moved >= Math.min(least, size) || moved > 0 && lane.othersDrain()) {
                return;
            }
            int companions = lane.companions();
            boolean lineIsSlow = companions > 1 && together > 0 && together < least;
            boolean fair = companions > 1 && moved * FAR_BEHIND * companions >= together;
            if (lineIsSlow ? lane.givesWay() : !fair || together == 0) {
                throw new StalledException((lineIsSlow ? "the line is slow, so that fewer are sent at once; " : "")
                        + "it stalled at " + done + " of " + size + " bytes, below "
                        + slowest / 1000.0 + " kB/s");
            }
        }
    }
}
