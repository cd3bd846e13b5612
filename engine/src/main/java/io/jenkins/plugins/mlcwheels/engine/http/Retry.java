package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Sends a request until there is an answer. Retried are lost connections, missing answers and 5xx, with growing waits;
 * rate limits are waited out as asked; every other answer is final.
 */
public final class Retry {

    private static final int MOST_LIMITS = 50;

    /**
     * What to wait at least where no time is told, and twice as long each time from then on.
     *
     * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit">
     *     Exceeding the rate limit</a>
     */
    private static final Duration UNTOLD_WAIT = Duration.ofMinutes(1);

    private static final int MOST_DOUBLINGS = 5;

    private final Backoff backoff;
    private final UnaryOperator<String> shown;

    /** Sends the request once. */
    @FunctionalInterface
    public interface Attempt {
        /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
        HttpAnswer send() throws IOException;
    }

    /** @param shown makes text from outside fit to be shown, as {@link HttpOptions#shown} does */
    public Retry(Backoff backoff, UnaryOperator<String> shown) {
        this.backoff = backoff;
        this.shown = shown;
    }

    /**
     * For requests that may be sent twice without harm.
     *
     * @param what the request is for, for people
     * @throws UnreachableException if it failed too often
     */
    public HttpAnswer send(String what, Attempt attempt) {
        return send(what, attempt, () -> false).orElseThrow();
    }

    /**
     * For requests that must not have their effect twice.
     *
     * @param what the request is for, for people
     * @param hadEffect looks, after a failure that leaves it open whether the request had its effect, if it had
     * @return the answer; empty if the request had its effect without one
     * @throws UnreachableException if it failed too often
     */
    public Optional<HttpAnswer> send(String what, Attempt attempt, BooleanSupplier hadEffect) {
        int failures = 0;
        int limits = 0;
        while (true) {
            IOException failure;
            try {
                HttpAnswer answer = attempt.send();
                if (answer.isLimited() && ++limits <= MOST_LIMITS) {
                    awaitLimit(answer, limits);
                    continue;
                }
                if (!answer.isTransient()) {
                    return Optional.of(answer);
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            failures++;
            afterFailure(failures, what, failure);
            if (hadEffect.getAsBoolean()) {
                return Optional.empty();
            }
        }
    }

    /**
     * Waits after the n-th failure.
     *
     * @throws UnreachableException if it failed too often
     */
    public void afterFailure(int failures, String what, IOException failure) {
        String reason =
                shown.apply(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        if (failures == Backoff.ATTEMPTS) {
            throw new UnreachableException(what, reason, failure);
        }
        backoff.afterFailure(failures, what, reason, failure);
    }

    private void awaitLimit(HttpAnswer answer, int limits) {
        Duration untold = UNTOLD_WAIT.multipliedBy(1L << Math.min(limits - 1, MOST_DOUBLINGS));
        backoff.asAsked(
                answer.askedWait(backoff.now()).orElse(untold),
                "GitHub limits the rate of requests (" + answer.status() + ")");
    }
}
