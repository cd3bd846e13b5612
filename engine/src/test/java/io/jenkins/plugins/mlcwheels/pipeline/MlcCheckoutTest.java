package io.jenkins.plugins.mlcwheels.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlcCheckoutTest {

    private PipelineInterpreter pipeline;

    @BeforeEach
    void setUp() throws Exception {
        pipeline = new PipelineInterpreter(Path.of(System.getProperty("mlcwheels.basedir", "."), "vars"));
        pipeline.define("scm", scm(Map.of("url", "the origin", "credentialsId", "mine")));
    }

    private static Map<String, Object> scm(Map<String, String> remote) {
        return Map.of(
                "branches",
                List.of("the commit"),
                "userRemoteConfigs",
                List.of(remote),
                "gitTool",
                "Default",
                "extensions",
                List.of("merge before build"));
    }

    @Test
    void shouldRetryCheckoutAndSubmodulesEachWithTimeLimit() {
        pipeline.run("mlcCheckout()");
        assertThat(pipeline.calls())
                .map(call -> call.replaceFirst("checkout .*", "checkout"))
                .containsExactly(
                        "deleteDir",
                        "retry 5",
                        "  timeout [time: 10, unit: MINUTES]",
                        "    checkout",
                        "retry 5",
                        "  timeout [time: 10, unit: MINUTES]",
                        "    sh [label: Update submodules, script: git submodule update --init --recursive --force]");
    }

    @Test
    void shouldFetchHistoryAndTagsBesideWhatTheJobWants() {
        pipeline.run("mlcCheckout()");
        assertThat(pipeline.calls().get(3))
                .contains(
                        "branches: [the commit]",
                        "[{url=the origin, credentialsId=mine, name=origin,"
                                + " refspec=+refs/heads/*:refs/remotes/origin/* +refs/tags/*:refs/tags/*}]",
                        "[merge before build, {$class=CloneOption, shallow=false, noTags=false, reference=, timeout=10}]");
    }

    @Test
    void shouldKeepRefspecOfTheJob() {
        pipeline.define(
                "scm", scm(Map.of("url", "u", "name", "up", "refspec", "+refs/pull/1/head:refs/remotes/up/PR-1")));
        pipeline.run("mlcCheckout()");
        assertThat(pipeline.calls().get(3))
                .contains("name=up, refspec=+refs/pull/1/head:refs/remotes/up/PR-1 +refs/tags/*:refs/tags/*}]");
    }

    @Test
    void shouldLeaveOutWhatIsNotWanted() {
        pipeline.run("mlcCheckout(clean: false, submodules: false, retries: 2, timeout: 3)");
        assertThat(pipeline.calls())
                .contains("retry 2", "  timeout [time: 3, unit: MINUTES]")
                .doesNotContain("deleteDir")
                .noneMatch(call -> call.contains("submodule"));
    }

    @Test
    void shouldRefuseUnknownParametersBeforeTheWorkspaceIsEmptied() {
        assertThatThrownBy(() -> pipeline.run("mlcCheckout(submodule: false)"))
                .hasMessage("mlcCheckout: unknown parameter 'submodule';"
                        + " known are retries, timeout, clean, submodules");
        assertThat(pipeline.calls()).noneMatch(call -> call.startsWith("deleteDir"));
    }
}
