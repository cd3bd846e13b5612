package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WheelFitTest {

    @ParameterizedTest
    @CsvSource({
        "cp313-cp313-linux_x86_64, cp313-manylinux_x86_64",
        "cp313-cp313-manylinux_2_28_x86_64, cp313-manylinux_x86_64",
        "cp313-cp313-manylinux1_x86_64.manylinux_2_5_x86_64, cp313-manylinux_x86_64",
        "cp313-cp313-musllinux_1_2_aarch64, cp313-musllinux_aarch64",
        "cp314-cp314t-linux_x86_64, cp314t-manylinux_x86_64",
        "py3-none-linux_x86_64, cp39-manylinux_x86_64",
        "py2.py3-none-linux_x86_64, cp39-manylinux_x86_64",
        "py3-none-linux_x86_64, pp311-manylinux_x86_64",
        "cp39-abi3-linux_x86_64, cp313-manylinux_x86_64",
        "cp313-none-linux_x86_64, cp313-manylinux_x86_64",
        "pp311-pypy311_pp73-linux_x86_64, pp311-manylinux_x86_64",
        "graalpy312-graalpy250_312_native-linux_x86_64, gp312_250-manylinux_x86_64"
    })
    void shouldTakeWheelsThatThePythonInstalls(String tags, String identifier) {
        assertThat(WheelFit.fits(wheel(tags), of(identifier))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "cp312-cp312-linux_x86_64, cp313-manylinux_x86_64",
        "cp313-cp313-linux_x86_64, cp313-manylinux_aarch64",
        "cp313-cp313-musllinux_1_2_x86_64, cp313-manylinux_x86_64",
        "cp313-cp313-manylinux_2_28_x86_64, cp313-musllinux_x86_64",
        "cp314-cp314-linux_x86_64, cp314t-manylinux_x86_64",
        "cp314-cp314t-linux_x86_64, cp314-manylinux_x86_64",
        "cp39-abi3-linux_x86_64, cp314t-manylinux_x86_64",
        "cp311-abi3-linux_x86_64, cp310-manylinux_x86_64",
        "py2-none-linux_x86_64, cp313-manylinux_x86_64",
        "cp39-abi3-linux_x86_64, pp311-manylinux_x86_64",
        "py3-none-any, cp313-manylinux_x86_64",
        "py399999-none-linux_i686, cp313-manylinux_x86_64"
    })
    void shouldRefuseOthersAndNameBoth(String tags, String identifier) {
        assertThatThrownBy(() -> WheelFit.check(wheel(tags), of(identifier)))
                .isInstanceOfSatisfying(EngineException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(EngineException.Kind.BUILD_FAILED))
                .hasMessageContaining(identifier)
                .hasMessageContaining(tags);
    }

    @ParameterizedTest
    @CsvSource({
        "py3-none-linux_x86_64, cp313-manylinux_x86_64, true",
        "py3-none-linux_x86_64, cp314t-manylinux_x86_64, true",
        "cp39-abi3-linux_x86_64, cp313-manylinux_x86_64, true",
        "cp39.cp313-abi3.abi3t-linux_x86_64, cp313-manylinux_x86_64, true",
        "cp314-abi3t-linux_x86_64, cp315t-manylinux_x86_64, true",
        "cp39-abi3-linux_x86_64, cp314t-manylinux_x86_64, false",
        "cp310-abi3-linux_x86_64, cp39-manylinux_x86_64, false",
        "cp313-cp313-linux_x86_64, cp313-manylinux_x86_64, false",
        "py3-none-linux_x86_64, cp313-manylinux_aarch64, false"
    })
    void shouldLetWheelsForNoSinglePythonServeOthers(String tags, String identifier, boolean serves) {
        assertThat(WheelFit.serves(wheel(tags), of(identifier))).isEqualTo(serves);
    }

    @Test
    void shouldTakeAWheelOfThatPythonForItself() {
        WheelFit.check(wheel("cp39-abi3-linux_x86_64"), of("cp39-manylinux_x86_64"));
    }

    private static WheelFilename wheel(String tags) {
        return WheelFilename.parse("demo-1.0-" + tags + ".whl");
    }

    private static BuildIdentifier of(String identifier) {
        return BuildIdentifier.of(identifier).orElseThrow();
    }
}
