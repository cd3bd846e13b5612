package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.release.PublishCancelledException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single requests and decides who gets the token: the API's own origin, and the upload host that belongs to it.
 * Follows no redirect. Uses HTTP/1.1, where one connection carries one transfer, so that giving up a stalled transfer
 * ends its connection.
 */
final class GitHubTransport {

    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Duration CONNECT_TIME = Duration.ofSeconds(30);

    private final HttpClient client;
    private final GitHubRepository repository;
    private final GitHubOptions options;

    GitHubTransport(GitHubRepository repository, GitHubOptions options) {
        this.repository = repository;
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME);
        options.proxy().ifPresent(builder::proxy);
        options.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    GitHubOptions options() {
        return options;
    }

    /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
    GitHubAnswer exchange(GitHubCall call) throws IOException {
        HttpRequest.BodyPublisher body =
                call.body().map(HttpRequest.BodyPublishers::ofByteArray).orElseGet(HttpRequest.BodyPublishers::noBody);
        HttpRequest.Builder request = request(call.uri(), "application/vnd.github+json");
        if (call.body().isPresent()) {
            request.header("Content-Type", "application/json");
        }
        return await(start(request.method(call.method(), body)), options.answerTime());
    }

    /** Begins to send; whoever cancels the future closes the connection. */
    CompletableFuture<GitHubAnswer> start(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), info -> new LimitedBody(LARGEST_ANSWER));
        CompletableFuture<GitHubAnswer> answer = sent.thenApply(
                response -> new GitHubAnswer(response.statusCode(), response.headers(), response.body()));
        answer.whenComplete((done, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answer;
    }

    HttpResponse<java.io.InputStream> open(URI uri) throws IOException {
        HttpRequest request = request(uri, "application/octet-stream")
                .timeout(options.answerTime())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    HttpRequest.Builder request(URI uri, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .header("User-Agent", "mlc-wheels")
                .header("X-GitHub-Api-Version", "2022-11-28");
        if (mayHaveToken(uri)) {
            request.header("Authorization", "Bearer " + token());
        }
        return request;
    }

    private boolean mayHaveToken(URI uri) {
        Origin api = Origin.of(repository.api());
        Origin to = Origin.of(uri);
        return to.equals(api) || isUploadHost(api, to);
    }

    private static boolean isUploadHost(Origin api, Origin to) {
        String host = api.host().toLowerCase(Locale.ROOT);
        String uploads = host.equals(GitHubRepository.PUBLIC_API.getHost()) ? "uploads.github.com" : "uploads." + host;
        return to.equals(new Origin(api.scheme(), uploads, api.port()));
    }

    /** The HTTP client would repeat a malformed value in its exception, so it must not get one. */
    private String token() {
        String token = options.token();
        if (token == null || token.isEmpty()) {
            throw new GitHubException(
                    "there is no token for " + repository.host(), "Provide one with the permission Contents: write.");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new GitHubException(
                    "the token for " + repository.host() + " has characters that no token has",
                    "Check how it was stored: a line break or a blank may have slipped in.");
        }
        return token;
    }

    /** Whether the token is that of a GitHub App's installation, by its documented prefix. */
    boolean isInstallationToken() {
        return String.valueOf(options.token()).startsWith("ghs_");
    }

    /** Text from outside as it may be shown: one line, not too long, and without the token whatever echoed it. */
    String shown(String text) {
        String token = String.valueOf(options.token());
        String clean = token.length() < 4 ? text : text.replace(token, "***");
        clean = clean.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return clean.length() > 300 ? clean.substring(0, 300) + "..." : clean;
    }

    static GitHubAnswer await(CompletableFuture<GitHubAnswer> answer, Duration limit) throws IOException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw cancelled(e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in " + Backoff.print(limit));
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    static PublishCancelledException cancelled(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new PublishCancelledException("a release", interrupt);
    }

    static IOException failure(Throwable cause) {
        Throwable root = cause;
        while (!(root instanceof IOException) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof Error error) {
            throw error;
        }
        if (root instanceof IOException io) {
            return io.getMessage() == null ? new IOException(io.getClass().getSimpleName(), io) : io;
        }
        return new IOException(String.valueOf(root.getMessage()), root);
    }
}
