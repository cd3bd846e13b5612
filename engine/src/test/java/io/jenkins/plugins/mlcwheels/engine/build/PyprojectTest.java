package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PyprojectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[project]\nname = \"fx\"\nversion = \"1.0.0\"\n",
                "[project]\n  name = \"fx\"\n  version = \"1.0.0\"\n",
                "project.name = \"fx\"\nproject.version = \"1.0.0\"\n",
                "project = { name = \"fx\", version = \"1.0.0\" }\n",
                "\"project\".\"version\" = '1.0.0'\nproject.name = 'fx'\n",
                "[project] # of ours\r\nname='fx'\r\nversion='1.0.0' # version = \"1.0.0\"\r\n",
                "[project]\nversion = \"\"\"1.0.0\"\"\"\nname = \"fx\"\n",
                "[tool.commitizen]\nversion = \"1.0.0\"\n[project]\nname = \"fx\"\nversion = \"1.0.0\"\n",
                "[project]\nname = \"fx\"\nversion = \"1.0.0\"\n[tool.x]\nversion = \"1.0.0\"\n[[tool.y]]\nversion = '1.0.0'\n",
                "[tool.x]\ntext = \"\"\"\n[project]\nversion = \"1.0.0\"\n\"\"\"\n[project]\nname = \"fx\"\nversion = \"1.0.0\"\n",
                "[project]\nname = \"fx\"\ndescription = \"\ud83d\ude00 \u00fc\"\nversion = \"1.0.0\"\n",
                "[tool.poetry]\nname = \"fx\"\nversion = \"1.0.0\"\n[tool.poetry.dependencies]\nx = { version = \"1.0.0\" }\n"
            })
    void shouldRewriteTheProjectsVersionAndNothingElse(String text) {
        Pyproject before = Pyproject.parse("pyproject.toml", text);

        String changed = applied(text, before.withVersion("pyproject.toml", "2.0.0rc1"));
        Pyproject after = Pyproject.parse("pyproject.toml", changed);

        assertThat(before.version()).contains("1.0.0");
        assertThat(after.version()).contains("2.0.0rc1");
        assertThat(after.name()).contains("fx");
        assertThat(changed.replace("2.0.0rc1", "1.0.0")).isEqualTo(text);
        assertThat(changed).containsOnlyOnce("2.0.0rc1");
    }

    @Test
    void shouldRewriteNameThatIsAlsoAVersionOrKeyElsewhere() {
        String text = "[tool.fx]\nfx = \"fx\"\n[project]\nversion = \"1\"\nname = \"fx\"\n";

        String changed = applied(text, Pyproject.parse("p", text).withName("p", "fx-cpu"));

        assertThat(changed).isEqualTo("[tool.fx]\nfx = \"fx\"\n[project]\nversion = \"1\"\nname = \"fx-cpu\"\n");
    }

    @Test
    void shouldRefuseVersionThatIsWrittenWithEscapes() {
        Pyproject project = Pyproject.parse("p.toml", "[project]\nname = \"a\"\nversion = \"1\\u002E0\"\n");

        assertThatThrownBy(() -> project.withVersion("p.toml", "2.0"))
                .isInstanceOf(InvalidSourceTreeException.class)
                .hasMessage("p.toml: project.version is not written as one plain string, so it can't be rewritten");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requires = [\"setuptools[core]>=61\", \"cmake>=3.24\"]",
                "requires = [ # a ] in a comment\n  \"setuptools\",\n  'CMake',\n]",
                "requires = [\"scikit_build_core==0.10; python_version > '3'\"]"
            })
    void shouldFindCmakeAmongBuildRequirements(String requires) {
        assertThat(Pyproject.parse("p", "[build-system]\n" + requires).bringsCmake())
                .isTrue();
    }

    @Test
    void shouldNotTakeAnotherTablesListForBuildRequirements() {
        assertThat(Pyproject.parse("p", "[tool.x]\nrequires = [\"cmake\"]").bringsCmake())
                .isFalse();
    }

    @Test
    void shouldSayLineAndColumnOfWhatIsNotToml() {
        assertThatThrownBy(() -> Pyproject.parse("/src/pyproject.toml", "[project]\nname = \"a\nversion = 1\n"))
                .isInstanceOf(InvalidSourceTreeException.class)
                .hasMessageStartingWith("/src/pyproject.toml:2:")
                .hasMessageContaining("not valid TOML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1\na = 2\n", "[a]\n[a]\n", "a = [", "= 1", "a = 1 b = 2", "\u0000"})
    void shouldRefuseInvalidToml(String text) {
        assertThatThrownBy(() -> Pyproject.parse("p", text)).isInstanceOf(InvalidSourceTreeException.class);
    }

    @Test
    void shouldReadTagPattern() {
        Pyproject project = Pyproject.parse("p", "[tool.mlc-wheels]\ntag-pattern = \"{version}\"\n");

        assertThat(project.tagPattern().orElseThrow().parse("3.0.2").pep440()).hasToString("3.0.2");
        assertThat(Pyproject.absent().tagPattern()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[tool.mlc-wheels]\ntag-pattern = 5", "[tool]\nmlc-wheels = \"{version}\""})
    void shouldRefuseTableThatIsNotUnderstood(String text) {
        Pyproject project = Pyproject.parse("p.toml", text);

        assertThatThrownBy(project::tagPattern)
                .isInstanceOf(InvalidSourceTreeException.class)
                .hasMessageStartingWith("p.toml: [tool.mlc-wheels] has ");
    }

    private static String applied(String text, TextEdit edit) {
        int start = text.offsetByCodePoints(0, edit.offset());
        assertThat(text.substring(start)).startsWith(edit.before());
        return text.substring(0, start)
                + edit.after()
                + text.substring(start + edit.before().length());
    }
}
