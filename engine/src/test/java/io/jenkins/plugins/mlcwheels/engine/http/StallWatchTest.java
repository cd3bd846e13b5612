package io.jenkins.plugins.mlcwheels.engine.http;

import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Eight samples make a window of 8 ms; at 100,000 bytes a second that is 800 bytes, 100 for each sample. */
class StallWatchTest {

    private static final long TOTAL = 1_000_000;

    private final StallWatch watch = new StallWatch(Duration.ofMillis(8), 100_000, Duration.ofMillis(8), () -> {});
    private final Uplink uplink = new Uplink();
    private final Uplink.Lane lane = uplink.take(() -> {});
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void shouldGiveUpTransferThatIsTooSlowThoughItMoves() {
        assertThatThrownBy(() -> watch.await(answer, () -> sent.addAndGet(99), TOTAL, lane))
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
                                TOTAL,
                                lane)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void shouldNotGiveUpSlowTransferWhileAllTogetherAreFastEnough() throws IOException {
        Uplink.Lane other = uplink.take(() -> {});
        assertThat(watchedFor(40, look -> {
                    other.sent(60);
                    return 50;
                }))
                .isEqualTo(201);
    }

    @Test
    void shouldNotGiveUpTransferWhoseBytesTheSystemTakesInBursts() throws IOException {
        Uplink.Lane other = uplink.take(() -> {});
        assertThat(watchedFor(100, look -> {
                    other.sent(look % 20 == 11 ? 1_200 : 0);
                    return look % 20 == 1 ? 1_200 : 0;
                }))
                .isEqualTo(201);
    }

    @Test
    void shouldGiveUpTransferThatStandsStillAfterABurstOfAnySize() {
        AtomicLong looks = new AtomicLong();
        assertThatThrownBy(() -> watchedFor(60, look -> {
                    looks.set(look);
                    return look == 1 ? 500_000 : 0;
                }))
                .hasMessageContaining("it stalled at 500000");
        assertThat(looks).hasValueLessThan(40);
    }

    @Test
    void shouldGiveUpTransferThatIsFarBehindTheOthers() {
        Uplink.Lane other = uplink.take(() -> {});
        assertThatThrownBy(() -> watchedFor(40, look -> {
                    other.sent(1000);
                    return 50;
                }))
                .hasMessageContaining("it stalled");
    }

    @Test
    void shouldGiveWayToEarlierTransfersOnLineThatIsSlow() throws IOException {
        Uplink.Lane later = uplink.take(() -> {});
        assertThatThrownBy(() -> watch.await(
                        answer,
                        () -> {
                            lane.sent(30);
                            return sent.addAndGet(30);
                        },
                        TOTAL,
                        later))
                .hasMessageContaining("the line is slow");
        later.close();
        assertThat(lane.companions()).isOne();
        assertThat(lane.givesWay()).isFalse();
    }

    @Test
    void shouldLetNobodyInOnLineThatIsSlowUntilAnotherIsDone() throws Exception {
        Uplink.Lane second = uplink.take(() -> {});
        assertThat(second.givesWay()).isTrue();
        second.close();
        AtomicLong looks = new AtomicLong();
        Uplink.Lane third = uplink.take(() -> {
            if (looks.incrementAndGet() == 1) {
                lane.close();
            }
        });
        assertThat(looks).hasValue(1);
        assertThat(third.companions()).isOne();
    }

    @Test
    void shouldLetOneMoreInAfterEachWindowInWhichTheLineIsFastAgain() throws Exception {
        narrow();
        assertThat(watchedFor(18, look -> 200)).isEqualTo(201);
        assertThat(uplink.take(StallWatchTest::timeIsUp).companions()).isEqualTo(2);
        assertThatThrownBy(() -> uplink.take(StallWatchTest::timeIsUp)).hasMessage("time is up");
    }

    @Test
    void shouldLetNobodyInBeforeTheLineWasFastForAWindow() throws Exception {
        narrow();
        assertThat(watchedFor(8, look -> 200)).isEqualTo(201);
        assertThatThrownBy(() -> uplink.take(StallWatchTest::timeIsUp)).hasMessage("time is up");
    }

    private void narrow() {
        Uplink.Lane second = uplink.take(() -> {});
        assertThat(second.givesWay()).isTrue();
        second.close();
    }

    private static void timeIsUp() {
        throw new IllegalStateException("time is up");
    }

    @Test
    void shouldMeasureAnewAfterOthersGaveWay() throws IOException {
        Uplink.Lane later = uplink.take(() -> {});
        assertThat(watchedFor(17, look -> {
                    if (look == 9) {
                        assertThat(later.givesWay()).isTrue();
                        later.close();
                    }
                    return look < 10 ? 30 : 200;
                }))
                .isEqualTo(201);
    }

    @Test
    void shouldNotCallLineSlowWhileAnotherTransferLeavesTheMachineUnseen() throws IOException {
        uplink.take(() -> {}).drain();
        assertThat(watchedFor(40, look -> 30)).isEqualTo(201);
    }

    @Test
    void shouldGiveUpAllWhenNothingMoves() {
        uplink.take(() -> {});
        assertThatThrownBy(() -> watchedFor(40, look -> 0)).hasMessageContaining("it stalled");
    }

    @Test
    void shouldMindOnlyTransferThatStandsStillWhereAnyRateWillDo() {
        StallWatch patient = new StallWatch(Duration.ofMillis(8), 0, Duration.ofMillis(8), () -> {});
        AtomicLong looks = new AtomicLong();
        assertThatThrownBy(() ->
                        patient.await(answer, () -> sent.addAndGet(looks.incrementAndGet() < 30 ? 1 : 0), TOTAL, lane))
                .hasMessageContaining("stalled at 29 of");
    }

    /** Sends so much at each look, and is answered at the last. */
    private int watchedFor(int last, LongUnaryOperator moved) throws IOException {
        AtomicLong looks = new AtomicLong();
        return watch.await(
                        answer,
                        () -> {
                            long look = looks.incrementAndGet();
                            if (look == last) {
                                answer.complete(new HttpAnswer(201, headers(), new byte[0]));
                            }
                            return sent.addAndGet(moved.applyAsLong(look));
                        },
                        TOTAL,
                        lane)
                .status();
    }

    @Test
    void shouldGiveUpWhenTheLastByteIsNotAnswered() {
        assertThatThrownBy(() -> watch.await(answer, () -> TOTAL, TOTAL, lane))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after the last byte");
        assertThat(answer).isCancelled();
    }

    @Test
    void shouldGiveUpInTheMiddleWhenTheTimeIsUp() {
        AtomicLong looks = new AtomicLong();
        StallWatch hasty = new StallWatch(Duration.ofMillis(8), 100_000, Duration.ofMillis(8), () -> {
            if (looks.incrementAndGet() == 20) {
                throw RemoteException.outOfTime("30 min", null);
            }
        });
        assertThatThrownBy(() -> hasty.await(answer, () -> sent.addAndGet(10_000), TOTAL, lane))
                .is(because(Reason.OUT_OF_TIME));
        assertThat(sent).hasValue(200_000);
        assertThat(answer).isCancelled();
    }

    @Test
    void shouldPassOnWhatWentWrongOnTheWire() {
        answer.completeExceptionally(new IOException("connection reset"));
        assertThatThrownBy(() -> watch.await(answer, () -> 0, TOTAL, lane))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private static HttpHeaders headers() {
        return HttpHeaders.of(Map.of(), (name, value) -> true);
    }
}
