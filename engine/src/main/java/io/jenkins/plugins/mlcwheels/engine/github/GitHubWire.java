package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.release.Timing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one place where requests are paced, retried and redirected, and where status codes become exceptions. Retried
 * are lost connections, missing answers and 5xx, with growing waits; rate limits are waited out as GitHub asks; other
 * 4xx are final.
 */
final class GitHubWire {

    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_LIMITS = 50;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final GitHubRepository repository;
    private final GitHubTransport transport;
    private final RequestPacer pacer;
    private final Backoff backoff;

    GitHubWire(GitHubRepository repository, GitHubOptions options, Timing timing, ProgressListener progress) {
        this.repository = repository;
        this.transport = new GitHubTransport(repository, options);
        this.pacer = new RequestPacer(timing);
        this.backoff = new Backoff(timing, progress, options.deadline());
    }

    GitHubTransport transport() {
        return transport;
    }

    Backoff backoff() {
        return backoff;
    }

    /** For requests that may be sent twice without harm. */
    GitHubAnswer send(GitHubCall call) {
        return send(call, Optional::empty);
    }

    /**
     * Sends until there is an answer.
     *
     * @param recover looks, after a failure that leaves it open whether the request had its effect, if it had; what it
     *     returns is the answer
     */
    GitHubAnswer send(GitHubCall call, Supplier<Optional<GitHubAnswer>> recover) {
        int failures = 0;
        int limits = 0;
        while (true) {
            pace(call);
            Throwable failure;
            try {
                GitHubAnswer answer = follow(call);
                if (answer.isLimited() && ++limits <= MOST_LIMITS) {
                    awaitLimit(answer);
                    continue;
                }
                if (!answer.isTransient()) {
                    return checked(call, answer);
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            if (++failures == Backoff.ATTEMPTS) {
                throw new UnreachableException(call.what(), transport.shown(describe(failure)), failure);
            }
            backoff.afterFailure(failures, call.what(), failure);
            Optional<GitHubAnswer> recovered = recover.get();
            if (recovered.isPresent()) {
                return recovered.get();
            }
        }
    }

    /** Waits until one more request that creates content may be sent. */
    void pace(GitHubCall call) {
        if (call.createsContent()) {
            pace();
        }
        backoff.check(null);
    }

    void pace() {
        for (Duration wait = pacer.next(); !wait.isZero(); wait = pacer.next()) {
            backoff.asAsked(wait, "GitHub takes 80 writing requests a minute and 500 an hour");
        }
    }

    void awaitLimit(GitHubAnswer answer) {
        backoff.asAsked(
                answer.askedWait(backoff.now()), "GitHub limits the rate of requests (" + answer.status() + ")");
    }

    /** Follows redirects that stay with the same origin; writing requests keep their method only where HTTP says so. */
    private GitHubAnswer follow(GitHubCall call) throws IOException {
        GitHubCall current = call;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            GitHubAnswer answer = transport.exchange(current);
            Optional<URI> target = redirect(current, answer);
            if (target.isEmpty()) {
                return answer;
            }
            current = current.at(target.get());
        }
        throw new UnexpectedAnswerException(call.what() + " was redirected in a circle");
    }

    private Optional<URI> redirect(GitHubCall call, GitHubAnswer answer) {
        boolean moved = answer.status() == 307 || answer.status() == 308;
        boolean read = call.method().equals("GET") && (answer.status() == 301 || answer.status() == 302);
        if (!moved && !read) {
            return Optional.empty();
        }
        URI target = location(call.uri(), answer.header("location"));
        if (!Origin.of(target).equals(Origin.of(repository.api()))) {
            throw new ForeignRedirectException(call.what(), target.getHost());
        }
        return Optional.of(target);
    }

    static URI location(URI from, Optional<String> header) {
        try {
            return from.resolve(URI.create(header.orElse("")));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("a redirect without a usable address");
        }
    }

    /** The answer if it is one that the caller can use, else the exception for its status. */
    GitHubAnswer checked(GitHubCall call, GitHubAnswer answer) {
        if (answer.isGood() || call.accepted().contains(answer.status())) {
            return answer;
        }
        String reason = transport.shown(reason(answer));
        throw switch (answer.status()) {
            case 401 -> new TokenRefusedException(repository.host());
            case 403 ->
                answer.isLimited()
                        ? new RateLimitedException("again and again")
                        : new PermissionMissingException(
                                "do this: " + call.what() + " was answered '" + reason + "'",
                                answer.header("x-accepted-github-permissions")
                                        .map(transport::shown)
                                        .orElse(""));
            case 404 ->
                call.createsContent()
                        ? new PermissionMissingException("do this: " + call.what() + " was answered 'not found'", "")
                        : new RepositoryNotFoundException(repository.toString());
            default -> new RequestRefusedException(call.what(), answer.status(), reason);
        };
    }

    /** What GitHub says, from the message and the details of its errors. */
    static String reason(GitHubAnswer answer) {
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

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
