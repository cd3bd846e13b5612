package io.jenkins.plugins.mlcwheels.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedVersionTest {

    @ParameterizedTest
    @CsvSource({
        "v0.7.0, 0.7.0, 0.7.0",
        "v0.8.0-94-g0d07a329e, 0.8.0.dev94, 0.8.0.dev94+g0d07a329e",
        "v0.8.dev0-94-g0d07a329e, 0.8.dev94, 0.8.dev94+g0d07a329e",
        "v0.20.0.dev0-5-gabc1234, 0.20.0.dev5, 0.20.0.dev5+gabc1234",
        "v0.8.dev0, 0.8.dev0, 0.8.dev0",
        "'v1.2.3\n', 1.2.3, 1.2.3"
    })
    void makesTheVersionsThatUpstreamMakes(String output, String publicVersion, String localVersion) {
        DescribedVersion version = DescribedVersion.parse(output, TagPattern.STANDARD);
        assertThat(version.publicVersion()).hasToString(publicVersion);
        assertThat(version.localVersion()).hasToString(localVersion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0d07a329e",
                "fatal: No names found, cannot describe anything.",
                "v1.2.3-rc.1-5-gabc1234",
                "v1.2.3-5",
                "v1.x.3",
                "v1.2.3-5-gxyz"
            })
    void refusesWhatIsNoVersion(String output) {
        assertThatThrownBy(() -> DescribedVersion.parse(output, TagPattern.STANDARD))
                .isInstanceOf(InvalidVersionException.class)
                .hasMessageContaining("git describe");
    }

    @ParameterizedTest
    @CsvSource({
        "{version}, 3.0.2-0-gabc1234, 3.0.2, 3.0.2",
        "{version}, 3.0.2-17-gabc1234, 3.0.2.dev17, 3.0.2.dev17+gabc1234",
        "fx-{version}, fx-6.1rc1-2-gabc1234, 6.1rc1.dev2, 6.1rc1.dev2+gabc1234",
        "v{version}, v8.4.dev1-2-gabc1234, 8.4.dev2, 8.4.dev2+gabc1234"
    })
    void shouldStartFromTagsOfTheProjectsOwnForm(String pattern, String output, String version, String local) {
        DescribedVersion described = DescribedVersion.parse(output, TagPattern.of(pattern));

        assertThat(described.publicVersion()).hasToString(version);
        assertThat(described.localVersion()).hasToString(local);
    }

    @Test
    void shouldNameTheTagOfWhichNoVersionCanBeMade() {
        TagPattern own = TagPattern.of("{version}");
        assertThat(DescribedVersion.unusableTag("2024-backup-3-gabc1234", own)).contains("2024-backup");
        assertThat(DescribedVersion.unusableTag("3.0.2-3-gabc1234", own)).isEmpty();
        assertThat(DescribedVersion.unusableTag("fatal: No names found", own)).isEmpty();
        assertThat(DescribedVersion.unusableTag("v1.2.3old-5-gabc1234\n", TagPattern.STANDARD))
                .contains("v1.2.3old");
        assertThat(DescribedVersion.unusableTag("v0.8.dev0", TagPattern.STANDARD))
                .isEmpty();
    }

    @Test
    void shouldAskGitOnlyForTagsOfTheProjectsOwnForm() {
        assertThat(DescribedVersion.command(TagPattern.of("fx-{version}"), List.of("fx-2024-backup")))
                .containsSequence("--match", "fx-[0-9]*", "--exclude", "fx-2024-backup");
    }
}
