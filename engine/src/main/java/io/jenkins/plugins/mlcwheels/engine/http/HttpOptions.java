package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** How to talk to a service that asks for a token. Each value has a default; {@code with} methods return changed copies. */
public final class HttpOptions {

    /** What no secret is shorter than; a shorter one would only blot out ordinary text. */
    private static final int SHORTEST_SECRET = 4;

    /** What no service's token is shorter than. */
    private static final int SHORTEST_TOKEN = 16;

    private static final int LONGEST_SHOWN = 300;

    private final Supplier<String> token;
    private Optional<ProxySettings> proxy = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private List<String> moreSecrets = List.of();
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
        moreSecrets = other.moreSecrets;
        deadline = other.deadline;
        answerTime = other.answerTime;
        stallWindow = other.stallWindow;
        slowest = other.slowest;
    }

    /** @param token is asked for the token at every request, so that it can be renewed meanwhile */
    public static HttpOptions of(Supplier<String> token) {
        return new HttpOptions(token);
    }

    /** Through a proxy; by default those that the Java runtime was told of. */
    public HttpOptions withProxy(ProxySettings settings) {
        HttpOptions copy = new HttpOptions(this);
        copy.proxy = Optional.of(settings);
        return copy;
    }

    /** With another idea of which certificates are to be trusted. */
    public HttpOptions withTls(SSLContext context) {
        HttpOptions copy = new HttpOptions(this);
        copy.tls = Optional.of(context);
        return copy;
    }

    /** @param secrets that are never shown, beside the token; such as the form that a password is sent in */
    public HttpOptions withSecrets(List<String> secrets) {
        HttpOptions copy = new HttpOptions(this);
        copy.moreSecrets = List.copyOf(secrets);
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

    /** @param rate below which uploads count as stalled, all together or alone; 100,000 bytes per second by default */
    public HttpOptions withMinRate(TransferRate rate) {
        return withStall(stallWindow, rate.bytesPerSecond());
    }

    /** The token as it is now; {@link #usableToken} is for sending it. */
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
                    RemoteException.Reason.NO_TOKEN,
                    "there is no token for " + host,
                    "Provide one with the permission " + permission + ".");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RemoteException(
                    RemoteException.Reason.NO_TOKEN,
                    "the token for " + host + " has characters that no token has",
                    "Check how it was stored: a line break or a blank may have slipped in.");
        }
        return text;
    }

    /** Text from outside as it may be shown: one line, not too long, and without a secret whatever echoed it. */
    public String shown(String text) {
        return PrintableText.folded(withoutSecrets(text), LONGEST_SHOWN);
    }

    /** With asterisks in the place of the token and of a proxy's password. */
    String withoutSecrets(String text) {
        String clean = text;
        for (String secret : secrets()) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    /** Whether the token is in an answer, as it is in none of a service that means well. */
    public boolean isEchoedBy(HttpAnswer answer) {
        return isEchoedIn(answer.text());
    }

    boolean isEchoedIn(String text) {
        String secret = String.valueOf(token.get());
        return secret.length() >= SHORTEST_TOKEN && text.contains(secret);
    }

    private Iterable<String> secrets() {
        Stream<String> own = Stream.concat(moreSecrets.stream(), Stream.of(String.valueOf(token.get())));
        return Stream.concat(own, proxy.stream().flatMap(settings -> settings.secrets().stream()))
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .toList();
    }

    /** Empty for what the Java runtime was told of. */
    public Optional<ProxySettings> proxy() {
        return proxy;
    }

    /** Empty for what the Java runtime trusts. */
    public Optional<SSLContext> tls() {
        return tls;
    }

    /** The limit for everything together, waits included. */
    public Duration deadline() {
        return deadline;
    }

    /** The limit for the answer to one request. */
    public Duration answerTime() {
        return answerTime;
    }

    /** Over which the speed of a transfer is measured. */
    public Duration stallWindow() {
        return stallWindow;
    }

    /** Bytes per second below which a transfer is given up. */
    public long slowest() {
        return slowest;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "HttpOptions[deadline=" + deadline + "]";
    }
}
