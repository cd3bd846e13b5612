package io.jenkins.plugins.mlcwheels.engine.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableAbiVersionTest {

    private static WheelFilename wheel(String tags) {
        return WheelFilename.parse("demo-1.0-" + tags + "-linux_x86_64.whl");
    }

    @ParameterizedTest
    @CsvSource({
        "cp310-abi3, demo/m.abi3.so, cp310-abi3",
        "cp310-abi3, demo/m.so, cp310-abi3",
        "cp312-cp312, demo/m.abi3.so, cp312-abi3",
        "cp39.cp311-abi3, demo/m.abi3.so, cp39-abi3",
        "py3-none, demo/m.abi3.so, cp32-abi3",
        "cp315-abi3t, demo/m.abi3t.so, cp315-abi3t",
        "cp311-abi3, demo/libdemo.so.1, cp311-abi3"
    })
    void shouldBeReadFromTheNames(String tags, String path, String expected) {
        assertThat(StableAbiVersion.of(wheel(tags), path)).get().hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cp312-cp312, demo/m.cpython-312-x86_64-linux-gnu.so",
        "cp310-abi3, demo/m.cpython-310-x86_64-linux-gnu.so",
        "cp312-cp312, demo/m.so",
        "py3-none, demo/libdemo.so",
        "cp310-abi3, demo/m.cp310-win_amd64.pyd"
    })
    void shouldNotBeSeenInNamesForOneVersion(String tags, String path) {
        assertThat(StableAbiVersion.of(wheel(tags), path)).isEmpty();
    }

    @Test
    void shouldFindSymbolsOfNewerVersionsAndOfNone() {
        StableAbiVersion promise = new StableAbiVersion(10, false);

        List<StableAbiVersion.Violation> found = promise.violations(
                List.of("PyType_GetName", "PyLong_Type", "PyFrame_New", "printf", "PyUnicode_AsUTF8AndSize"),
                StableAbi.get());

        assertThat(found).extracting(Object::toString).containsExactly("PyFrame_New", "PyType_GetName (3.11)");
        assertThat(StableAbiVersion.enough(found)).isEmpty();
    }

    @Test
    void shouldSayWhichPythonIsEnough() {
        List<StableAbiVersion.Violation> found = new StableAbiVersion(9, false)
                .violations(List.of("PyType_GetName", "PyUnicode_AsUTF8AndSize"), StableAbi.get());

        assertThat(StableAbiVersion.enough(found)).hasValue(11);
    }
}
