package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCommandTest {

    private static final Path EXAMPLE =
            Path.of(System.getProperty("mlcwheels.basedir", ".."), "examples", "native-wheel");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldAskForTag() {
        assertThat(run("release", EXAMPLE + "", "--to", directory + "")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("Missing required option: '--tag=TAG'");
    }

    @Test
    void shouldRefuseTagThatIsNotSemVerBeforeAnythingIsBuilt() {
        assertThat(run("release", EXAMPLE + "", "--tag", "1.0", "--to", directory + ""))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("tag \"1.0\": a release tag begins with v");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRefuseTestsThatProveNothingBeforeAnythingIsBuilt() {
        assertThat(run("release", EXAMPLE + "", "--tag", "v0.1.0", "--to", directory + "", "--imports", "anywhere"))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("its tests prove nothing of the wheel", "--allow-unproven");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldMakeReleaseThatDoesNotChangeWhenMadeAgain() throws IOException {
        LocalCompiler.assume("c++", "cmake", "python3");
        String[] command = {"release", EXAMPLE + "", "--tag", "v0.1.0", "--to", directory + ""};
        assertThat(run(command)).as(err + "").isZero();
        String sums = Files.readString(directory.resolve("v0.1.0/SHA256SUMS"));
        assertThat(out + "")
                .contains("platform:  manylinux_", "tested:    Python 3.", "no test command given")
                .contains(
                        "pip install --index-url " + directory.resolve("simple").toUri());
        assertThat(directory.resolve("simple/native-wheel/index.html")).exists();

        assertThat(run(command)).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("the release v0.1.0 is published already on " + directory);
        String[] again = Arrays.copyOf(command, command.length + 2);
        again[command.length] = "--skip-stage";
        again[command.length + 1] = "preflight";
        assertThat(run(again)).as(err + "").isZero();
        assertThat(err + "").contains("skip  preflight: --skip-stage preflight", "skip  sign: no --sign-key");
        assertThat(directory.resolve("v0.1.0/SHA256SUMS")).hasContent(sums);
    }

    @Test
    void shouldRefuseSourceThatIsNotAtTheTag() throws Exception {
        Path source = repository();
        git(source, "tag", "v1.0.0");
        Files.writeString(source.resolve("README"), "changed after the tag");
        assertThat(run("release", source + "", "--tag", "v1.0.0", "--to", directory.resolve("to") + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "")
                .contains("the release would not be of the tag v1.0.0", "not committed: README", "--any-source");
        git(source, "commit", "-qam", "later");
        assertThat(run("release", source + "", "--tag", "v1.0.0", "--to", directory.resolve("to") + ""))
                .isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("the tag is at ", ", the source at ");
        assertThat(directory.resolve("to")).doesNotExist();
    }

    @Test
    void shouldReleasePureWheelIfAllowedAndAddToItWithAmend() throws Exception {
        LocalCompiler.assume("python3");
        Path source = repository();
        Path to = directory.resolve("to");
        assertThat(run("release", source + "", "--tag", "v1.0.0", "--to", to + ""))
                .isEqualTo(ExitCode.NOT_A_PLATFORM_WHEEL.code());
        assertThat(err + "")
                .contains(
                        "warning: the source has no tag v1.0.0; it is at ",
                        "Add --pure allow if it is meant to be pure");
        assertThat(run("release", source + "", "--tag", "v1.0.0", "--to", to + "", "--pure", "allow"))
                .as(err + "")
                .isZero();
        assertThat(out + "").contains("wheel:     fx-1.0.0-py3-none-any.whl", "platform:  any");
        assertThat(to.resolve("simple/fx/index.html")).exists();

        String[] other = {
            "release", source + "", "--tag", "v1.0.0", "--to", to + "", "--pure", "allow", "--env", "PY=py38"
        };
        assertThat(run(other)).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(err + "").contains("add to this one with --amend").doesNotContain("run   build\nrun   build");
        String[] amended = Arrays.copyOf(other, other.length + 1);
        amended[other.length] = "--amend";
        assertThat(run(amended)).as(err + "").isZero();
        assertThat(to.resolve("v1.0.0/fx-1.0.0-py3-none-any.whl")).exists();
        assertThat(to.resolve("v1.0.0/fx-1.0.0-py38-none-any.whl")).exists();
    }

    @Test
    void shouldSkipStagesByName() throws Exception {
        LocalCompiler.assume("python3");
        Path to = directory.resolve("to");
        String[] command = {
            "release",
            repository() + "",
            "--tag",
            "v1.0.0",
            "--to",
            to + "",
            "--pure",
            "allow",
            "--skip-stage",
            "test,publish"
        };
        assertThat(run(command)).as(err + "").isZero();
        assertThat(err + "")
                .containsSubsequence(
                        "run   preflight",
                        "run   build",
                        "run   repair",
                        "run   audit",
                        "skip  test: --skip-stage test",
                        "skip  sign: no --sign-key",
                        "skip  publish: --skip-stage publish",
                        "skip  index: nothing is published");
        assertThat(out + "").contains("tested:    no").doesNotContain("published:", "install:");
        assertThat(to).doesNotExist();
    }

    @Test
    void shouldRefuseStagesThatAreNeededOrUnknown() {
        String[] command = {"release", EXAMPLE + "", "--tag", "v0.1.0", "--to", directory + "", "--skip-stage", "x"};
        assertThat(run(command)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("--skip-stage: there is no stage 'x'", "preflight, build, repair, audit, test");
        command[command.length - 1] = "build";
        assertThat(run(command)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err + "").contains("build can't be skipped: the stages after it need the wheel of the build");
    }

    /** Of a project whose backend lies in it. */
    private Path repository() throws Exception {
        LocalCompiler.assume("git");
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("README"), "as it was");
        Files.writeString(source.resolve("pyproject.toml"), """
                [build-system]
                requires = []
                build-backend = "backend"
                backend-path = ["."]
                [project]
                name = "fx"
                version = "0"
                """);
        Files.writeString(source.resolve("backend.py"), """
                import base64, hashlib, os, re, zipfile

                def build_wheel(directory, config_settings=None, metadata_directory=None):
                    version = re.search('version = "(.*)"', open("pyproject.toml").read()).group(1)
                    python = os.environ.get("PY", "py3")
                    name, info = "fx-%s-%s-none-any.whl" % (version, python), "fx-%s.dist-info/" % version
                    files = {
                        "fx.py": "",
                        info + "METADATA": "Metadata-Version: 2.1\\nName: fx\\nVersion: %s\\n" % version,
                        info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: own\\nRoot-Is-Purelib: true\\nTag: %s-none-any\\n" % python,
                    }
                    record = ""
                    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                        for path, text in files.items():
                            wheel.writestr(path, text)
                            sha = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
                            record += "%s,sha256=%s,%d\\n" % (path, sha, len(text))
                        wheel.writestr(info + "RECORD", record + info + "RECORD,,\\n")
                    return name
                """);
        git(source, "init", "-q");
        git(source, "add", ".");
        git(source, "commit", "-qm", "first");
        return source;
    }

    private static void git(Path source, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@localhost"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(source.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .satisfies(output -> assertThat(process.waitFor()).as(output).isZero());
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
