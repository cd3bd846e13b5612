package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTagTest {

    @ParameterizedTest
    @CsvSource({
        "manylinux_2_28_x86_64, MANYLINUX, 2, 28, x86_64, manylinux_2_28_x86_64",
        "manylinux1_i686, MANYLINUX, 2, 5, i686, manylinux_2_5_i686",
        "manylinux2010_x86_64, MANYLINUX, 2, 12, x86_64, manylinux_2_12_x86_64",
        "manylinux2014_ppc64le, MANYLINUX, 2, 17, ppc64le, manylinux_2_17_ppc64le",
        "musllinux_1_2_aarch64, MUSLLINUX, 1, 2, aarch64, musllinux_1_2_aarch64",
        "linux_armv7l, LINUX, -1, -1, armv7l, linux_armv7l",
        "macosx_10_9_universal2, MACOS, 10, 9, universal2, macosx_10_9_universal2",
        "win_amd64, WINDOWS, -1, -1, amd64, win_amd64",
        "win32, WINDOWS, -1, -1, x86, win32",
        "any, ANY, -1, -1, '', any",
        "ios_13_0_arm64_iphoneos, IOS, 13, 0, arm64_iphoneos, ios_13_0_arm64_iphoneos",
        "android_21_arm64_v8a, ANDROID, 21, -1, arm64_v8a, android_21_arm64_v8a",
        "android_x_arm64_v8a, OTHER, -1, -1, '', android_x_arm64_v8a",
        "pyemscripten_2025_0_wasm32, EMSCRIPTEN, 2025, 0, wasm32, pyemscripten_2025_0_wasm32",
        "pyodide_2024_0_wasm32, EMSCRIPTEN, 2024, 0, wasm32, pyodide_2024_0_wasm32",
        "haiku_1_x86_64, OTHER, -1, -1, '', haiku_1_x86_64"
    })
    void readsTags(String text, Kind kind, int major, int minor, String architecture, String canonical) {
        PlatformTag tag = PlatformTag.parse(text);

        assertThat(tag).isEqualTo(new PlatformTag(text, kind, major, minor, architecture));
        assertThat(tag.canonical()).isEqualTo(canonical);
    }

    @Test
    void knowsOlderNames() {
        assertThat(PlatformTag.parse("manylinux_2_17_s390x").legacy()).contains("manylinux2014_s390x");
        assertThat(PlatformTag.parse("manylinux_2_12_s390x").legacy()).isEmpty();
        assertThat(PlatformTag.parse("manylinux_2_28_x86_64").legacy()).isEmpty();
    }

    @Test
    void saysForWhichArchitecturesAnOlderNameIsDefined() {
        assertThatThrownBy(() -> PlatformTag.parse("manylinux1_aarch64")).hasMessageContaining("x86_64, i686");
    }
}
