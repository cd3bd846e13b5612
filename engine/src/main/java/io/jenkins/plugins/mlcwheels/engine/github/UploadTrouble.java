package io.jenkins.plugins.mlcwheels.engine.github;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * On some days GitHub fails uploads that come several at once, and takes them one at a time. After repeated failures of
 * several files this allows one at a time, with longer waits; after some that worked in a row, twice as many, and so on.
 * Who fails again needs more successes before the next time.
 */
final class UploadTrouble {

    private static final int REMEMBERED = 8;
    private static final int MOST_FAILURES = 3;
    private static final int FEW_SUCCESSES = 3;
    private static final int MANY_SUCCESSES = 24;
    private static final int UNLIMITED = 32;
    private static final Duration LEAST_WAIT = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 4;

    private final Deque<Outcome> last = new ArrayDeque<>();
    private int limit = Integer.MAX_VALUE;
    private int needed = FEW_SUCCESSES;
    private int successes;
    private int failuresInARow;

    private record Outcome(String file, boolean good) {}

    /** How many files may be sent at once. */
    synchronized int limit() {
        return limit;
    }

    /**
     * An upload failed at GitHub.
     *
     * @return what to say, if fewer are sent at once from now on
     */
    synchronized Optional<String> failed(String file, String reason) {
        remember(new Outcome(file, false));
        successes = 0;
        failuresInARow++;
        long failures = last.stream().filter(outcome -> !outcome.good).count();
        long files = last.stream()
                .filter(outcome -> !outcome.good)
                .map(Outcome::file)
                .distinct()
                .count();
        if (limit == 1 || failures < MOST_FAILURES || files < 2) {
            return Optional.empty();
        }
        if (limit != Integer.MAX_VALUE) {
            needed = Math.min(MANY_SUCCESSES, needed * 2);
        }
        limit = 1;
        return Optional.of("uploads of " + files + " files failed (" + reason + "); from now on one at a time");
    }

    /**
     * An upload worked.
     *
     * @return what to say, if more are sent at once from now on
     */
    synchronized Optional<String> worked(String file) {
        remember(new Outcome(file, true));
        failuresInARow = 0;
        if (limit == Integer.MAX_VALUE || ++successes < needed) {
            return Optional.empty();
        }
        int worked = successes;
        successes = 0;
        last.clear();
        limit = limit >= UNLIMITED / 2 ? Integer.MAX_VALUE : limit * 2;
        return Optional.of(worked + " uploads in a row worked; from now on "
                + (limit == Integer.MAX_VALUE ? "as many at once as before" : limit + " at once"));
    }

    private void remember(Outcome outcome) {
        last.add(outcome);
        if (last.size() > REMEMBERED) {
            last.remove();
        }
    }

    /** How long to wait before the next attempt, beside the usual wait; empty while all is well. */
    synchronized Optional<Duration> wait(boolean repeated) {
        return limit == 1 && repeated
                ? Optional.of(LEAST_WAIT.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, failuresInARow - 1))))
                : Optional.empty();
    }
}
