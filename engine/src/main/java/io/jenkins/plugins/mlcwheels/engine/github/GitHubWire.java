package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.AnswerStream;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.Service;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    /** Bytes; a hundred releases with a thousand assets each take 170 MB. */
    private static final long LARGEST_PAGE = 256_000_000;

    /**
     * What one user may create, without what a lease takes, which can't wait.
     *
     * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
     */
    private static final Map<Duration, Integer> LIMITS = Map.of(
            Duration.ofMinutes(1), 80 - GitHubLease.most(Duration.ofMinutes(1)),
            Duration.ofHours(1), 500 - GitHubLease.most(Duration.ofHours(1)));

    private static final String GRANT = "Grant the token \"Contents: read and write\" for this repository.";
    private static final String MEND = "Fix what it complains about; then publish again.";

    private final GitHubRepository repository;
    private final GitHubTransport transport;
    private final RestWire rest;

    GitHubWire(GitHubRepository repository, HttpOptions options, Timing timing, ProgressListener progress) {
        this.repository = repository;
        this.transport = new GitHubTransport(repository, options);
        this.rest = new RestWire(
                new Service(repository.host(), "https://www.githubstatus.com/"),
                options,
                timing,
                progress,
                new RestWire.Limits(LIMITS, "GitHub takes 80 writing requests a minute and 500 an hour"));
    }

    GitHubTransport transport() {
        return transport;
    }

    /** For what is sent by others; see {@link #paced} and {@link #checked}. */
    Retry retry() {
        return rest.retry();
    }

    /** Sends a request that may be sent twice without harm, until there is an answer. */
    HttpAnswer send(GitHubCall call) {
        return checked(call, rest.retry().send(call.what(), call, () -> attempt(call)));
    }

    /**
     * Sends a request that must not have its effect twice, until there is an answer.
     *
     * @param hadEffect looks, after a failure that leaves it open whether the request had its effect, if it had
     * @return empty if it had
     */
    Optional<HttpAnswer> send(GitHubCall call, BooleanSupplier hadEffect) {
        return rest.retry()
                .send(call.what(), call, () -> attempt(call), hadEffect)
                .map(answer -> checked(call, answer));
    }

    /** Counts uploads of an earlier process against GitHub's limits. */
    void remember(Collection<Instant> uploads) {
        rest.remember(uploads);
    }

    /** For lists, which are read as {@link #page pages}. */
    <T> PagedList<T> list(int most) {
        return rest.list(most);
    }

    /**
     * Reads a page of a list while it arrives, since it may be larger than memory.
     *
     * @param reading of the body of a good answer
     * @return empty for another answer that the call accepts
     * @throws IOException if there is no answer that can be read to its end
     */
    <T> Optional<PagedList.Page<T>> page(GitHubCall call, ListReading<T> reading) throws IOException {
        List<T> entries = new ArrayList<>();
        HttpAnswer answer = checked(
                call,
                rest.retry()
                        .tried(
                                call.what(),
                                call,
                                () -> paced(
                                        call,
                                        () -> follow(call, hop -> {
                                            entries.clear();
                                            return stream(hop, reading, entries);
                                        }))));
        return answer.status() == 200
                ? Optional.of(new PagedList.Page<>(entries, answer.hasNextPage()))
                : Optional.empty();
    }

    private <T> HttpAnswer stream(GitHubCall call, ListReading<T> reading, List<T> entries) throws IOException {
        HttpResponse<InputStream> response = transport.open(call.uri(), GitHubTransport.JSON);
        InputStream body = response.body() == null ? InputStream.nullInputStream() : response.body();
        HttpOptions options = transport.options();
        try (InputStream in = new WatchedStream(body, options.stallWindow(), this::checkTime)) {
            if (response.statusCode() != 200) {
                return new HttpAnswer(response.statusCode(), response.headers(), in.readNBytes(1 << 16));
            }
            entries.addAll(reading.read(new AnswerStream(in, LARGEST_PAGE, options)));
            return new HttpAnswer(200, response.headers(), new byte[0]);
        }
    }

    /** Makes entries of a body. */
    @FunctionalInterface
    interface ListReading<T> {
        List<T> read(InputStream body) throws IOException;
    }

    /** The same for what can't wait for GitHub's limits and is seldom; see {@link GitHubLease#most}. */
    HttpAnswer sendAtOnce(GitHubCall call) {
        return checked(call, rest.retry().send(call.what(), call, () -> rest.atOnce(() -> follow(call))));
    }

    /** Sends a request just once, for what is good to know but not needed; empty if there is no answer of any kind. */
    Optional<HttpAnswer> ask(GitHubCall call) {
        try {
            return Optional.of(attempt(call));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same after a moment, for an answer that may be wrong. */
    Optional<HttpAnswer> askAgain(GitHubCall call) {
        rest.retry().afterFailure(1, call.what(), new IOException("answered 'not found'"));
        return ask(call);
    }

    /** Sends a request just once though the time is up, for what others would wait for; whether it arrives is open. */
    void sendWithoutRetry(GitHubCall call) {
        try {
            transport.exchange(call);
        } catch (IOException e) {
            // Nobody waits for it for longer than if it had not been sent.
            return;
        }
    }

    private HttpAnswer attempt(GitHubCall call) throws IOException {
        return paced(call, () -> follow(call));
    }

    /**
     * Sends a request when one more may be sent.
     *
     * @throws RemoteException if the time is up
     */
    HttpAnswer paced(GitHubCall call, Retry.Attempt sending) throws IOException {
        return rest.paced(call.createsContent(), sending);
    }

    /** @throws RemoteException if the time is up */
    void checkTime() {
        rest.checkTime();
    }

    /** Follows redirects that stay in the API; writing requests keep their method only where HTTP says so. */
    private HttpAnswer follow(GitHubCall call) throws IOException {
        return follow(call, transport::exchange);
    }

    private HttpAnswer follow(GitHubCall call, Sending sending) throws IOException {
        GitHubCall current = call;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpAnswer answer = sending.send(current);
            Optional<URI> target = redirect(current, answer);
            if (target.isEmpty()) {
                return answer;
            }
            current = current.at(target.get());
        }
        throw RemoteException.unexpected(call.what() + " was redirected in a circle");
    }

    /** Sends one request once. */
    @FunctionalInterface
    private interface Sending {
        HttpAnswer send(GitHubCall call) throws IOException;
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

    RemoteException foreign(String what, URI target) {
        return RemoteException.redirected(what, transport.shown(Origin.shown(target)));
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
            throw RemoteException.unexpected("a redirect without a usable address");
        }
        throw RemoteException.unexpected("a redirect without a usable address");
    }

    /** The answer if it is one that the caller can use, else the exception for its status. */
    HttpAnswer checked(GitHubCall call, HttpAnswer answer) {
        if (answer.isGood() || call.accepted().contains(answer.status())) {
            if (transport.options().isEchoedBy(answer)) {
                throw RemoteException.unexpected(call.what() + " was answered with the token itself");
            }
            return answer;
        }
        throw rest.failure(call.what(), answer, GRANT, () -> missing(call), MEND);
    }

    private RemoteException missing(GitHubCall call) {
        return call.createsContent() ? mayNot("do this: " + call.what()) : notFound(repository);
    }

    /** What a 404 means of a thing that is there. */
    static RemoteException mayNot(String what) {
        return RemoteException.notPermitted(what + " was answered 'not found'", GRANT);
    }

    /** What a 404 means of a repository. */
    static RemoteException notFound(GitHubRepository repository) {
        String address = repository.isPublicHost() || repository.api().getPath().endsWith("/api/v3")
                ? "Check the name, and that the token has access to it."
                : "Check the name, that the token has access to it, and the address of the API, which on an Enterprise"
                        + " Server ends in /api/v3.";
        return new RemoteException(
                RemoteException.Reason.NOT_FOUND,
                "there is no repository " + repository + ", or the token may not see it",
                address);
    }

    /** A request that was understood and is not accepted. */
    RemoteException refused(String what, HttpAnswer answer) {
        return RemoteException.refused(what, answer.status(), rest.reason(answer), MEND);
    }
}
