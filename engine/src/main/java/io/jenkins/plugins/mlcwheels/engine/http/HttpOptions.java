package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** How to talk to a service that asks for a token. Each value has a default; {@code with} methods return changed copies. */
public final class HttpOptions {

    private final Supplier<String> token;
    private Optional<ProxySelector> proxy = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Duration deadline = Duration.ofHours(6);
    private Duration answerTime = Duration.ofMinutes(1);
    private Duration stallWindow = Duration.ofSeconds(30);
    private long slowest = 100_000;

    private HttpOptions(Supplier<String> token) {
        this.token = Objects.requireNonNull(token, "token");
    }

    private HttpOptions(HttpOptions other) {
        token = other.token;
        proxy = other.proxy;
        tls = other.tls;
        deadline = other.deadline;
        answerTime = other.answerTime;
        stallWindow = other.stallWindow;
        slowest = other.slowest;
    }

    /** @param token is asked for the token at every request, so that it can be renewed meanwhile */
    public static HttpOptions of(Supplier<String> token) {
        return new HttpOptions(token);
    }

    public HttpOptions withProxy(ProxySelector selector) {
        HttpOptions copy = new HttpOptions(this);
        copy.proxy = Optional.of(selector);
        return copy;
    }

    /** With another idea of which certificates are to be trusted. */
    public HttpOptions withTls(SSLContext context) {
        HttpOptions copy = new HttpOptions(this);
        copy.tls = Optional.of(context);
        return copy;
    }

    /** @param limit for everything together, waits included; 6 hours by default */
    public HttpOptions withDeadline(Duration limit) {
        HttpOptions copy = new HttpOptions(this);
        copy.deadline = limit;
        return copy;
    }

    /** @param limit for the answer to one request, 1 minute by default; five times that after an upload */
    public HttpOptions withAnswerTime(Duration limit) {
        HttpOptions copy = new HttpOptions(this);
        copy.answerTime = limit;
        return copy;
    }

    /**
     * When a transfer counts as stalled and is begun anew on another connection.
     *
     * @param window over which its speed is measured, 30 s by default
     * @param bytesPerSecond below which it is given up, 100,000 by default
     */
    public HttpOptions withStall(Duration window, long bytesPerSecond) {
        HttpOptions copy = new HttpOptions(this);
        copy.stallWindow = window;
        copy.slowest = bytesPerSecond;
        return copy;
    }

    public String token() {
        return token.get();
    }

    /**
     * The token, fit to be sent; the HTTP client would repeat a malformed value in its exception.
     *
     * @param host that asks for it, for people
     * @param permission that it needs, for people
     * @throws RemoteException if there is none, or it can be none
     */
    public String usableToken(String host, String permission) {
        String text = token.get();
        if (text == null || text.isEmpty()) {
            throw new RemoteException(
                    "there is no token for " + host, "Provide one with the permission " + permission + ".");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RemoteException(
                    "the token for " + host + " has characters that no token has",
                    "Check how it was stored: a line break or a blank may have slipped in.");
        }
        return text;
    }

    /** Text from outside as it may be shown: one line, not too long, and without the token whatever echoed it. */
    public String shown(String text) {
        String secret = String.valueOf(token.get());
        String clean = secret.length() < 4 ? text : text.replace(secret, "***");
        clean = clean.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return clean.length() > 300 ? clean.substring(0, 300) + "..." : clean;
    }

    public Optional<ProxySelector> proxy() {
        return proxy;
    }

    public Optional<SSLContext> tls() {
        return tls;
    }

    public Duration deadline() {
        return deadline;
    }

    public Duration answerTime() {
        return answerTime;
    }

    public Duration stallWindow() {
        return stallWindow;
    }

    public long slowest() {
        return slowest;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "HttpOptions[deadline=" + deadline + "]";
    }
}
