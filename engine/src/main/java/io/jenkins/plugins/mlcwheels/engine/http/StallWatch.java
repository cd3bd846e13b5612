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

    /**
     * For how many windows what was handed over faster than the floor makes up for what comes later: the system takes
     * megabytes of a transfer at once, and then nothing until a good part of them has left the machine.
     */
    private static final int BUFFERED_WINDOWS = 3;

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
        private long togetherBefore;
        private final long least;
        private long spare;
        private long ownSpare;

        private Pace(long size, Uplink.Lane lane) {
            this.size = size;
            this.lane = lane;
            this.changes = lane.changes();
            this.togetherBefore = lane.total();
            this.least = Math.max(1, (long) (slowest * (window.toNanos() / 1e9)));
        }

        private void look(long done) throws IOException {
            long moved = Math.max(0, done - before);
            lane.sent(moved);
            if (done >= size) {
                lane.drain();
            }
            before = done;
            if (lane.changes() != changes) {
                changes = lane.changes();
                count = 0;
            }
            long together = lane.total();
            int companions = Math.max(1, lane.companions());
            spare = spared(spare + together - togetherBefore, 1);
            ownSpare = spared(ownSpare + moved, companions);
            togetherBefore = together;
            if (done < size && count >= SAMPLES) {
                judge(done, done - own[count % SAMPLES], together - all[count % SAMPLES]);
            }
            own[count % SAMPLES] = done;
            all[count % SAMPLES] = together;
            count++;
        }

        /** What is left beyond the floor, of which each of so many has its part. */
        private long spared(long bytes, int parts) {
            long left = bytes - Math.max(1, least / SAMPLES / parts);
            return Math.max(0, Math.min(left, slowest == 0 ? 0 : BUFFERED_WINDOWS * least / parts));
        }

        private void judge(long done, long moved, long together) throws IOException {
            if (together >= least) {
                lane.makesRoom();
            }
            if (moved >= Math.min(least, size) || moved > 0 && lane.othersDrain()) {
                return;
            }
            if (spare > 0 && (ownSpare > 0 || together == 0)) {
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
