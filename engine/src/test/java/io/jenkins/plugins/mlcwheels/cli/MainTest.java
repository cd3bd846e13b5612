package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @Test
    void shouldExitWithUsageWhenNoCommandIsGiven() {
        assertThat(Main.execute()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldExitWithUsageOnUnknownCommand() {
        assertThat(Main.execute("frobnicate")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldSayThatThereIsNoSuchCommandWhateverFollows(@TempDir Path directory) throws Exception {
        assertThat(CommandProcess.run(directory, "", "frobnicate", "audit", "x.whl"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(ExitCode.USAGE.code()))
                .extracting(CommandProcess.Result::err)
                .asString()
                .startsWith("mlc-wheels: There is no command 'frobnicate'.")
                .hasLineCount(2);
        assertThat(CommandProcess.run(directory, "", "audti", "x.whl").err())
                .contains("Did you mean:", "mlc-wheels audit");
    }
}
