package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterSearchTest {

    @TempDir
    Path directory;

    private Path onPath;
    private Path pyenv;

    @BeforeEach
    void makePlaces() throws Exception {
        onPath = Files.createDirectories(directory.resolve("bin"));
        pyenv = Files.createDirectories(directory.resolve("pyenv/versions"));
    }

    @Test
    void shouldFindByWhatAnInterpreterSaysAndNotByItsName() throws Exception {
        stand(onPath.resolve("python3.12"), "cpython", "3.11.9", "-", "glibc", "x86_64");
        Path real = stand(pyenv.resolve("3.12.1/bin/python"), "cpython", "3.12.1", "-", "glibc", "x86_64");
        InterpreterSearch.Found found = find(wanted("3.12", false)).get(0);
        assertThat(found.python()).hasValueSatisfying(python -> {
            assertThat(python.path()).isEqualTo(real.toString());
            assertThat(python.version()).isEqualTo("3.12.1");
        });
        assertThat(found.others()).extracting(Interpreter::version).contains("3.11.9");
    }

    @Test
    void shouldTellFreeThreadedOnesApart() throws Exception {
        stand(pyenv.resolve("3.14.0/bin/python"), "cpython", "3.14.0", "-", "glibc", "x86_64");
        Path threads = stand(pyenv.resolve("3.14.0t/bin/python"), "cpython", "3.14.0", "t", "glibc", "x86_64");
        List<InterpreterSearch.Found> found = find(wanted("3.14", false), wanted("3.14", true));
        assertThat(found.get(0).python().orElseThrow().freeThreaded()).isFalse();
        assertThat(found.get(1).python().orElseThrow().path()).isEqualTo(threads.toString());
    }

    @Test
    void shouldNotTakeOneForAnotherArchitectureOrLibrary() throws Exception {
        stand(onPath.resolve("python3.12"), "cpython", "3.12.1", "-", "musl", "x86_64");
        stand(pyenv.resolve("3.12.2/bin/python"), "cpython", "3.12.2", "-", "glibc", "aarch64");
        InterpreterSearch.Found found = find(wanted("3.12", false)).get(0);
        assertThat(found.python()).isEmpty();
        assertThat(found.others()).extracting(Interpreter::machine).contains("aarch64");
    }

    @Test
    void shouldPassOverProgramsThatAreNoPython() throws Exception {
        script(onPath.resolve("python3.12"), "echo not a python; exit 1");
        assertThat(find(wanted("3.12", false)).get(0).python()).isEmpty();
    }

    @Test
    void shouldRefuseAProgramThatIsNone() {
        assertThatThrownBy(() -> InterpreterSearch.look(directory + "/missing", ScriptHost.HERE))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("missing");
    }

    private List<InterpreterSearch.Found> find(PythonWanted... wanted) {
        ScriptHost host = (script, place, listener) -> {
            Map<String, String> values = new TreeMap<>(script.environment());
            values.put("PATH", onPath + ":/usr/bin:/bin");
            values.put("PYENV_ROOT", directory.resolve("pyenv").toString());
            values.put("UV_PYTHON_INSTALL_DIR", directory.resolve("uv").toString());
            return ScriptHost.HERE.run(new ShellScript(script.text(), new TreeMap<>(values)), place, listener);
        };
        return InterpreterSearch.find(List.of(wanted), host);
    }

    private static PythonWanted wanted(String version, boolean freeThreaded) {
        return new PythonWanted("cpython", version, freeThreaded, "cp0-none", "glibc", "x86_64");
    }

    private static Path stand(Path program, String... says) throws IOException {
        return script(program, "printf '%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' " + program + " " + String.join(" ", says));
    }

    private static Path script(Path program, String text) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\ncat >/dev/null\n" + text + "\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " can't be made executable");
        }
        return program;
    }
}
