package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the scripts of a build one by one, as those do who run scripts themselves. */
@Timeout(180)
class CellScriptsTest {

    @TempDir
    Path directory;

    private MatrixProject project;

    @BeforeEach
    void makeProject() throws Exception {
        project = MatrixProject.in(directory);
    }

    private CellScripts scripts() throws Exception {
        Path work = Files.createDirectories(directory.resolve("work"));
        RunRequest request = project.request(work, "cp310");
        PlannedBuild build = request.plan().builds().get(0);
        Interpreter python = InterpreterSearch.look(project.pretending("3.10").toString(), ScriptHost.HERE);
        return CellScripts.of(request, build, Interpreter.parse(python.line()), work.resolve("cell"), 0);
    }

    private int run(ShellScript script, Path said) {
        Map<String, String> environment = new TreeMap<>(script.environment());
        environment.put("MLC_SAID", said.toString());
        return ScriptHost.HERE.run(
                new ShellScript(script.text(), new TreeMap<>(environment)), directory, ProgressListener.SILENT);
    }

    @Test
    void shouldBuildFromTheCopyThatTheCommandBeforeAllLeftAndTestTheWheel() throws Exception {
        project.form("none")
                .beforeAll("echo made > made")
                .beforeBuild("cat made")
                .test(MatrixProject.test(false, Optional.of("echo tested")));
        CellScripts scripts = scripts();
        Path prepared = directory.resolve("prepared");
        Path said = directory.resolve("said");
        assertThat(run(scripts.prepare(prepared), said)).isZero();
        assertThat(run(scripts.build(Optional.of(prepared)), said)).isZero();
        assertThat(said).content().contains("\nwheel matrix-1.0-py3-none-linux_");
        Path wheel;
        try (var wheels = Files.list(scripts.dist())) {
            wheel = wheels.findFirst().orElseThrow();
        }
        scripts.refuseUnfit(wheel);
        Path records = Files.createDirectories(directory.resolve("records"));
        ShellScript test = scripts.test(
                        wheel, scripts.project(Optional.of(prepared)), records, directory.resolve("junit"))
                .orElseThrow();
        assertThat(run(test, said)).isZero();
        assertThat(records.resolve(Sha256.of(wheel) + ".json")).isRegularFile();
    }

    @Test
    void shouldHaveNoTestWhereTheOptionsLeaveItOut() throws Exception {
        assertThat(scripts().test(Path.of("x-1.0-cp310-cp310-linux_x86_64.whl"), directory, directory, directory))
                .isEmpty();
    }

    @Test
    void shouldKnowWhichWheelsServeOtherBuilds() {
        BuildIdentifier identifier =
                BuildIdentifier.of("cp312-manylinux_x86_64").orElseThrow();
        assertThat(CellScripts.serves("x-1.0-cp310-abi3-manylinux_2_28_x86_64.whl", identifier))
                .isTrue();
        assertThat(CellScripts.serves("x-1.0-cp310-cp310-manylinux_2_28_x86_64.whl", identifier))
                .isFalse();
    }

    @Test
    void shouldRefuseWhatNoSearchSays() {
        assertThat(InterpreterSearch.answers(List.of("phase x", "found 0\t/p\tcpython\t3.10.1\t-\tglibc\tx86_64"), 2))
                .extracting(found -> found.python().isPresent())
                .containsExactly(true, false);
        assertThatThrownBy(() -> InterpreterSearch.answers(List.of("found 0\tnonsense"), 1))
                .isInstanceOf(EngineException.class);
    }
}
