package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.time.Duration;
import java.time.Instant;

/** Waits between attempts, all within one deadline, and says so. */
public final class Backoff {

    /** How often a request is sent in all when it fails. */
    public static final int ATTEMPTS = 7;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Timing timing;
    private final ProgressListener progress;
    private final Duration limit;
    private final Instant end;

    /** @param limit how long everything together may take, from now on */
    public Backoff(Timing timing, ProgressListener progress, Duration limit) {
        this.timing = timing;
        this.progress = progress;
        this.limit = limit;
        this.end = timing.now().plus(limit);
    }

    /** The time that the deadline is measured in. */
    public Instant now() {
        return timing.now();
    }

    /** @throws RemoteException if the time is up */
    public void check(Throwable last) {
        if (!timing.now().isBefore(end)) {
            throw RemoteException.outOfTime(print(limit), last);
        }
    }

    /**
     * Waits after the n-th failure: twice as long each time, give or take half.
     *
     * @param reason what failed, fit to be shown
     * @throws RemoteException if there is not enough time left
     */
    public void afterFailure(int failures, String what, String reason, Throwable failure) {
        Duration full = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration capped = full.compareTo(LONGEST) > 0 ? LONGEST : full;
        Duration wait = Duration.ofMillis((long) (capped.toMillis() * (0.5 + timing.chance())));
        progress.on(
                new ProgressListener.Notice(what + " failed (" + reason + "); trying again in " + print(wait), true));
        sleep(wait, failure);
    }

    /**
     * Waits because the service, or its published limits, ask for it.
     *
     * @throws RemoteException if there is not enough time left
     */
    public void asAsked(Duration wait, String why) {
        if (timing.now().plus(wait).isAfter(end)) {
            throw RemoteException.waitTooLong(why, print(wait));
        }
        progress.on(new ProgressListener.Notice(why + "; going on in " + print(wait), false));
        sleep(wait, null);
    }

    private void sleep(Duration wait, Throwable last) {
        Instant until = timing.now().plus(wait);
        if (until.isAfter(end)) {
            throw RemoteException.outOfTime(print(limit), last);
        }
        try {
            timing.sleep(wait);
        } catch (InterruptedException e) {
            throw new InterruptedWorkException(e);
        }
    }

    /** For people: {@code 17 s}, {@code 2 min}, {@code 25 h}. */
    public static String print(Duration duration) {
        long seconds = Math.max(1, (duration.toMillis() + 999) / 1000);
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
