package io.jenkins.plugins.mlcwheels.engine.packageindex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PypircTest {

    private static final String TEXT = """
            [distutils]
            index-servers =
                pypi
                company

            # a comment
            [pypi]
            username = __token__
            password = pypi-a=b:c;d#e

            [company]
            Repository: https://pypi.example.org/legacy
            username: me
            """;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldReadAnyLineEnds(String end) {
        Pypirc file = Pypirc.parse(".pypirc", "\uFEFF" + TEXT.replace("\n", end));

        assertThat(file.sections()).containsExactly("distutils", "pypi", "company");
        assertThat(file.value("pypi", "password")).contains("pypi-a=b:c;d#e");
        assertThat(file.value("distutils", "index-servers")).contains("pypi\ncompany");
        assertThat(file.value("company", "password")).isEmpty();
        assertThat(file.sectionOf("https://pypi.example.org/legacy/")).contains("company");
    }

    @Test
    void shouldNameTheLineThatIsNoneAndNotWhatStandsInIt() {
        assertThatThrownBy(() -> Pypirc.parse(".pypirc", "[pypi]\nhunter2\n"))
                .isInstanceOf(EngineException.class)
                .hasMessage(".pypirc: line 2 is no 'key = value'");
        assertThatThrownBy(() -> Pypirc.parse(".pypirc", "password = hunter2\n"))
                .hasMessage(".pypirc: line 1 is in no section");
        assertThat(Pypirc.parse(".pypirc", TEXT).toString()).doesNotContain("pypi-a");
    }

    @Property
    void shouldReadOrRefuseAnyText(@ForAll String text) {
        try {
            Pypirc.parse(".pypirc", "[a]\n" + text).value("a", "b");
        } catch (EngineException e) {
            assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT);
        }
    }
}
