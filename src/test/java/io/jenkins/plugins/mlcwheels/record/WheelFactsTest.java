package io.jenkins.plugins.mlcwheels.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelFactsTest {

    private static final String NAME = "demo-1.0-py3-none-manylinux_2_28_x86_64.whl";
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void takesWhatHonestAgentsSay() {
        assertThatCode(() -> facts("wheelhouse/deep er/" + NAME, NAME, "1.0+g12ab", SHA256, 1L << 40))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../" + NAME,
                "/etc/" + NAME,
                "house/../../" + NAME,
                "house//" + NAME,
                "./" + NAME,
                "C:\\house\\" + NAME,
                "house\n/" + NAME,
                "house/other-1.0-py3-none-any.whl",
                "<script>/" + NAME,
                ""
            })
    void refusesPathsThatLeadElsewhere(String path) {
        assertRefused("path|file name", () -> facts(path, NAME, "1.0", SHA256, 1));
    }

    @Test
    void refusesPathsWithoutEnd() {
        assertRefused("path", () -> facts("a/".repeat(1000) + NAME, NAME, "1.0", SHA256, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo.exe", "de mo.whl", "demo\u202e.whl", "<b>.whl", ""})
    void refusesFileNamesThatNoWheelHas(String name) {
        assertRefused("path|file name", () -> facts("house/" + name, name, "1.0", SHA256, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", "../../x"})
    void refusesDigestsThatAreNone(String sha256) {
        assertRefused("sha256", () -> facts(NAME, NAME, "1.0", sha256, 1));
    }

    @Test
    void refusesVersionsWithMarkupAndNegativeSizes() {
        assertRefused("version", () -> facts(NAME, NAME, "<img src=x>", SHA256, 1));
        assertRefused("size", () -> facts(NAME, NAME, "1.0", SHA256, -1));
    }

    @Test
    void doesNotRepeatLongLiesInFull() {
        assertThatThrownBy(() -> facts(NAME, NAME, "9".repeat(100_000), SHA256, 1))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(200));
    }

    private static void assertRefused(String what, Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)the agent's report has an impossible (" + what + "): .*");
    }

    private static WheelFacts facts(String path, String fileName, String version, String sha256, long size) {
        return new WheelFacts(
                path,
                fileName,
                "demo",
                version,
                "py3-none-manylinux_2_28_x86_64",
                "manylinux_2_28_x86_64",
                sha256,
                size,
                true);
    }
}
