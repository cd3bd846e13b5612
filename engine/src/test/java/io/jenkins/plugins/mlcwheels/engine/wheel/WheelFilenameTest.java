package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelFilenameTest {

    @Test
    void readsEachPart() {
        WheelFilename name = WheelFilename.parse("MLC_llm.cpu-0.1.0+g12ab-2b-py2.py3-none-manylinux_2_28_x86_64.whl");

        assertThat(name.distribution()).isEqualTo("MLC_llm.cpu");
        assertThat(name.normalizedName()).isEqualTo("mlc-llm-cpu");
        assertThat(name.version()).isEqualTo("0.1.0+g12ab");
        assertThat(name.buildTag()).contains("2b");
        assertThat(name.pythonTags()).containsExactly("py2", "py3");
        assertThat(name.abiTags()).containsExactly("none");
        assertThat(name.platformTags()).containsExactly("manylinux_2_28_x86_64");
    }

    @Test
    void expandsCompressedTagSets() {
        WheelFilename name = WheelFilename.parse("a-1-py2.py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl");

        assertThat(name.tags())
                .extracting(WheelTag::toString)
                .containsExactly(
                        "py2-none-manylinux2014_x86_64",
                        "py2-none-manylinux_2_17_x86_64",
                        "py3-none-manylinux2014_x86_64",
                        "py3-none-manylinux_2_17_x86_64");
    }

    @Test
    void replacesPlatformTags() {
        WheelFilename name = WheelFilename.parse("a-1-5-cp311-cp311-linux_x86_64.whl");

        assertThat(name.withPlatformTags(List.of("manylinux_2_27_x86_64", "manylinux_2_28_x86_64")))
                .hasToString("a-1-5-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl");
        assertThatThrownBy(() -> name.withPlatformTags(List.of())).isInstanceOf(InvalidWheelNameException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.whl",
                "a-1-py3-none-any.zip",
                "a-1-py3-none.whl",
                "a-1-py3-none-any-x-y.whl",
                "a-1-x-py3-none-any.whl",
                "-1-py3-none-any.whl",
                "a--py3-none-any.whl",
                "a-1-py3..py2-none-any.whl",
                "a-1-py3-none-.whl",
                "../a-1-py3-none-any.whl",
                "a/b-1-py3-none-any.whl",
                "a__b-1-py3-none-any.whl",
                "_a-1-py3-none-any.whl",
                "a b-1-py3-none-any.whl",
                "a-x1-py3-none-any.whl",
                "a-1-py3-none-manylinux_2_x86_64.whl",
                "a-1-py3-none-manylinux_2_05_x86_64.whl",
                "a-1-py3-none-manylinux2010_aarch64.whl",
                "a-1-py3-none-musllinux_1_x86_64.whl",
                "a\u0000-1-py3-none-any.whl",
                "\u00e4-1-py3-none-any.whl"
            })
    void refusesWhatIsNoWheelName(String name) {
        assertThatThrownBy(() -> WheelFilename.parse(name))
                .isInstanceOf(InvalidWheelNameException.class)
                .hasMessageNotContaining("\u0000");
    }

    @Test
    void refusesNamesThatNoFileSystemTakes() {
        assertThatThrownBy(() -> WheelFilename.parse("a".repeat(300) + "-1-py3-none-any.whl"))
                .hasMessageContaining("longer");
    }

    @Property(tries = 300)
    void printsWhatItRead(@ForAll("names") String name) {
        WheelFilename parsed = WheelFilename.parse(name);

        assertThat(parsed).hasToString(name).isEqualTo(WheelFilename.parse(parsed.toString()));
        assertThat(parsed.tags())
                .hasSizeLessThanOrEqualTo(parsed.pythonTags().size()
                        * parsed.abiTags().size()
                        * parsed.platformTags().size());
    }

    @Property(tries = 500)
    void refusesOrReadsAnyText(@ForAll String text) {
        try {
            assertThat(WheelFilename.parse(text + ".whl")).hasToString(text + ".whl");
        } catch (InvalidWheelNameException e) {
            assertThat(e.suggestion()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> word = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("019")
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> set = word.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join(".", parts));
        Arbitrary<String> platforms = Arbitraries.of(
                "any",
                "linux_x86_64",
                "win_amd64.win32",
                "manylinux1_i686",
                "musllinux_1_2_aarch64",
                "macosx_11_0_arm64");
        return Combinators.combine(word, word, Arbitraries.of("", "-1", "-20x"), set, set, platforms)
                .as((name, version, build, python, abi, platform) ->
                        name + "-1." + version + build + "-" + python + "-" + abi + "-" + platform + ".whl");
    }
}
