package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What came back to a request, whole. */
public record HttpAnswer(int status, HttpHeaders headers, byte[] body) {

    /** Whether the status is 2xx. */
    public boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** A failure of theirs that may be gone in a moment. */
    public boolean isTransient() {
        return status >= 500 || status == 408;
    }

    /** Whether more requests came than GitHub takes; it answers so with 429 and with 403. */
    public boolean isLimited() {
        return status == 429
                || status == 403
                        && (header("retry-after").isPresent()
                                || header("x-ratelimit-remaining")
                                        .filter("0"::equals)
                                        .isPresent()
                                || text().toLowerCase(Locale.ROOT).contains("rate limit"));
    }

    /** How long GitHub asks to wait, a second at least; empty if it gives no time. */
    public Optional<Duration> askedWait(Instant now) {
        Optional<Duration> told =
                header("retry-after").flatMap(HttpAnswer::number).map(Duration::ofSeconds);
        if (told.isEmpty()
                && header("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
            told = header("x-ratelimit-reset").flatMap(HttpAnswer::number).map(reset -> Duration.between(
                            now, Instant.ofEpochSecond(reset))
                    .plusSeconds(1));
        }
        return told.map(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
    }

    /** Whether a list goes on, as GitHub tells in a {@code Link}. */
    public boolean hasNextPage() {
        return header("link").filter(link -> link.contains("rel=\"next\"")).isPresent();
    }

    /** The first value of that name, in whatever case. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Optional<Long> number(String text) {
        String digits = text.strip();
        return digits.matches("[0-9]{1,12}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
