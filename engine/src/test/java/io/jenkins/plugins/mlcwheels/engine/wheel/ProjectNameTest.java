package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectNameTest {

    @ParameterizedTest
    @CsvSource({
        "friendly-bard, friendly-bard",
        "Friendly-Bard, friendly-bard",
        "FRIENDLY-BARD, friendly-bard",
        "friendly.bard, friendly-bard",
        "friendly_bard, friendly-bard",
        "friendly--bard, friendly-bard",
        "FrIeNdLy-._.-bArD, friendly-bard"
    })
    void shouldNormalizeTheSpellingsOfPep503(String spelling, String normalized) {
        assertThat(ProjectName.normalized(spelling)).isEqualTo(normalized);
        assertThat(ProjectName.isSame(spelling, normalized)).isTrue();
        assertThat(ProjectName.escaped(spelling)).isEqualTo(normalized.replace('-', '_'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A1", "a.b", "zope.interface", "0-core"})
    void shouldTakeNames(String name) {
        assertThat(ProjectName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", ".", "a b", "ä", "a/b", "a\n"})
    void shouldRefuseWhatIsNoName(String name) {
        assertThat(ProjectName.isValid(name)).isFalse();
    }

    @Property
    void shouldNormalizeOnlyOnce(@ForAll @Chars({'a', 'Z', '0', '-', '_', '.'}) String name) {
        String normalized = ProjectName.normalized(name);
        assertThat(ProjectName.normalized(normalized)).isEqualTo(normalized);
    }
}
