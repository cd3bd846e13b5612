package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformNameTest {

    @Test
    void takesNamesWithAndWithoutArchitecture() {
        assertThat(PlatformName.parse("manylinux_2_28").architectures())
                .contains(Architecture.X86_64, Architecture.AARCH64)
                .hasSizeGreaterThan(2);
        assertThat(PlatformName.parse("manylinux_2_28_aarch64").architectures()).containsExactly(Architecture.AARCH64);
        assertThat(PlatformName.parse("manylinux2014_x86_64").architectures()).containsExactly(Architecture.X86_64);
        assertThat(PlatformName.parse("manylinux1").architectures())
                .containsExactly(Architecture.X86_64, Architecture.I686);
        assertThat(PlatformName.parse("musllinux_1_2_s390x").libc()).isEqualTo(Libc.MUSL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"manylinux2_28", "manylinux_2_28_arm64", "manylinux_2_5_aarch64", "linux_x86_64", "linux", ""})
    void refusesOthersAndListsThoseThatThereAre(String name) {
        assertThatThrownBy(() -> PlatformName.parse(name))
                .hasMessage("unknown platform '" + name + "'")
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.suggestion())
                        .startsWith("Known are auto, manylinux_2_5, ")
                        .contains(" manylinux_2_28, ", " musllinux_1_2;")
                        .doesNotContain("x86_64"));
    }
}
