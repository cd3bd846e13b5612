package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Sends single requests. Follows no redirect. Uses HTTP/1.1, where one connection carries one transfer, so that giving
 * up a stalled transfer ends its connection. No exception that comes from here has a secret in its text, even if the
 * other side echoes it.
 */
public final class HttpSender {

    /** Bytes; what may be larger is read as a stream. */
    private static final int LARGEST_ANSWER = 16 << 20;

    /** How the HTTP client puts it. */
    private static final String HUNG_UP = "HTTP/1.1 header parser received no bytes";

    private final HttpClient client;
    private final HttpOptions options;

    /** Shares its connections with all whose proxy and certificates are the same. */
    public HttpSender(HttpOptions options) {
        this.options = options;
        this.client = HttpClients.of(options);
    }

    /** @throws IOException if no whole answer came; whether the request had an effect is unknown then */
    public HttpAnswer exchange(HttpRequest.Builder request) throws IOException {
        return await(start(request), options.answerTime());
    }

    /** Begins to send; whoever cancels the future closes the connection. See {@link #failureOf} for how it fails. */
    public CompletableFuture<HttpAnswer> start(HttpRequest.Builder request) {
        HttpRequest whole = complete(request);
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(whole, info -> new LimitedBody(LARGEST_ANSWER));
        CompletableFuture<HttpAnswer> answer = sent.handle((response, failure) -> {
            if (failure != null) {
                throw new CompletionException(shown(failure, whole.uri()));
            }
            byte[] body = response.body() == null ? new byte[0] : response.body();
            return new HttpAnswer(response.statusCode(), response.headers(), body);
        });
        answer.whenComplete((done, failure) -> {
            if (answer.isCancelled()) {
                sent.cancel(true);
            }
        });
        return answer;
    }

    /** The answer with its body yet to come, which is null if a proxy refused to tunnel. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException {
        HttpRequest whole = complete(request.timeout(options.answerTime()));
        try {
            return client.send(whole, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new InterruptedWorkException(e);
        } catch (IOException e) {
            throw shown(e, whole.uri());
        }
    }

    /** The client takes what is meant for a proxy out of requests that go to none. */
    private HttpRequest complete(HttpRequest.Builder request) {
        options.proxy()
                .flatMap(ProxySettings::authorization)
                .ifPresent(value -> request.setHeader("Proxy-Authorization", value));
        return request.build();
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
            throw failureOf(e);
        }
    }

    /** What went wrong on the wire when a future of {@link #start} failed. */
    public static IOException failureOf(ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof IOException io ? io : new IOException(failure.getCause());
    }

    /** The same failure, always with a message, and with one that can be shown. */
    private IOException shown(Throwable cause, URI uri) {
        Throwable root = cause;
        while (!(root instanceof IOException) && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof Error error) {
            throw error;
        }
        String message = root.getMessage() == null ? describe(root, uri) : root.getMessage();
        if (tellsSecret(root)) {
            return new IOException(options.shown(message));
        }
        if (message.startsWith(HUNG_UP)) {
            return new IOException("the other side hung up without an answer", root);
        }
        return root instanceof IOException io && io.getMessage() != null ? io : new IOException(message, root);
    }

    /** The HTTP client says nothing of why it can't connect. */
    private String describe(Throwable failure, URI uri) {
        if (!(failure instanceof ConnectException)) {
            return failure.getClass().getSimpleName();
        }
        boolean unknown = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(UnresolvedAddressException.class::isInstance);
        String server = uri.getHost()
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + options.proxy()
                        .filter(proxy -> proxy.leadsTo(uri))
                        .map(proxy -> " through the proxy " + proxy)
                        .orElse("");
        return unknown ? "the name of " + server + " can't be resolved" : "no connection to " + server;
    }

    /** The HTTP client quotes what it can't parse. */
    private boolean tellsSecret(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(part -> String.valueOf(part.getMessage()))
                .anyMatch(text -> !options.withoutSecrets(text).equals(text));
    }
}
