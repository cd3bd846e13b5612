package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the script from places where installers put it, with the packages where they put those. */
class ScriptShimTest {

    private static final String PROGRAM = "demo.scripts/tool";

    @TempDir
    Path directory;

    private Path script;
    private String python;

    @BeforeEach
    void installScript() throws IOException {
        LocalCompiler.assume("gcc", "python3");
        python = LocalCompiler.run("python3", "-c", "import sys; print(sys.executable)")
                .strip();
        script = Files.createDirectories(directory.resolve("root/bin")).resolve("tool");
        Files.writeString(script, new String(ScriptShim.of(PROGRAM)).replace("#!python", "#!" + python));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "root/lib/pythonX.Y/site-packages"})
    void findsProgramOfTargetPrefixAndUserInstallation(String packages) throws Exception {
        install(directory.resolve(packages.replace("X.Y", version())), "here");
        install(directory.resolve("elsewhere"), "another");

        assertThat(run(script, directory.resolve("elsewhere").toString()))
                .isEqualTo("here: " + script + " --flag a b\n");
    }

    @Test
    void findsProgramWhereverPythonFindsPackages() throws Exception {
        install(directory.resolve("elsewhere"), "there");

        assertThat(run(script, directory.resolve("elsewhere").toString())).startsWith("there: ");
    }

    @Test
    void findsProgramThroughLinkToTheScript() throws Exception {
        install(directory.resolve("root"), "here");
        Path link = Files.createSymbolicLink(directory.resolve("link"), script);

        assertThat(run(link, "")).isEqualTo("here: " + link + " --flag a b\n");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Path packages = Files.createDirectories(directory.resolve("root/lib/python" + version() + "/site-packages"));

        assertThat(run(script, ""))
                .startsWith(script + ": " + PROGRAM + " is missing")
                .contains(packages.toString())
                .doesNotContain("Python/site-packages");
    }

    @Test
    void saysWhyTheProgramDoesNotStart() throws Exception {
        Path program = install(directory.resolve("root"), "here");
        Files.writeString(program, "#!/nowhere\n");

        assertThat(run(script, "")).isEqualTo(script + ": can't start " + program + ": No such file or directory\n");
    }

    private String version() throws IOException {
        return LocalCompiler.run(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
                .strip();
    }

    /** A program that tells which it is, under which name it was started, and with what. */
    private static Path install(Path packages, String which) throws IOException {
        Path program = packages.resolve(PROGRAM);
        Files.createDirectories(program.getParent());
        LocalCompiler.compile(program, "gcc", """
            #include <stdio.h>
            int main(int count, char **words) {
                printf("%s:");
                for (int i = 0; i < count; i++) printf(" %%s", words[i]);
                puts("");
            }
            """.formatted(which));
        return program;
    }

    private static String run(Path script, String pythonPath) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--flag", "a", "b").redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", pythonPath);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}
