package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepNoRecordOfAnEarlierTestWhenAWheelFails() throws Exception {
        Path wheel = Files.writeString(directory.resolve("demo-1.0-py3-none-any.whl"), "broken since it was tested");
        Path record = Files.writeString(directory.resolve("demo-1.0-py3-none-any.whl.test.json"), "{}");
        StringWriter err = new StringWriter();

        int code = Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute("test", wheel.toString());

        assertThat(code).isNotZero();
        assertThat(err.toString()).contains("demo-1.0-py3-none-any.whl");
        assertThat(record).doesNotExist();
    }
}
