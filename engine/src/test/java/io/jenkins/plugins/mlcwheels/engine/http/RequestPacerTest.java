package io.jenkins.plugins.mlcwheels.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestPacerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualTiming timing = new VirtualTiming();
    private final RequestPacer pacer = new RequestPacer(timing, Map.of(MINUTE, 80, HOUR, 500));

    @Test
    void shouldSendNoMoreThanTheLimitsInAnySpan() throws InterruptedException {
        Random pauses = new Random(1);
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 1600; i++) {
            send(sent);
            timing.sleep(Duration.ofMillis(pauses.nextInt(600)));
        }
        for (Instant end : sent) {
            assertThat(within(sent, end, MINUTE)).isLessThanOrEqualTo(80);
            assertThat(within(sent, end, HOUR)).isLessThanOrEqualTo(500);
        }
        assertThat(sent).anyMatch(end -> within(sent, end, MINUTE) == 80);
        assertThat(sent).anyMatch(end -> within(sent, end, HOUR) == 500);
    }

    @Test
    void shouldWaitNoLongerThanItHasTo() {
        List<Instant> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            send(sent);
        }
        assertThat(Duration.between(sent.get(0), sent.get(79))).isZero();
        assertThat(Duration.between(sent.get(0), sent.get(80))).isEqualTo(MINUTE);
        assertThat(Duration.between(sent.get(0), sent.get(499))).isEqualTo(MINUTE.multipliedBy(6));
        send(sent);
        assertThat(Duration.between(sent.get(0), sent.get(500))).isEqualTo(HOUR);
    }

    @Test
    void shouldCountRequestFromItsEndSinceTheServiceMayHaveCountedItOnlyThen() {
        RequestPacer one = new RequestPacer(timing, Map.of(MINUTE, 1));
        RequestPacer.Slot slow = one.take(this::sleep);
        sleep(Duration.ofSeconds(50));
        slow.end();
        Instant ended = timing.now();
        one.take(this::sleep);
        assertThat(Duration.between(ended, timing.now())).isEqualTo(MINUTE);
    }

    @Test
    void shouldCountRequestThatIsUnderWayForAsLongAsItTakes() {
        RequestPacer one = new RequestPacer(timing, Map.of(MINUTE, 1));
        RequestPacer.Slot slow = one.take(this::sleep);
        Instant begun = timing.now();
        timing.every(Duration.ofMinutes(5), slow::end);
        one.take(this::sleep);
        assertThat(Duration.between(begun, timing.now())).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
    }

    private void send(List<Instant> sent) {
        pacer.take(this::sleep).end();
        sent.add(timing.now());
    }

    private void sleep(Duration wait) {
        try {
            timing.sleep(wait);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many were sent in the span that ends with that moment. */
    private static long within(List<Instant> sent, Instant end, Duration span) {
        return sent.stream()
                .filter(moment -> moment.isAfter(end.minus(span)) && !moment.isAfter(end))
                .count();
    }
}
