package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BuildOptionsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path source;

    @BeforeEach
    void makeProject() throws Exception {
        Files.writeString(
                source.resolve("pyproject.toml"), "[project]\nname = \"mlc_llm\"\nversion = \"0.20.0.dev0\"\n");
        Files.writeString(source.resolve("CMakeLists.txt"), "include(config.cmake)\n");
    }

    @Test
    void planPrintsWhatABuildWouldDo() throws Exception {
        assertThat(run("plan", source.toString(), "--json", "--flavour", "cuda-13.0", "--tag", "v1.2.0-rc.1"))
                .isZero();
        JsonNode plan = new ObjectMapper().readTree(out.toString());
        assertThat(plan.get("schemaVersion").intValue()).isEqualTo(2);
        assertThat(plan.get("name").textValue()).isEqualTo("mlc-llm-cu130");
        assertThat(plan.get("version").textValue()).isEqualTo("1.2.0rc1");
        assertThat(plan.get("configCmake").toString()).contains("80;89;90a;110;120");
    }

    @Test
    void planIsATableForPeople() {
        assertThat(run("plan", source.toString(), "--package-version", "1.2")).isZero();
        assertThat(out.toString())
                .contains("flavour         cpu\n", "version         1.2\n", "configCmake     set(USE_VULKAN ON)\n");
    }

    @Test
    void scriptPrintsExportsAndTheConstantText() {
        assertThat(run("script", source.toString(), "--before-build", "it's $(id)"))
                .isZero();
        assertThat(out.toString())
                .startsWith("#!/usr/bin/env bash\nexport MLC_")
                .contains("\nexport MLC_BEFORE_BUILD='it'\\''s $(id)'\n")
                .endsWith("main \"$@\"\n");
    }

    @Test
    void tagThatIsNoSemverIsAUsageError() {
        assertThat(run("build", source.toString(), "--tag", "release-1")).isEqualTo(2);
        assertThat(err.toString()).contains("tag \"release-1\": a release tag begins with v");
    }

    @Test
    void treeWithoutPyprojectIsAUsageError() throws Exception {
        Files.delete(source.resolve("pyproject.toml"));
        assertThat(run("build", source.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("neither pyproject.toml nor setup.py");
    }

    @Test
    void platformThatThereIsNotIsAUsageErrorBeforeAnythingIsBuilt() {
        assertThat(run("build", source.toString(), "--plat", "manylinux2_28")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("mlc-wheels build: unknown platform 'manylinux2_28'\n")
                .contains(" manylinux_2_28, ");
        assertThat(source.resolve("dist")).doesNotExist();
    }

    @Test
    void levelThatThereIsNotIsAUsageErrorBeforeAnythingIsBuilt() {
        assertThat(run("build", source.toString(), "-z", "11")).isEqualTo(2);
        assertThat(err.toString()).startsWith("mlc-wheels build: -z: 11 is not from 1 to 9\n");
    }

    @Test
    void planNamesTheInterpreterAndThePlatform() throws Exception {
        assertThat(run("plan", source.toString(), "--json", "--plat", "manylinux_2_28", "--timeout", "90m"))
                .isZero();
        JsonNode plan = new ObjectMapper().readTree(out.toString());
        assertThat(plan.get("python").textValue()).startsWith("/");
        assertThat(plan.get("pythonVersion").textValue()).startsWith("3.");
        assertThat(plan.get("platform").textValue()).isEqualTo("manylinux_2_28");
        assertThat(plan.get("timeout").intValue()).isEqualTo(5400);
        assertThat(run("plan", source.toString(), "--plat", "manylinux2_28")).isEqualTo(2);
        assertThat(run("plan", source.toString(), "--timeout", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("'soon' is not a time; use 90m, 2h, or seconds");
    }

    @Test
    void otherNameForAProjectWithoutPyprojectIsAUsageError() throws Exception {
        Files.delete(source.resolve("pyproject.toml"));
        Files.writeString(source.resolve("setup.py"), "setup(name='x')");
        assertThat(run("plan", source.toString(), "--flavour", "cuda-12.8")).isEqualTo(2);
        assertThat(err.toString())
                .contains(source + ": there is no pyproject.toml")
                .doesNotContain("[project], so");
    }

    @Test
    void tagsOfAnotherFormAreNamedWhenTheVersionIsThatOfGit() throws Exception {
        for (String command : List.of("init -q", "add -A", "commit -qm one", "tag 1.0.0")) {
            List<String> words = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@localhost"));
            words.addAll(List.of(command.split(" ")));
            assertThat(new ProcessBuilder(words)
                            .directory(source.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        assertThat(run("plan", source.toString(), "--git-describe")).isEqualTo(2);
        assertThat(err.toString()).contains("the nearest of another form is \"1.0.0\"", "--tag-pattern");
    }

    @Test
    void tagAndVersionExcludeEachOther() {
        assertThat(run("plan", source.toString(), "--tag", "v1.2.0", "--package-version", "1.2"))
                .isEqualTo(2);
    }

    @Test
    void hereAndImageExcludeEachOther() {
        assertThat(run("plan", source.toString(), "--here", "--image", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--here and --image exclude each other");
    }

    @Test
    void testOfAMissingWheelIsAUsageError() {
        assertThat(run("test", source.resolve("gone.whl").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("gone.whl: no such file");
    }

    @Test
    void terminalsAlwaysShowThePhaseInTheLastLine() {
        try (ConsoleProgress progress = new ConsoleProgress(new PrintWriter(err), true)) {
            progress.on(new ProgressListener.PhaseStarted("build"));
            progress.on(new ProgressListener.Output("compiling"));
        }
        assertThat(err.toString())
                .contains("\r\u001b[Kcompiling\n\r\u001b[Kbuild 0:0")
                .endsWith("\r\u001b[K");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
