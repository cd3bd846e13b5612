package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Sends a request until there is an answer. Retried are lost connections, missing answers and 5xx, with growing waits;
 * rate limits are waited out as asked; every other answer is final.
 */
public final class Retry {

    private static final int MOST_LIMITS = 50;

    private final Backoff backoff;
    private final UnaryOperator<String> shown;

    /** Sends the request once. */
    @FunctionalInterface
    public interface Attempt {
        HttpAnswer send() throws IOException;
    }

    /** @param shown makes text from outside fit to be shown, as {@link HttpOptions#shown} does */
    public Retry(Backoff backoff, UnaryOperator<String> shown) {
        this.backoff = backoff;
        this.shown = shown;
    }

    /**
     * @param what the request is for, for people
     * @param recover looks, after a failure that leaves it open whether the request had its effect, if it had; what it
     *     returns is the answer
     * @throws UnreachableException if it failed too often
     */
    public HttpAnswer send(String what, Attempt attempt, Supplier<Optional<HttpAnswer>> recover) {
        int failures = 0;
        int limits = 0;
        while (true) {
            Throwable failure;
            try {
                HttpAnswer answer = attempt.send();
                if (answer.isLimited() && ++limits <= MOST_LIMITS) {
                    awaitLimit(answer);
                    continue;
                }
                if (!answer.isTransient()) {
                    return answer;
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            if (++failures == Backoff.ATTEMPTS) {
                throw new UnreachableException(what, shown.apply(describe(failure)), failure);
            }
            backoff.afterFailure(failures, what, failure);
            Optional<HttpAnswer> recovered = recover.get();
            if (recovered.isPresent()) {
                return recovered.get();
            }
        }
    }

    /** Waits as long as the answer asks. */
    public void awaitLimit(HttpAnswer answer) {
        backoff.asAsked(
                answer.askedWait(backoff.now()), "GitHub limits the rate of requests (" + answer.status() + ")");
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
