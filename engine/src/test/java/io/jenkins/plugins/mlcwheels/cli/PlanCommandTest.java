package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlanCommandTest {

    private static final String PROJECT =
            "[project]\nname = \"demo-x\"\nversion = \"1.0\"\nrequires-python = \">=3.10\"\n";
    private static final String TABLE = """
            [tool.cibuildwheel]
            build = "cp3{9,10,11}-*"
            skip = "*-musllinux* *-win32"
            test-command = "pytest {project}/tests"
            environment = { API_KEY = "k-1234", OTHER = "$(cmd)" }
            [tool.cibuildwheel.linux]
            archs = ["x86_64", "aarch64"]
            repair-wheel-command = "auditwheel repair --exclude libx.so -w {dest_dir} {wheel}"
            [tool.cibuildwheel.macos]
            archs = ["arm64"]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path source;

    private int plan(String pyproject, String... options) throws Exception {
        Files.writeString(source.resolve("pyproject.toml"), pyproject);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "plan";
        arguments[1] = source.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void shouldPrintTheWholeSelectionAsJson() throws Exception {
        assertThat(plan(PROJECT + TABLE, "--json", "--env", "TOKEN=t-5678")).isZero();
        JsonNode plan = new ObjectMapper().readTree(out.toString());

        assertThat(plan.get("schemaVersion").intValue()).isEqualTo(2);
        assertThat(plan.get("name").textValue()).isEqualTo("demo-x");
        assertThat(plan.get("matrix").booleanValue()).isTrue();
        assertThat(plan.get("builds").findValuesAsText("identifier"))
                .containsExactly(
                        "cp310-manylinux_x86_64",
                        "cp311-manylinux_x86_64",
                        "cp310-manylinux_aarch64",
                        "cp311-manylinux_aarch64");
        JsonNode build = plan.get("builds").get(3);
        assertThat(build.get("flavour").isNull()).isTrue();
        assertThat(build.get("python").textValue()).isEqualTo("cp311");
        assertThat(build.get("pythonPath").textValue()).isEqualTo("/opt/python/cp311-cp311");
        assertThat(build.get("platform").textValue()).isEqualTo("manylinux_aarch64");
        assertThat(build.get("arch").textValue()).isEqualTo("aarch64");
        assertThat(build.at("/image/reference").textValue()).startsWith("quay.io/pypa/manylinux_2_28_aarch64@sha256:");
        assertThat(build.at("/steps/repair/by").textValue()).isEqualTo("own");
        assertThat(build.at("/steps/repair/command").textValue())
                .isEqualTo("mlc-wheels repair --exclude libx.so -w {dest_dir} {wheel}");
        assertThat(build.at("/tests/command").textValue()).isEqualTo("pytest {project}/tests");
        assertThat(build.get("expectedName").textValue())
                .startsWith("demo_x-1.0-{cp311-cp311,")
                .endsWith("-manylinux*_aarch64.whl");
        assertThat(build.has("leftOut")).isTrue();
        assertThat(build.get("environment").findValuesAsText("word")).containsExactly("****", "\"$(cmd)\"", "****");
        assertThat(out.toString()).doesNotContain("k-1234", "t-5678");
        assertThat(err.toString())
                .isEqualTo("pyproject.toml:13: [tool.cibuildwheel.macos] is not read, because builds are for Linux\n");
        assertThat(plan.get("notices")).hasSize(1);
    }

    @Test
    void shouldPrintEachOptionWithItsOriginForPeople() throws Exception {
        assertThat(plan(
                        PROJECT + TABLE,
                        "--build",
                        "cp310-*",
                        "--build",
                        "cp311-*",
                        "--archs",
                        "x86_64",
                        "--image",
                        "x:1"))
                .isZero();

        assertThat(out.toString())
                .contains(
                        "name            demo-x\n",
                        "  build                   cp310-* cp311-*  (--build)\n",
                        "  archs                   x86_64  (--archs)\n",
                        "  requires-python         >=3.10  (pyproject.toml:4 [project])\n",
                        "2 builds\n  cp310-manylinux_x86_64  demo_x-1.0-{cp310-cp310,",
                        "  test-command            pytest {project}/tests  (pyproject.toml:8 [tool.cibuildwheel])\n",
                        "  environment             API_KEY=**** OTHER=\"$(cmd)\"  (pyproject.toml:9 [tool.cibuildwheel])\n",
                        "  before-all              -  (default)\n");
    }

    @Test
    void shouldSayWhatCanNotBeBuiltHere() throws Exception {
        String other = System.getProperty("os.arch").equals("s390x") ? "x86_64" : "s390x";

        assertThat(plan(PROJECT, "--only", "cp313-manylinux_" + other)).isZero();
        assertThat(out.toString()).contains("  cp313-manylinux_" + other + "  left out: ", "--container");
    }

    @Test
    void shouldPlanOneBuildWithoutAMatrix() throws Exception {
        assertThat(plan(PROJECT, "--json")).isZero();
        JsonNode plan = new ObjectMapper().readTree(out.toString());

        assertThat(plan.get("matrix").booleanValue()).isFalse();
        assertThat(plan.get("builds")).hasSize(1);
        assertThat(plan.at("/builds/0/identifier").isNull()).isTrue();
        assertThat(plan.at("/builds/0/python").textValue()).endsWith("python3");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldEndWithItsOwnCodeIfNothingIsSelected() throws Exception {
        assertThat(plan(PROJECT + TABLE, "--skip", "*")).isEqualTo(ExitCode.NOTHING_TO_DO.code());
        assertThat(err.toString()).contains("no build is selected by build = 'cp3{9,10,11}-*'", "skip = '*' (--skip)");
        assertThat(plan(PROJECT + TABLE, "--skip", "*", "--allow-empty")).isZero();
    }

    @Test
    void shouldNameTheNearestIdentifier() throws Exception {
        assertThat(plan(PROJECT, "--only", "cp312-manylinux_x68_64")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("did you mean cp312-manylinux_x86_64?");
    }

    @Test
    void shouldRefuseOnlyTogetherWithPatterns() throws Exception {
        assertThat(plan(PROJECT, "--only", "cp312-manylinux_x86_64", "--skip", "x"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--only excludes --build, --skip, --archs and --enable");
    }

    @Test
    void shouldReadAnotherFile() throws Exception {
        Path file = source.resolve("ci.toml");
        Files.writeString(file, "[tool.mlc-wheels]\nbuild = \"cp313-manylinux_x86_64\"\narchs = \"all\"\n");

        assertThat(plan(PROJECT + TABLE, "--config", source.resolve("gone.toml").toString()))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(plan(PROJECT + TABLE, "--config", "{package}/ci.toml", "--image", "x:1"))
                .isZero();
        assertThat(out.toString()).contains("1 build\n  cp313-manylinux_x86_64 ");
    }

    @Test
    void shouldRefuseUnknownKeysAlsoWhereNoMatrixIsPlanned() throws Exception {
        assertThat(plan(PROJECT + "[tool.mlc-wheels]\ntag_pattern = \"{version}\"\n"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains(
                        "pyproject.toml:6: [tool.mlc-wheels] has the unknown key tag_pattern; did you mean tag-pattern?");
    }

    @Test
    void shouldPlanFlavoursWithTheirNames() throws Exception {
        assertThat(plan(
                        PROJECT
                                + "[tool.mlc-wheels]\nflavours = [\"cpu\", \"cuda-12.8\"]\nbuild = \"cp312-manylinux*\"\n"
                                + "archs = \"x86_64\"\n",
                        "--image",
                        "x:1"))
                .isZero();
        assertThat(out.toString())
                .contains("2 builds\n", "  cpu/cp312-manylinux_x86_64        demo_x-1.0-")
                .contains("  cuda-12.8/cp312-manylinux_x86_64  demo_x_cu128-1.0-");
    }
}
