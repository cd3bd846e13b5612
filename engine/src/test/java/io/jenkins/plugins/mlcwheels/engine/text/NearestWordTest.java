package io.jenkins.plugins.mlcwheels.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {

    private static final List<String> KNOWN = List.of("build", "skip", "repair-wheel-command", "test-command");

    @Test
    void shouldFindTheWordThatWasMeant() {
        assertThat(NearestWord.to("buidl", KNOWN)).hasValue("build");
        assertThat(NearestWord.to("repair_wheel_command", KNOWN)).hasValue("repair-wheel-command");
        assertThat(NearestWord.to("repairs-wheel-command", KNOWN)).hasValue("repair-wheel-command");
        assertThat(NearestWord.to("skip", KNOWN)).hasValue("skip");
    }

    @Test
    void shouldFindNoneWhereNoneIsNear() {
        assertThat(NearestWord.to("environment", KNOWN)).isEmpty();
        assertThat(NearestWord.to("x", List.of())).isEmpty();
        assertThat(NearestWord.to("b".repeat(100_000), KNOWN)).isEmpty();
    }
}
