package io.jenkins.plugins.mlcwheels.engine.github;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** How to talk to GitHub. Each value has a default; {@code with} methods return changed copies. */
public final class GitHubOptions {

    private final Supplier<String> token;
    private Optional<ProxySelector> proxy = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Duration deadline = Duration.ofHours(6);
    private Duration answerTime = Duration.ofMinutes(1);
    private Duration stallWindow = Duration.ofSeconds(30);
    private long slowest = 100_000;

    private GitHubOptions(Supplier<String> token) {
        this.token = Objects.requireNonNull(token, "token");
    }

    private GitHubOptions(GitHubOptions other) {
        token = other.token;
        proxy = other.proxy;
        tls = other.tls;
        deadline = other.deadline;
        answerTime = other.answerTime;
        stallWindow = other.stallWindow;
        slowest = other.slowest;
    }

    /** @param token is asked for the token at every request, so that it can be renewed meanwhile */
    public static GitHubOptions of(Supplier<String> token) {
        return new GitHubOptions(token);
    }

    public GitHubOptions withProxy(ProxySelector selector) {
        GitHubOptions copy = new GitHubOptions(this);
        copy.proxy = Optional.of(selector);
        return copy;
    }

    /** With another idea of which certificates are to be trusted. */
    public GitHubOptions withTls(SSLContext context) {
        GitHubOptions copy = new GitHubOptions(this);
        copy.tls = Optional.of(context);
        return copy;
    }

    /** @param limit for everything together, waits included; 6 hours by default */
    public GitHubOptions withDeadline(Duration limit) {
        GitHubOptions copy = new GitHubOptions(this);
        copy.deadline = limit;
        return copy;
    }

    /** @param limit for the answer to one request, 1 minute by default; five times that after an upload */
    public GitHubOptions withAnswerTime(Duration limit) {
        GitHubOptions copy = new GitHubOptions(this);
        copy.answerTime = limit;
        return copy;
    }

    /**
     * When a transfer counts as stalled and is begun anew on another connection.
     *
     * @param window over which its speed is measured, 30 s by default
     * @param bytesPerSecond below which it is given up, 100,000 by default
     */
    public GitHubOptions withStall(Duration window, long bytesPerSecond) {
        GitHubOptions copy = new GitHubOptions(this);
        copy.stallWindow = window;
        copy.slowest = bytesPerSecond;
        return copy;
    }

    String token() {
        return token.get();
    }

    Optional<ProxySelector> proxy() {
        return proxy;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Duration deadline() {
        return deadline;
    }

    Duration answerTime() {
        return answerTime;
    }

    Duration stallWindow() {
        return stallWindow;
    }

    long slowest() {
        return slowest;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "GitHubOptions[deadline=" + deadline + "]";
    }
}
