package io.jenkins.plugins.mlcwheels.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTagTest {

    @ParameterizedTest
    @CsvSource({
        "v1.2.0, 1.2.0",
        "v0.0.0, 0.0.0",
        "v1.2.0-rc.1, 1.2.0rc1",
        "v1.2.0-rc1, 1.2.0rc1",
        "v1.2.0-alpha.2, 1.2.0a2",
        "v1.2.0-beta, 1.2.0b0",
        "v1.2.0-b.7, 1.2.0b7",
        "v1.2.0-RC.1, 1.2.0rc1",
        "v1.2.0-preview.4, 1.2.0rc4",
        "v1.2.0-dev.3, 1.2.0.dev3",
        "v1.2.0-dev, 1.2.0.dev0",
        "v1.2.0-rc.1.dev.2, 1.2.0rc1.dev2",
        "v1.2.0+build.5, 1.2.0+build.5",
        "v1.2.0-rc.1+Ubuntu-22, 1.2.0rc1+ubuntu.22",
        "v0.20.dev0, 0.20.dev0",
        "v0.20.0.dev12, 0.20.0.dev12",
        "v1.2.0rc1, 1.2.0rc1",
        "v0.10.rc0, 0.10rc0",
        "v0.2.6.rc1, 0.2.6rc1",
        "v1.2-rc1, 1.2rc1",
        "v1.2a1, 1.2a1",
        "v1.2.0b2, 1.2.0b2",
        "v1.2.0.post1, 1.2.0.post1",
        "v0.1.13-post2, 0.1.13.post2",
        "v1.2.post3, 1.2.post3",
        "v1.2-post3, 1.2.post3",
        "v1.2.0rc1.post2.dev3, 1.2.0rc1.post2.dev3"
    })
    void mapsTagsToVersions(String tag, String version) {
        assertThat(ReleaseTag.parse(tag).pep440()).hasToString(version);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.0, begins with v",
        "v1.2, semantic version",
        "v1.2.3.4, semantic version",
        "v01.2.3, semantic version",
        "v1.2.3-rc.01, semantic version",
        "v1.2.3-, semantic version",
        "v1.2.3+, semantic version",
        "vv1.2.3, semantic version",
        "'v1.2.3 ', semantic version",
        "v1.2.dev01, semantic version",
        "v1, semantic version",
        "v1rc1, semantic version",
        "v1.2., semantic version",
        "v1.2.0rc, semantic version",
        "v1.2.0rc01, semantic version",
        "v1.2.0post1, semantic version",
        "v2024.08.30, semantic version",
        "fx-6.1.1, begins with v",
        "v1.2.3-nightly, has no PEP 440 form",
        "v1.2.3-1, has no PEP 440 form",
        "v1.2.3-rc.1.2, has no PEP 440 form",
        "v1.2.3-rcdev, has no PEP 440 form",
        "v1.2.3-post.1, sorts before its release in SemVer",
        "v1.2.3-rc.1.post.2, sorts before its release in SemVer",
        "v1.2.3+a--b, build metadata",
        "V1.2.3, begins with v",
        "'', begins with v"
    })
    void refusesOtherTagsWithTheReason(String tag, String reason) {
        assertThatThrownBy(() -> ReleaseTag.parse(tag))
                .isInstanceOf(InvalidReleaseTagException.class)
                .hasMessageContaining(reason)
                .hasMessageStartingWith("tag \"" + tag + "\": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.2.3\n", "v1.2.3$(id)", "v1.2.3;x", "v\u0661.2.3", "v99999999999999999999.0.0"})
    void refusesHostileTagsInOneLine(String tag) {
        assertThatThrownBy(() -> ReleaseTag.parse(tag))
                .isInstanceOf(InvalidReleaseTagException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesEndlessTags() {
        assertThatThrownBy(() -> ReleaseTag.parse("v1.2.3-" + "a".repeat(100_000)))
                .isInstanceOf(InvalidReleaseTagException.class)
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void sortsAsVersionsDo() {
        List<String> sorted = List.of(
                "v1.0.dev3",
                "v1.0.0-alpha",
                "v1.0.0-alpha.1",
                "v1.0.0-beta",
                "v1.0.0-beta.2",
                "v1.0.0-beta.11",
                "v1.0.0-rc.1",
                "v1.0.0rc2",
                "v1.0.0-rc10",
                "v1.0.0",
                "v1.0.0+build",
                "v1.0.0-post1",
                "v2.0.0",
                "v2.1.0",
                "v2.1.1");
        List<String> mixed = new ArrayList<>(sorted);
        Collections.shuffle(mixed, new Random(7));

        assertThat(mixed.stream().map(ReleaseTag::parse).sorted().map(ReleaseTag::toString))
                .containsExactlyElementsOf(sorted);
    }

    @Test
    void tellsPrereleases() {
        assertThat(Stream.of("v1.0.0-rc.1", "v1.0.dev3", "v1.0.0-dev.1").map(ReleaseTag::parse))
                .allMatch(ReleaseTag::isPrerelease);
        assertThat(ReleaseTag.parse("v1.0.0+x").isPrerelease()).isFalse();
    }
}
