package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.http.DeadlineExceededException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Eight samples make a window of 8 ms; at 100,000 bytes a second that is 800 bytes, 100 for each sample. */
class StallWatchTest {

    private static final long TOTAL = 1_000_000;

    private final StallWatch watch = new StallWatch(Duration.ofMillis(8), 100_000, Duration.ofMillis(8), () -> {});
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void shouldGiveUpTransferThatIsTooSlowThoughItMoves() {
        assertThatThrownBy(() -> watch.await(answer, () -> sent.addAndGet(99), TOTAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stalled at")
                .hasMessageContaining("of 1000000 bytes");
        assertThat(answer).isCancelled();
    }

    @Test
    void shouldNotMindPausesWithinTheWindow() throws IOException {
        AtomicLong looks = new AtomicLong();
        assertThat(watch.await(
                                answer,
                                () -> {
                                    long look = looks.incrementAndGet();
                                    if (look == 40) {
                                        answer.complete(new HttpAnswer(201, headers(), new byte[0]));
                                    }
                                    return sent.addAndGet(look % 4 == 0 ? 400 : 0);
                                },
                                TOTAL)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void shouldGiveUpWhenTheLastByteIsNotAnswered() {
        assertThatThrownBy(() -> watch.await(answer, () -> TOTAL, TOTAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after the last byte");
        assertThat(answer).isCancelled();
    }

    @Test
    void shouldGiveUpInTheMiddleWhenTheTimeIsUp() {
        AtomicLong looks = new AtomicLong();
        StallWatch hasty = new StallWatch(Duration.ofMillis(8), 100_000, Duration.ofMillis(8), () -> {
            if (looks.incrementAndGet() == 20) {
                throw new DeadlineExceededException("30 min", null);
            }
        });
        assertThatThrownBy(() -> hasty.await(answer, () -> sent.addAndGet(10_000), TOTAL))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(sent).hasValue(200_000);
        assertThat(answer).isCancelled();
    }

    @Test
    void shouldPassOnWhatWentWrongOnTheWire() {
        answer.completeExceptionally(new IOException("connection reset"));
        assertThatThrownBy(() -> watch.await(answer, () -> 0, TOTAL))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private static HttpHeaders headers() {
        return HttpHeaders.of(Map.of(), (name, value) -> true);
    }
}
