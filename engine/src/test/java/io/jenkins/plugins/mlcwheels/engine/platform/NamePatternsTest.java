package io.jenkins.plugins.mlcwheels.engine.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternsTest {

    @ParameterizedTest
    @CsvSource({
        "libcuda.so*,      libcuda.so.1,       true",
        "libcuda,          libcuda.so.1,       false",
        "*,                anything,           true",
        "lib?.so,          liba.so,            true",
        "lib?.so,          lib.so,             false",
        "lib[abc].so,      libb.so,            true",
        "lib[!abc].so,     libb.so,            false",
        "lib[a-c].so,      libd.so,            false",
        "lib[]].so,        lib].so,            true",
        "lib[.so,          lib[.so,            true",
        "*a*b*c,           xxaxxbxxc,          true",
        "*a*b*c,           xxaxxcxxb,          false",
        "/usr/*/libx.so,   /usr/lib/y/libx.so, true",
        "LIBA.so,          liba.so,            false",
    })
    void matchesAsPythonsFnmatchDoes(String pattern, String name, boolean expected) {
        assertThat(NamePatterns.matches(pattern, name)).isEqualTo(expected);
    }

    @Test
    void takesAddedNamesAsTheyAre() {
        NamePatterns patterns = NamePatterns.NONE.with(List.of("lib[1]*.so"));
        assertThat(patterns.match("lib[1]*.so")).isTrue();
        assertThat(patterns.match("lib1x.so")).isFalse();
    }

    @Test
    void takesNoLongerForPatternsMadeToBeSlow() {
        assertThat(NamePatterns.matches("*a".repeat(50) + "b", "a".repeat(5000)))
                .isFalse();
    }
}
