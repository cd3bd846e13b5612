package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.DeadlineExceededException;
import io.jenkins.plugins.mlcwheels.engine.http.ForeignRedirectException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.ProxyRefusedException;
import io.jenkins.plugins.mlcwheels.engine.http.RateLimitedException;
import io.jenkins.plugins.mlcwheels.engine.http.RequestPacer;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.TokenRefusedException;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The one place where requests are paced, retried and redirected, and where status codes become exceptions. See
 * {@link Retry} for what is retried; other 4xx are final.
 */
final class GitHubWire {

    private static final int MOST_REDIRECTS = 5;

    /**
     * What one user may create, without what a lease takes, which can't wait.
     *
     * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
     */
    private static final Map<Duration, Integer> LIMITS = Map.of(
            Duration.ofMinutes(1), 80 - GitHubLease.most(Duration.ofMinutes(1)),
            Duration.ofHours(1), 500 - GitHubLease.most(Duration.ofHours(1)));

    private static final JsonMapper MAPPER = new JsonMapper();

    private final GitHubRepository repository;
    private final GitHubTransport transport;
    private final RequestPacer pacer;
    private final Backoff backoff;
    private final Retry retry;

    GitHubWire(GitHubRepository repository, HttpOptions options, Timing timing, ProgressListener progress) {
        this.repository = repository;
        this.transport = new GitHubTransport(repository, options);
        this.pacer = new RequestPacer(timing, LIMITS);
        this.backoff = new Backoff(timing, progress, options.deadline());
        this.retry = new Retry(backoff, options::shown);
    }

    GitHubTransport transport() {
        return transport;
    }

    /** For what is sent by others; see {@link #pace} and {@link #checked}. */
    Retry retry() {
        return retry;
    }

    /** Sends a request that may be sent twice without harm, until there is an answer. */
    HttpAnswer send(GitHubCall call) {
        return checked(call, retry.send(call.what(), () -> attempt(call)));
    }

    /**
     * Sends a request that must not have its effect twice, until there is an answer.
     *
     * @param hadEffect looks, after a failure that leaves it open whether the request had its effect, if it had
     * @return empty if it had
     */
    Optional<HttpAnswer> send(GitHubCall call, BooleanSupplier hadEffect) {
        return retry.send(call.what(), () -> attempt(call), hadEffect).map(answer -> checked(call, answer));
    }

    /** The same for what can't wait for GitHub's limits and is seldom; see {@link GitHubLease#most}. */
    HttpAnswer sendAtOnce(GitHubCall call) {
        return checked(call, retry.send(call.what(), () -> {
            pacer.count();
            checkTime();
            return follow(call);
        }));
    }

    /** Sends a request just once, for what is good to know but not needed; empty if there is no answer. */
    Optional<HttpAnswer> ask(GitHubCall call) {
        try {
            return Optional.of(attempt(call)).filter(answer -> !answer.isTransient() && !answer.isLimited());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sends a request just once though the time is up, for what others would wait for; whether it arrives is open. */
    void sendInNoTime(GitHubCall call) {
        try {
            transport.exchange(call);
        } catch (IOException e) {
            // Nobody waits for it for longer than if it had not been sent.
            return;
        }
    }

    private HttpAnswer attempt(GitHubCall call) throws IOException {
        pace(call);
        return follow(call);
    }

    /**
     * Waits until one more request may be sent.
     *
     * @throws DeadlineExceededException if the time is up
     */
    void pace(GitHubCall call) {
        if (call.createsContent()) {
            for (Duration wait = pacer.next(); !wait.isZero(); wait = pacer.next()) {
                backoff.asAsked(wait, "GitHub takes 80 writing requests a minute and 500 an hour");
            }
        }
        checkTime();
    }

    /** @throws DeadlineExceededException if the time is up */
    void checkTime() {
        backoff.check(null);
    }

    /** Follows redirects that stay in the API; writing requests keep their method only where HTTP says so. */
    private HttpAnswer follow(GitHubCall call) throws IOException {
        GitHubCall current = call;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpAnswer answer = transport.exchange(current);
            Optional<URI> target = redirect(current, answer);
            if (target.isEmpty()) {
                return answer;
            }
            current = current.at(target.get());
        }
        throw new UnexpectedAnswerException(call.what() + " was redirected in a circle");
    }

    private Optional<URI> redirect(GitHubCall call, HttpAnswer answer) {
        boolean moved = answer.status() == 307 || answer.status() == 308;
        boolean read = call.method().equals("GET") && (answer.status() == 301 || answer.status() == 302);
        if (!moved && !read) {
            return Optional.empty();
        }
        URI target = location(call.uri(), answer.header("location"));
        if (!repository.scope().covers(target)) {
            throw foreign(call.what(), target);
        }
        return Optional.of(target);
    }

    ForeignRedirectException foreign(String what, URI target) {
        return new ForeignRedirectException(what, transport.shown(Origin.shown(target)));
    }

    /** Where a redirect leads. */
    static URI location(URI from, Optional<String> header) {
        try {
            URI target = from.resolve(
                    URI.create(header.filter(text -> !text.isBlank()).orElseThrow()));
            String scheme = String.valueOf(target.getScheme());
            if (target.getHost() != null && (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
                return target;
            }
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new UnexpectedAnswerException("a redirect without a usable address");
        }
        throw new UnexpectedAnswerException("a redirect without a usable address");
    }

    /** The answer if it is one that the caller can use, else the exception for its status. */
    HttpAnswer checked(GitHubCall call, HttpAnswer answer) {
        if (answer.isGood() || call.accepted().contains(answer.status())) {
            if (transport.options().isEchoedBy(answer)) {
                throw new UnexpectedAnswerException(call.what() + " was answered with the token itself");
            }
            return answer;
        }
        if (answer.isLimited()) {
            throw RateLimitedException.tooOften(call.what());
        }
        String reason = transport.shown(reason(answer));
        throw switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> foreign(call.what(), location(call.uri(), answer.header("location")));
            case 401 -> new TokenRefusedException(repository.host());
            case 403 ->
                new PermissionMissingException(
                        "do this: " + call.what() + " was answered '" + reason + "'",
                        answer.header("x-accepted-github-permissions")
                                .map(transport::shown)
                                .orElse(""));
            case 404 ->
                call.createsContent()
                        ? new PermissionMissingException("do this: " + call.what() + " was answered 'not found'", "")
                        : new RepositoryNotFoundException(repository);
            case 407 -> new ProxyRefusedException();
            default -> new RequestRefusedException(call.what(), answer.status(), reason);
        };
    }

    /** What GitHub says, from the message and the details of its errors. */
    static String reason(HttpAnswer answer) {
        JsonNode body;
        try {
            body = MAPPER.readTree(answer.body());
        } catch (IOException e) {
            return "no reason given";
        }
        StringBuilder text = new StringBuilder(body.path("message").asText("no reason given"));
        for (JsonNode error : body.path("errors")) {
            String message = error.isTextual()
                    ? error.asText()
                    : error.path("message")
                            .asText(error.path("field").asText("") + " "
                                    + error.path("code").asText(""));
            text.append("; ").append(message.strip());
        }
        return text.toString();
    }
}
