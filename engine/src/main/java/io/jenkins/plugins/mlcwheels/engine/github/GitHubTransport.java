package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Sends single requests and decides who gets the token: the addresses of the API, and the upload address that belongs
 * to it. Follows no redirect.
 */
final class GitHubTransport {

    /** What the API is asked for. */
    static final String JSON = "application/vnd.github+json";

    private final HttpSender sender;
    private final GitHubRepository repository;
    private final HttpOptions options;

    GitHubTransport(GitHubRepository repository, HttpOptions options) {
        this.repository = repository;
        this.options = options;
        this.sender = new HttpSender(options);
    }

    HttpOptions options() {
        return options;
    }

    /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
    HttpAnswer exchange(GitHubCall call) throws IOException {
        HttpRequest.BodyPublisher body =
                call.body().map(HttpRequest.BodyPublishers::ofByteArray).orElseGet(HttpRequest.BodyPublishers::noBody);
        HttpRequest.Builder request = request(call.uri(), JSON);
        if (call.body().isPresent()) {
            request.header("Content-Type", "application/json");
        }
        return sender.exchange(request.method(call.method(), body));
    }

    /** Begins to send; whoever cancels the future closes the connection. */
    CompletableFuture<HttpAnswer> start(HttpRequest.Builder request) {
        return sender.start(request);
    }

    /** The answer with its body yet to come, see {@link HttpSender#open}. */
    HttpResponse<InputStream> open(URI uri, String accept) throws IOException {
        return sender.open(request(uri, accept));
    }

    /** With the token if it lies in the API. */
    private HttpRequest.Builder request(URI uri, String accept) {
        return repository.scope().covers(uri) ? withToken(uri, accept) : plain(uri, accept);
    }

    /** For an asset's bytes, with the token if they go where those of this repository belong. */
    HttpRequest.Builder upload(URI uri) {
        return UploadAddress.isAllowed(repository, uri) ? withToken(uri, JSON) : plain(uri, JSON);
    }

    private HttpRequest.Builder withToken(URI uri, String accept) {
        String token = options.usableToken(repository.host(), "Contents: write");
        return plain(uri, accept).header("Authorization", "Bearer " + token);
    }

    private static HttpRequest.Builder plain(URI uri, String accept) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .header("User-Agent", "mlc-wheels")
                .header("X-GitHub-Api-Version", "2022-11-28");
    }

    /** Whether the token is that of a GitHub App's installation, by its documented prefix. */
    boolean isInstallationToken() {
        return String.valueOf(options.token()).startsWith("ghs_");
    }

    /** See {@link HttpOptions#shown}. */
    String shown(String text) {
        return options.shown(text);
    }
}
