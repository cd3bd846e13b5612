package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single requests. Follows no redirect. Uses HTTP/1.1, where one connection carries one transfer, so that giving
 * up a stalled transfer ends its connection.
 */
public final class HttpSender {

    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Duration CONNECT_TIME = Duration.ofSeconds(30);

    private final HttpClient client;
    private final HttpOptions options;

    public HttpSender(HttpOptions options) {
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME);
        options.proxy().ifPresent(builder::proxy);
        options.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
    public HttpAnswer exchange(HttpRequest.Builder request) throws IOException {
        return await(start(request), options.answerTime());
    }

    /** Begins to send; whoever cancels the future closes the connection. */
    public CompletableFuture<HttpAnswer> start(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), info -> new LimitedBody(LARGEST_ANSWER));
        CompletableFuture<HttpAnswer> answer =
                sent.thenApply(response -> new HttpAnswer(response.statusCode(), response.headers(), response.body()));
        answer.whenComplete((done, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answer;
    }

    /** The answer with its body yet to come. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.timeout(options.answerTime()).build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new InterruptedWorkException(e);
        }
    }

    private static HttpAnswer await(CompletableFuture<HttpAnswer> answer, Duration limit) throws IOException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw new InterruptedWorkException(e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in " + Backoff.print(limit));
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** What went wrong on the wire, always with a message. */
    public static IOException failure(Throwable cause) {
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
