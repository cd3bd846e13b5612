package io.jenkins.plugins.mlcwheels.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPatternTest {

    @ParameterizedTest
    @CsvSource({
        "{version}, 3.0.2, 3.0.2",
        "v{version}, v8.4, 8.4",
        "v{version}, v2024.08.30, 2024.8.30",
        "lxml-{version}, lxml-6.1.1, 6.1.1",
        "{version}, 1!2.0rc1, 1!2.0rc1",
        "{version}, 2.0.post1+cu128, 2.0.post1+cu128",
        "python/v{version}, python/v0.1.0, 0.1.0",
        "release-{version}-final, release-1.2-final, 1.2",
        "fx2{version}, fx21.0, 1.0"
    })
    void shouldReadVersionFromTag(String pattern, String tag, String version) {
        ReleaseTag parsed = TagPattern.of(pattern).parse(tag);

        assertThat(parsed.pep440()).hasToString(version);
        assertThat(parsed).hasToString(tag);
        assertThat(parsed.pattern()).hasToString(pattern).isEqualTo(TagPattern.of(pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "{version}, v3.0.2",
        "{version}, nightly",
        "{version}, ''",
        "{version}, ' 1.0'",
        "v{version}, 1.0",
        "v{version}, vv1.0",
        "v{version}, v",
        "v{version}, v1.0-x",
        "lxml-{version}, lxml-",
        "lxml-{version}, lxml-v1.0",
        "lxml-{version}, other-1.0",
        "a{version}a, a"
    })
    void shouldRefuseTagOfAnotherForm(String pattern, String tag) {
        assertThat(TagPattern.of(pattern).matches(tag)).isFalse();
        assertThatThrownBy(() -> ReleaseTag.parse(tag, TagPattern.of(pattern)))
                .isInstanceOf(InvalidReleaseTagException.class)
                .hasMessageContaining("does not have the form " + pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v",
                "{version}{version}",
                "v{Version}",
                "v {version}",
                "../{version}",
                "/{version}",
                "-{version}",
                "v{version}.lock",
                "v{version}/",
                "a//{version}",
                "a/.{version}",
                "v{version}~1",
                "$(id){version}",
                "v{version}\n",
                "\u001b[31m{version}"
            })
    void shouldRefuseTextThatNoTagCanLookLike(String pattern) {
        assertThatThrownBy(() -> TagPattern.of(pattern))
                .isInstanceOf(InvalidTagPatternException.class)
                .message()
                .startsWith("tag pattern \"")
                .doesNotContain("\n", "\u001b");
    }

    @Property
    void shouldGiveBackVersionThatWasPutIn(
            @ForAll @IntRange(max = 9999) int major, @ForAll @IntRange(max = 9999) int minor) {
        String version = major + "." + minor;

        assertThat(TagPattern.of("pkg/v{version}").parse("pkg/v" + version).pep440())
                .hasToString(version);
    }
}
