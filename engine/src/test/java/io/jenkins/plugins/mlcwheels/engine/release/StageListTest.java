package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageListTest {

    private static final Path BASE = Path.of(System.getProperty("mlcwheels.basedir", ".."));

    @Test
    void shouldGiveTheReasonOfEachStageThatIsSkipped() {
        StageList stages = StageList.without(List.of("test"), "--skip-stage")
                .without(ReleaseStage.TEST, "another reason")
                .without(ReleaseStage.SIGN, "no key");
        assertThat(stages.line(ReleaseStage.BUILD)).isEqualTo("run   build");
        assertThat(stages.line(ReleaseStage.TEST)).isEqualTo("skip  test: --skip-stage test");
        assertThat(stages.line(ReleaseStage.SIGN)).isEqualTo("skip  sign: no key");
        assertThat(StageList.all().whySkipped(ReleaseStage.TEST)).isEmpty();
    }

    @Test
    void shouldRefuseWhatCanNotBeSkipped() {
        assertThatThrownBy(() -> StageList.without(List.of("repair"), "--skip-stage"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("repair can't be skipped");
        assertThatThrownBy(() -> StageList.without(List.of("Test"), "--skip-stage"))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.suggestion())
                        .contains(String.join(", ", ReleaseStage.ids())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/release.md", "docs/architecture.md", "docs/pipeline.md", "docs/exit-codes.md"})
    void shouldBeTheListThatTheDocsShow(String page) throws IOException {
        assertThat(Files.readString(BASE.resolve(page))).contains(String.join(" → ", ReleaseStage.ids()));
    }

    @Test
    void shouldBeListedInDocsWithWhatEachNeedsAndGives() throws IOException {
        String page = Files.readString(BASE.resolve("docs/architecture.md"));
        for (ReleaseStage stage : ReleaseStage.values()) {
            assertThat(page)
                    .contains("| " + stage.id() + " | " + stage.needs() + " | " + stage.gives() + " | "
                            + (stage.isSkippable() ? "yes" : "no") + " |\n");
        }
    }
}
