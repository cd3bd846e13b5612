package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

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

    /** Whether more requests came than the service takes; some say so with 429, others with 403 and a header or words. */
    public boolean isLimited() {
        return status == 429 || status == 403 && (header("retry-after").isPresent() || isUsedUp() || speaksOfLimit());
    }

    private boolean isUsedUp() {
        return header("x-ratelimit-remaining").filter("0"::equals).isPresent();
    }

    private boolean speaksOfLimit() {
        String words = text().toLowerCase(Locale.ROOT);
        return words.contains("rate limit") || words.contains("abuse detection");
    }

    /**
     * How long the service asks to wait, a second at least; empty if it gives no time, or one that is past. A moment is
     * compared with the answer's own {@code Date}, since clocks differ.
     *
     * @param now by the clock of this machine, for answers without a date
     */
    public Optional<Duration> askedWait(Instant now) {
        Instant answered = header("date").flatMap(HttpAnswer::moment).orElse(now);
        Optional<Duration> told =
                header("retry-after").flatMap(HttpAnswer::number).map(Duration::ofSeconds);
        if (told.isEmpty()) {
            told = told("retry-after", HttpAnswer::moment, answered);
        }
        if (told.isEmpty() && isUsedUp()) {
            told = told("x-ratelimit-reset", text -> number(text).map(Instant::ofEpochSecond), answered);
        }
        return told.map(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait);
    }

    private Optional<Duration> told(String name, Function<String, Optional<Instant>> reading, Instant from) {
        return header(name)
                .flatMap(reading)
                .filter(until -> !until.isBefore(from))
                .map(until -> Duration.between(from, until).plusSeconds(1));
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether a list goes on, as services tell in a {@code Link}. */
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
