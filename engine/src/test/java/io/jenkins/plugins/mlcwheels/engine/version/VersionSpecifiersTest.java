package io.jenkins.plugins.mlcwheels.engine.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionSpecifiersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">=3.9 | 3.9 3.9.0 3.12.99 4 | 3.8.99 3.9rc1",
                ">=3.9,<4 | 3.9 3.99 | 3.8 4 4.0.1",
                "<3.9 | 3.8.99 | 3.9 3.9rc1 3.9.dev1",
                "<3.9rc2 | 3.9rc1 3.8 | 3.9 3.9rc2",
                ">3.9 | 3.9.1 3.10 | 3.9 3.9.post1",
                ">3.9.post1 | 3.9.post2 | 3.9.post1 3.9",
                "==3.9 | 3.9 3.9.0 3.9+local | 3.9.1",
                "==3.9.* | 3.9 3.9.7 3.9rc1 | 3.10 3.8",
                "!=3.9.* | 3.10 | 3.9 3.9.7",
                "!=3.9 | 3.9.1 | 3.9.0",
                "~=3.9 | 3.9 3.99 | 4 3.8",
                "~=3.9.1 | 3.9.1 3.9.99 | 3.9 3.10",
                "===3.9 | 3.9 | 3.9.0",
                "==1!3.9 | 1!3.9 | 3.9",
                ", >= 3.9 , | 3.9 | 3.8"
            })
    void shouldJudgeVersionsAsPep440Does(String specifiers, String inside, String outside) {
        VersionSpecifiers parsed = VersionSpecifiers.parse(specifiers);

        assertThat(inside.split(" ")).allSatisfy(version -> assertThat(parsed.contains(Pep440Version.parse(version)))
                .isTrue());
        assertThat(outside.split(" ")).allSatisfy(version -> assertThat(parsed.contains(Pep440Version.parse(version)))
                .isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3.9", ">=", ">=x", "=3.9", ">=3.9.*", "~=3", "^3.9", ">=3.9 <4", ">=3.9;", "===", "===1 2"})
    void shouldRefuseWhatIsNoSpecifier(String text) {
        assertThatExceptionOfType(InvalidVersionException.class).isThrownBy(() -> VersionSpecifiers.parse(text));
    }

    @Property
    void shouldHaveOppositesThatShareNoVersion(
            @ForAll @IntRange(max = 4) int minor,
            @ForAll @IntRange(max = 4) int patch,
            @ForAll @IntRange(max = 4) int of) {
        Pep440Version version = Pep440Version.parse("3." + minor + "." + patch);

        assertThat(VersionSpecifiers.parse("<3." + of).contains(version))
                .isNotEqualTo(VersionSpecifiers.parse(">=3." + of).contains(version));
        assertThat(VersionSpecifiers.parse("==3." + of + ".*").contains(version))
                .isNotEqualTo(VersionSpecifiers.parse("!=3." + of + ".*").contains(version))
                .isEqualTo(minor == of);
    }
}
