package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;

/** Keeps requests within a service's published limits, such as 80 a minute and 500 an hour. */
public final class RequestPacer {

    private final Timing timing;
    private final Map<Duration, Integer> limits;
    private final Duration longest;
    private final Deque<Instant> sent = new ArrayDeque<>();

    /** @param limits how many requests may be sent within any span of such a length */
    public RequestPacer(Timing timing, Map<Duration, Integer> limits) {
        this.timing = timing;
        this.limits = Map.copyOf(limits);
        this.longest = limits.keySet().stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    /** How long the next request has to wait; zero if it may go, and is counted. */
    public synchronized Duration next() {
        Instant now = timing.now();
        while (!sent.isEmpty() && !sent.peekFirst().plus(longest).isAfter(now)) {
            sent.removeFirst();
        }
        Duration wait = limits.entrySet().stream()
                .map(limit -> remaining(limit.getValue(), limit.getKey(), now))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (wait.isZero()) {
            sent.addLast(now);
        }
        return wait;
    }

    /** Counts a request that goes though it may be one too many. */
    public synchronized void count() {
        sent.addLast(timing.now());
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
}
