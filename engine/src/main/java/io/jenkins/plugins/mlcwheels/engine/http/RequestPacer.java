package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps requests within a service's published limits, such as 80 a minute and 500 an hour. A request counts until such
 * a time after its end, since nobody can tell when between its beginning and its end the service counts it.
 */
public final class RequestPacer {

    /** How long to wait for requests that are under way. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Timing timing;
    private final Map<Duration, Integer> limits;
    private final Duration longest;
    private final List<Slot> slots = new ArrayList<>();

    /** @param limits how many requests may be sent within any span of such a length */
    public RequestPacer(Timing timing, Map<Duration, Integer> limits) {
        this.timing = timing;
        this.limits = Map.copyOf(limits);
        this.longest = limits.keySet().stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    /** One request, from when it may go. */
    public final class Slot {

        private Instant end = Instant.MAX;

        private Slot() {
            slots.add(this);
        }

        /** The request was answered, or failed. */
        public void end() {
            synchronized (RequestPacer.this) {
                end = timing.now();
            }
        }
    }

    /** @param sleep waits until it is worth asking again */
    public Slot take(Consumer<Duration> sleep) {
        while (true) {
            Duration wait;
            synchronized (this) {
                wait = untilNext();
                if (wait.isZero()) {
                    return new Slot();
                }
            }
            sleep.accept(wait);
        }
    }

    /** Counts a request that an earlier process sent, as far as its end lies within the longest period. */
    public synchronized void remember(Instant end) {
        if (end.plus(longest).isAfter(timing.now()) && !end.isAfter(timing.now())) {
            new Slot().end = end;
        }
    }

    /** For a request that goes though it may be one too many. */
    public synchronized Slot takeAnyway() {
        return new Slot();
    }

    private Duration untilNext() {
        Instant now = timing.now();
        slots.removeIf(
                slot -> slot.end != Instant.MAX && !slot.end.plus(longest).isAfter(now));
        return limits.entrySet().stream()
                .map(limit -> remaining(limit.getValue(), limit.getKey(), now))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** How long until fewer than {@code limit} requests lie within the period. */
    private Duration remaining(int limit, Duration period, Instant now) {
        if (slots.size() < limit) {
            return Duration.ZERO;
        }
        Instant last = slots.stream()
                .map(slot -> slot.end)
                .sorted(Comparator.reverseOrder())
                .skip(limit - 1L)
                .findFirst()
                .orElseThrow();
        if (last.equals(Instant.MAX)) {
            return LOOK;
        }
        Duration left = Duration.between(now, last.plus(period));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
