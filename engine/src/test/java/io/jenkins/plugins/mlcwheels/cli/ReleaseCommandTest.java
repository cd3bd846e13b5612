package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

        assertThat(run(command)).as(err + "").isZero();
        assertThat(directory.resolve("v0.1.0/SHA256SUMS")).hasContent(sums);
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
