package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void shouldExitWithUsageWhenNoCommandIsGiven() {
        assertThat(Main.execute()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldExitWithUsageOnUnknownCommand() {
        assertThat(Main.execute("frobnicate")).isEqualTo(ExitCode.USAGE.code());
    }
}
