package io.jenkins.plugins.mlcwheels.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRateTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "20000, 20000", "20k, 20000", "1M, 1000000", "999999999M, 999999999000000"})
    void shouldReadBytesPerSecond(String text, long bytes) {
        assertThat(TransferRate.parse(text).bytesPerSecond()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "fast", "20K", "20kB/s", "1.5M", "1000000000000"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatThrownBy(() -> TransferRate.parse(text))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.suggestion()).contains("bytes per second"));
    }
}
