package io.jenkins.plugins.mlcwheels.engine.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StableAbiTest {

    private final StableAbi abi = StableAbi.get();

    @Test
    void shouldHoldAllOfCPythonsList() {
        assertThat(abi.size()).isEqualTo(952);
    }

    @ParameterizedTest
    @CsvSource({
        "PyModule_Create2, 2",
        "PyUnicode_AsUTF8AndSize, 10",
        "PyType_GetName, 11",
        "PyType_GetModuleByDef, 13",
        "PyABIInfo_Check, 15"
    })
    void shouldSaySinceWhen(String symbol, int minor) {
        assertThat(abi.since(symbol)).hasValue(minor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyUnicode_AsUTF8String_", "PyFrame_New", "_PyObject_GetDictPtr", "printf"})
    void shouldKnowNoOtherSymbol(String symbol) {
        assertThat(abi.since(symbol)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PyLong_Type", "_PyThreadState_Current", "Py_IncRef", "_Py_NoneStruct"})
    void shouldTellNamesOfPython(String symbol) {
        assertThat(StableAbi.isPythonName(symbol)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pyramid", "Py", "Py_", "_ZN2PyC1Ev", "pyLong", "__Py_x", ""})
    void shouldLeaveOtherNamesAlone(String symbol) {
        assertThat(StableAbi.isPythonName(symbol)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PyX_Y", "PyX_Y 2.7 function", "PyX_Y 3.2 macro", "A 3.2 data\nA 3.3 data", "A 3.2 data unix"})
    void shouldRefuseAnotherFormat(String text) {
        assertThatThrownBy(() -> StableAbi.read(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line");
    }
}
