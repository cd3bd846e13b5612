package io.jenkins.plugins.mlcwheels.engine.http;

import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {

    private final VirtualTiming timing = new VirtualTiming();
    private final List<String> notices = new ArrayList<>();
    private final ProgressListener listener = event -> notices.add(((ProgressListener.Notice) event).text());
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void shouldWaitTwiceAsLongEachTimeGiveOrTakeHalf() {
        assertThatThrownBy(() -> retry(Duration.ofHours(1)).send("asking", this::hangUp))
                .is(because(Reason.UNREACHABLE))
                .hasMessageContaining("asking")
                .hasMessageContaining("reset by peer");
        assertThat(sent).hasValue(Backoff.ATTEMPTS);
        assertThat(timing.slept()).hasSize(Backoff.ATTEMPTS - 1);
        for (int i = 0; i < timing.slept().size(); i++) {
            long full = 1000L << i;
            assertThat(timing.slept().get(i).toMillis()).isBetween(full / 2, full * 3 / 2);
        }
        assertThat(notices).hasSize(Backoff.ATTEMPTS - 1).allMatch(notice -> notice.contains("trying again in"));
    }

    @Test
    void shouldSpreadTheWaitsOfManyClients() {
        for (int client = 0; client < 20; client++) {
            sent.set(0);
            retry(Duration.ofHours(1)).send("asking", () -> sent.getAndIncrement() == 0 ? hangUp() : answer(200));
        }
        assertThat(timing.slept().stream().distinct()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 413, 415, 418, 422, 451})
    void shouldTakeEveryOtherRefusalForFinal(int status) {
        HttpAnswer answer = retry(Duration.ofHours(1)).send("asking", () -> counted(answer(status)));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(sent).hasValue(1);
        assertThat(timing.slept()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"429, retry-after, 17, 17", "403, Retry-After, 120, 120"})
    void shouldWaitAsToldAndSaySo(int status, String header, String value, long seconds) {
        retry(Duration.ofHours(1))
                .send("asking", () -> counted(sent.get() < 3 ? answer(status, Map.of(header, value)) : answer(200)));
        assertThat(sent).hasValue(4);
        assertThat(timing.slept()).hasSize(3).containsOnly(Duration.ofSeconds(seconds));
        assertThat(notices).hasSize(3).allMatch(notice -> notice.contains("(" + status + ")"));
    }

    @Test
    void shouldWaitUntilTheLimitIsReset() {
        String reset = Long.toString(timing.now().getEpochSecond() + 90);
        Map<String, String> headers = Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", reset);
        retry(Duration.ofHours(1)).send("asking", () -> counted(sent.get() == 0 ? answer(403, headers) : answer(200)));
        assertThat(timing.slept()).containsExactly(Duration.ofSeconds(91));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-5", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void shouldWaitLongerEachTimeWhereNoUsableTimeIsTold(String value) {
        retry(Duration.ofHours(6))
                .send(
                        "asking",
                        () -> counted(sent.get() < 7 ? answer(429, Map.of("retry-after", value)) : answer(200)));
        assertThat(timing.slept()).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, -300, 0, 300, 3600})
    void shouldReckonByTheClockOfTheAnswer(long ahead) {
        Instant theirs = timing.now().minusSeconds(ahead);
        Map<String, String> headers = Map.of(
                "date", DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC)),
                "x-ratelimit-remaining", "0",
                "x-ratelimit-reset", Long.toString(theirs.getEpochSecond() + 90));
        retry(Duration.ofHours(6)).send("asking", () -> counted(sent.get() == 0 ? answer(403, headers) : answer(200)));
        assertThat(timing.slept()).containsExactly(Duration.ofSeconds(91));
    }

    @Test
    void shouldReckonRetryAfterThatIsAMomentByTheClockOfTheAnswer() {
        Map<String, String> headers =
                Map.of("date", "Wed, 21 Oct 2015 07:28:00 GMT", "retry-after", "Wed, 21 Oct 2015 07:28:30 GMT");
        retry(Duration.ofHours(6)).send("asking", () -> counted(sent.get() == 0 ? answer(429, headers) : answer(200)));
        assertThat(timing.slept()).containsExactly(Duration.ofSeconds(31));
    }

    @Test
    void shouldNotSendOneRefusedRequestASecondWhenTheTimeToldIsPast() {
        Map<String, String> past = Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", "1000000000");
        retry(Duration.ofHours(6)).send("asking", () -> counted(sent.get() < 3 ? answer(403, past) : answer(200)));
        assertThat(timing.slept()).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L);
        sent.set(0);
        Map<String, String> soon = Map.of("retry-after", "0");
        retry(Duration.ofHours(6)).send("asking", () -> counted(sent.get() < 4 ? answer(429, soon) : answer(200)));
        assertThat(timing.slept().subList(3, 7)).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void shouldTakeTheWordsOfOlderServersForALimit() {
        String words = "{\"message\": \"You have triggered an abuse detection mechanism. Please wait a few minutes"
                + " before you try again.\"}";
        HttpAnswer abuse = new HttpAnswer(403, answer(403).headers(), words.getBytes(StandardCharsets.UTF_8));
        retry(Duration.ofHours(6)).send("asking", () -> counted(sent.get() == 0 ? abuse : answer(200)));
        assertThat(timing.slept()).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void shouldLookAgainAtAnswersInDoubtAndBelieveThemInTheEnd() {
        Retry.Doubt doubt = answer -> answer.status() == 404 ? 2 : 0;
        assertThat(retry(Duration.ofHours(1))
                        .send("asking", doubt, () -> counted(answer(sent.get() == 0 ? 404 : 200)))
                        .status())
                .isEqualTo(200);
        assertThat(sent).hasValue(2);
        sent.set(0);
        assertThat(retry(Duration.ofHours(1))
                        .send("asking", doubt, () -> counted(answer(404)))
                        .status())
                .isEqualTo(404);
        assertThat(sent).hasValue(3);
        assertThat(notices).anyMatch(notice -> notice.contains("answered 404"));
    }

    @Test
    void shouldGiveUpWhatIsLimitedAllTheTime() {
        HttpAnswer answer =
                retry(Duration.ofHours(6)).send("asking", () -> counted(answer(429, Map.of("retry-after", "1"))));
        assertThat(answer.status()).isEqualTo(429);
        assertThat(sent).hasValueBetween(20, 100);
    }

    @Test
    void shouldNotWaitBeyondTheDeadline() {
        assertThatThrownBy(() -> retry(Duration.ofSeconds(20)).send("asking", this::hangUp))
                .is(because(Reason.OUT_OF_TIME));
        assertThat(timing.slept().stream().mapToLong(Duration::toMillis).sum()).isLessThanOrEqualTo(20_000);
        assertThatThrownBy(() ->
                        retry(Duration.ofSeconds(20)).send("asking", () -> answer(429, Map.of("retry-after", "21"))))
                .is(because(Reason.RATE_LIMITED))
                .hasMessageContaining("21 s");
    }

    @Test
    void shouldNotSendAgainWhatHadItsEffect() {
        assertThat(retry(Duration.ofHours(1)).send("asking", Retry.Doubt.NONE, this::hangUp, () -> sent.get() == 2))
                .isEmpty();
        assertThat(sent).hasValue(2);
    }

    private Retry retry(Duration deadline) {
        return new Retry(Service.of("example.org"), new Backoff(timing, listener, deadline), text -> text);
    }

    private HttpAnswer hangUp() throws IOException {
        sent.incrementAndGet();
        throw new IOException("reset by peer");
    }

    private HttpAnswer counted(HttpAnswer answer) {
        sent.incrementAndGet();
        return answer;
    }

    private static HttpAnswer answer(int status) {
        return answer(status, Map.of());
    }

    private static HttpAnswer answer(int status, Map<String, String> headers) {
        HttpHeaders fields = HttpHeaders.of(
                headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (name, value) -> true);
        return new HttpAnswer(status, fields, new byte[0]);
    }
}
