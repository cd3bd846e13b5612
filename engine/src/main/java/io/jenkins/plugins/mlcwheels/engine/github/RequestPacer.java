package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.release.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps requests that create content within GitHub's limits for one user: 80 a minute and 500 an hour.
 *
 * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
 */
final class RequestPacer {

    private static final int PER_MINUTE = 80;
    private static final int PER_HOUR = 500;

    private final Timing timing;
    private final Deque<Instant> sent = new ArrayDeque<>();

    RequestPacer(Timing timing) {
        this.timing = timing;
    }

    /** How long the next request has to wait; zero if it may go, and is counted. */
    synchronized Duration next() {
        Instant now = timing.now();
        while (!sent.isEmpty() && !sent.peekFirst().plus(Duration.ofHours(1)).isAfter(now)) {
            sent.removeFirst();
        }
        Duration wait =
                max(remaining(PER_HOUR, Duration.ofHours(1), now), remaining(PER_MINUTE, Duration.ofMinutes(1), now));
        if (wait.isZero()) {
            sent.addLast(now);
        }
        return wait;
    }

    /** How long until fewer than {@code limit} requests lie within the period. */
    private Duration remaining(int limit, Duration period, Instant now) {
        if (sent.size() < limit) {
            return Duration.ZERO;
        }
        Instant nth = sent.stream().skip(sent.size() - (long) limit).findFirst().orElseThrow();
        Duration left = Duration.between(now, nth.plus(period));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration max(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }
}
