package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BuildTwiceTest {

    private static final String BACKEND = """
            import base64, hashlib, os, time, zipfile

            def build_wheel(directory, config_settings=None, metadata_directory=None):
                info = "fx-1.0.dist-info/"
                files = {
                    "fx.py": "made = %%r\\n" %% (%s,),
                    info + "METADATA": "Metadata-Version: 2.1\\nName: fx\\nVersion: 1.0\\n",
                    info + "WHEEL": "Wheel-Version: 1.0\\nGenerator: own\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
                }
                record = ""
                name = "fx-1.0-py3-none-any.whl"
                with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                    for path, text in files.items():
                        wheel.writestr(zipfile.ZipInfo(path), text)
                        sha = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
                        record += "%%s,sha256=%%s,%%d\\n" %% (path, sha, len(text))
                    wheel.writestr(zipfile.ZipInfo(info + "RECORD"), record + info + "RECORD,,\\n")
                return name
            """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        LocalCompiler.assume("python3");
        source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("pyproject.toml"), """
                [build-system]
                requires = []
                build-backend = "backend"
                backend-path = ["."]
                [project]
                name = "fx"
                version = "1.0"
                """);
    }

    @Test
    void shouldFindTheSameBytes() throws IOException {
        assertThat(build("os.environ['SOURCE_DATE_EPOCH']")).as(err + "").isZero();
        assertThat(err + "").contains("both builds gave the same bytes: SHA-256 ");
        assertThat(directory.resolve("wheelhouse/fx-1.0-py3-none-any.whl")).exists();
    }

    @Test
    void shouldNameTheUserTheTimeZoneAndThePath() throws IOException {
        assertThat(build("os.environ['USER']")).isEqualTo(ExitCode.AUDIT_FAILED.code());
        assertThat(err + "")
                .contains("two builds differ: fx.py, line 1: the name of the user", "'made = 'somebody-else'");
        assertThat(directory.resolve("wheelhouse/.mlc-wheels/twice/second/fx-1.0-py3-none-any.whl"))
                .exists();

        assertThat(build("time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(86400 * 365))"))
                .isEqualTo(ExitCode.AUDIT_FAILED.code());
        assertThat(err + "").contains("fx.py, line 1: the time zone ('made = '1971-01-01 00:00:00'");

        assertThat(build("os.getcwd()")).isEqualTo(ExitCode.AUDIT_FAILED.code());
        assertThat(err + "").contains("fx.py, line 1: the path of the build directory");
    }

    private int build(String made) throws IOException {
        Files.writeString(source.resolve("backend.py"), BACKEND.formatted(made));
        List<String> command = new ArrayList<>(List.of("build", source + "", "--twice", "--pure", "allow"));
        command.addAll(List.of("-w", directory.resolve("wheelhouse") + "", "--dist", directory.resolve("dist") + ""));
        command.addAll(List.of("--work", directory.resolve("work") + ""));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(command.toArray(String[]::new));
    }
}
