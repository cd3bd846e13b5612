package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.TaskListener;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishLogTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> heard = new ArrayList<>();

    private PrintStream log(Secret token) {
        TaskListener build = new StreamTaskListener(out, StandardCharsets.UTF_8);
        return PublishLog.listener(build, token, heard::add).getLogger();
    }

    @Test
    void cutsTheTokenOutHoweverItIsWritten() {
        PrintStream log = log(Secret.fromString("a+b/c="));
        log.print("half of it: a+b");
        log.println("/c=, and encoded: a%2Bb%2Fc%3D");
        log.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("half of it: ****, and encoded: ****\n");
        assertThat(heard).containsExactly("half of it: ****, and encoded: ****");
    }

    @Test
    void leavesTheTextAsItIsWithoutAToken() {
        PrintStream log = log(null);
        log.println("größer");
        log.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("größer\n");
    }
}
