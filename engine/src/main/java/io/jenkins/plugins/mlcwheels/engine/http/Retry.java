package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Sends a request until there is an answer. Retried are lost connections, missing answers and 5xx, with growing waits;
 * rate limits are waited out as asked; an answer that may be wrong is looked at again; every other answer is final.
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

    /** The least wait before what was refused for its rate is sent again, twice as long each time. */
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);

    private final Backoff backoff;
    private final UnaryOperator<String> shown;
    private final Service service;

    /** Sends the request once. */
    @FunctionalInterface
    public interface Attempt {
        /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
        HttpAnswer send() throws IOException;
    }

    /**
     * Services now and then say "not found" of what is there, and refuse a token that is good, for a moment.
     *
     * @see <a href="https://github.com/cli/cli/issues/10361">a 404 amid uploads</a>
     */
    @FunctionalInterface
    public interface Doubt {

        /** Believes every answer. */
        Doubt NONE = answer -> 0;

        /** How often such an answer is looked at again before it is believed. */
        int looks(HttpAnswer answer);
    }

    /** @param shown makes text from outside fit to be shown, as {@link HttpOptions#shown} does */
    public Retry(Service service, Backoff backoff, UnaryOperator<String> shown) {
        this.service = service;
        this.backoff = backoff;
        this.shown = shown;
    }

    /**
     * For requests that may be sent twice without harm.
     *
     * @param what the request is for, for people
     * @throws RemoteException if it failed too often
     */
    public HttpAnswer send(String what, Attempt attempt) {
        return send(what, Doubt.NONE, attempt);
    }

    /** The same for answers that may be wrong. */
    public HttpAnswer send(String what, Doubt doubt, Attempt attempt) {
        return send(what, doubt, attempt, () -> false).orElseThrow();
    }

    /**
     * For requests that must not have their effect twice.
     *
     * @param what the request is for, for people
     * @param doubt tells which answers are looked at again
     * @param hadEffect looks, after a failure that leaves it open whether the request had its effect, if it had
     * @return the answer; empty if the request had its effect without one
     * @throws RemoteException if it failed too often
     */
    public Optional<HttpAnswer> send(String what, Doubt doubt, Attempt attempt, BooleanSupplier hadEffect) {
        int answers = 0;
        for (int failures = 1; ; failures++) {
            IOException failure;
            try {
                HttpAnswer answer = once(attempt);
                if (++answers > doubt.looks(answer)) {
                    return Optional.of(answer);
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            afterFailure(failures, what, failure);
            if (hadEffect.getAsBoolean()) {
                return Optional.empty();
            }
        }
    }

    /**
     * Looks again at answers in doubt, and leaves a failure to the caller.
     *
     * @throws IOException if there is no answer, or one that says of a failure of theirs
     */
    public HttpAnswer tried(String what, Doubt doubt, Attempt attempt) throws IOException {
        for (int answers = 1; ; answers++) {
            HttpAnswer answer = once(attempt);
            if (answers > doubt.looks(answer)) {
                return answer;
            }
            afterFailure(answers, what, new IOException("answered " + answer.status()));
        }
    }

    /**
     * Sends it once, and again only after waits that are asked for.
     *
     * @throws IOException if there is no answer, or one that says of a failure of theirs
     */
    private HttpAnswer once(Attempt attempt) throws IOException {
        HttpAnswer answer = attempt.send();
        for (int limits = 1; answer.isLimited() && limits <= MOST_LIMITS; limits++) {
            awaitLimit(answer, limits);
            answer = attempt.send();
        }
        if (answer.isTransient()) {
            throw new IOException("answered " + answer.status());
        }
        return answer;
    }

    /**
     * Waits after the n-th failure.
     *
     * @throws RemoteException if it failed too often
     */
    public void afterFailure(int failures, String what, IOException failure) {
        String reason =
                shown.apply(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
        if (failures == Backoff.ATTEMPTS) {
            throw RemoteException.unreachable(service, what, reason, failure);
        }
        backoff.afterFailure(failures, what, reason, failure);
    }

    /**
     * Waits longer than usual before something is sent again.
     *
     * @param why for people
     * @throws RemoteException if there is not enough time left
     */
    public void pause(Duration wait, String why) {
        backoff.asAsked(wait, why);
    }

    private void awaitLimit(HttpAnswer answer, int limits) {
        long growth = 1L << Math.min(limits - 1, MOST_DOUBLINGS);
        Duration least = LEAST_WAIT.multipliedBy(growth);
        Duration wait = answer.askedWait(backoff.now()).orElse(UNTOLD_WAIT.multipliedBy(growth));
        backoff.asAsked(
                wait.compareTo(least) < 0 ? least : wait,
                service.name() + " limits the rate of requests (" + answer.status() + ")");
    }
}
