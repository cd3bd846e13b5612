package io.jenkins.plugins.mlcwheels.engine.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTextTest {

    private static Map<String, List<String>> parse(String text) {
        return FieldText.parse(text, "name", Set.of("args"));
    }

    @Test
    void shouldReadFields() {
        assertThat(parse("docker")).isEqualTo(Map.of("name", List.of("docker")));
        assertThat(parse("docker; args: --one 'a b' c:d"))
                .isEqualTo(Map.of("name", List.of("docker"), "args", List.of("--one", "a b", "c:d")));
        assertThat(parse("name: docker;args: 'a;b'; args: \"c;d\";"))
                .isEqualTo(Map.of("name", List.of("docker"), "args", List.of("a;b", "c;d")));
        assertThat(parse("args:")).isEqualTo(Map.of("args", List.of()));
        assertThat(parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker; more", "docker; other: x", "docker; 'args: x", "other: x"})
    void shouldRefuseOtherFieldsAndOpenQuotes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text));
    }
}
