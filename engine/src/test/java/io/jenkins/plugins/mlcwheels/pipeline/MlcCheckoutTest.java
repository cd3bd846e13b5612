package io.jenkins.plugins.mlcwheels.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlcCheckoutTest {

    private PipelineInterpreter pipeline;

    @BeforeEach
    void setUp() throws Exception {
        pipeline = new PipelineInterpreter(Path.of(System.getProperty("mlcwheels.basedir", "."), "vars"));
        pipeline.define("scm", "the origin");
    }

    @Test
    void shouldRetryCheckoutHistoryAndSubmodulesEachWithTimeLimit() {
        pipeline.run("mlcCheckout()");
        assertThat(pipeline.calls().subList(0, 4))
                .containsExactly(
                        "deleteDir", "retry 5", "  timeout [time: 10, unit: MINUTES]", "    checkout the origin");
        assertThat(pipeline.calls())
                .filteredOn(call -> call.contains("sh "))
                .satisfiesExactly(
                        history -> assertThat(history).startsWith("    sh [label: Fetch history and tags"),
                        modules -> assertThat(modules)
                                .contains("script: git submodule update --init --recursive --force"));
    }

    @Test
    void shouldLeaveOutWhatIsNotWanted() {
        pipeline.run("mlcCheckout(clean: false, submodules: false, retries: 2, timeout: 3)");
        assertThat(pipeline.calls())
                .contains("retry 2", "  timeout [time: 3, unit: MINUTES]")
                .doesNotContain("deleteDir")
                .noneMatch(call -> call.contains("submodule"));
    }
}
