package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.elf.LocalCompiler;
import io.jenkins.plugins.mlcwheels.engine.matrix.EnvironmentAssignment;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MatrixRunTest {

    @TempDir
    Path directory;

    private MatrixProject project;

    @BeforeEach
    void makeProject() throws Exception {
        project = MatrixProject.in(directory);
    }

    @Test
    void shouldBuildOneWheelForEachPython() throws Exception {
        MatrixReport report = project.run("cp310", "cp311");
        assertThat(report.failure()).isEmpty();
        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.BUILT, "cp311", CellStatus.BUILT));
        assertThat(report.wheels()).hasSize(2).allMatch(Files::isRegularFile);
        assertThat(project.builds()).containsExactlyInAnyOrder("cp310", "cp311");
    }

    @Test
    void shouldBuildOneWheelForAllPythonsThatItServes() throws Exception {
        MatrixReport report = project.form("none")
                .limits(1, false, false, false)
                .test(MatrixProject.test(false, Optional.of("echo tested")))
                .run("cp310", "cp311");
        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.BUILT, "cp311", CellStatus.REUSED));
        assertThat(report.wheels()).hasSize(1);
        assertThat(project.builds()).containsExactly("cp310");
    }

    @Test
    void shouldGiveUpASecondBuildThatTheFirstWheelServes() throws Exception {
        MatrixReport report = project.form("abi3")
                .limits(2, false, false, false)
                .beforeBuild("[[ $PRETEND_VERSION == 3.10 ]] || sleep 600")
                .run("cp310", "cp311", "cp312");
        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.BUILT, "cp311", CellStatus.REUSED, "cp312", CellStatus.REUSED));
        assertThat(project.builds()).containsExactly("cp310");
    }

    @Test
    void shouldFailBuildsWhoseWheelsSayOtherThanTheSourceDistribution() throws Exception {
        MatrixReport report = project.sdist(RunRequest.Sdist.BUILT).run("cp310", "cp311");

        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.FAILED, "cp311", CellStatus.FAILED));
        assertThat(report.failure().orElseThrow())
                .hasMessageStartingWith("matrix-1.0.tar.gz says Requires-Dist other, and matrix-1.0-");
        assertThat(report.sdist()).hasValueSatisfying(sdist -> assertThat(sdist).exists());
        assertThat(report.wheels()).isEmpty();
    }

    @Test
    void shouldGraftLibrariesThatOnlyTheEnvironmentOfTheBuildNames() throws Exception {
        LocalCompiler.assume("gcc");
        Path away = Files.createDirectories(directory.resolve("away"));
        LocalCompiler.compile(away.resolve("libaway.so"), "gcc", "int away(void) { return 1; }", "-shared", "-fPIC");
        project.repair(RepairStep.DEFAULT)
                .variable("LINK", "\"-Wl,--no-as-needed -L" + away + " -laway\"")
                .variable("LD_LIBRARY_PATH", away + ":$LD_LIBRARY_PATH");
        MatrixReport report = project.run("cp310");

        assertThat(report.failure()).isEmpty();
        assertThat(grafted(report)).anyMatch(name -> name.startsWith("matrix.libs/libaway-"));
    }

    @Test
    void shouldGraftLibrariesThatOnlyTheRepairCommandNames() throws Exception {
        LocalCompiler.assume("gcc");
        Path away = Files.createDirectories(directory.resolve("away"));
        LocalCompiler.compile(away.resolve("libaway.so"), "gcc", "int away(void) { return 1; }", "-shared", "-fPIC");
        RepairStep.Own own = new RepairStep.Own(
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(new EnvironmentAssignment("LD_LIBRARY_PATH", away.toString())));
        project.repair(new RepairStep(RepairStep.Kind.OWN, "", own))
                .variable("LINK", "\"-Wl,--no-as-needed -L" + away + " -laway\"");
        MatrixReport report = project.run("cp310");

        assertThat(report.failure()).isEmpty();
        assertThat(grafted(report)).anyMatch(name -> name.startsWith("matrix.libs/libaway-"));
    }

    private static List<String> grafted(MatrixReport report) throws Exception {
        try (ZipFile wheel = new ZipFile(report.wheels().get(0).toFile())) {
            return wheel.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void shouldNotBuildAgainWhatIsUnchanged() throws Exception {
        project.run("cp310", "cp311");
        MatrixReport again = project.run("cp310", "cp311");
        assertThat(MatrixProject.statuses(again))
                .isEqualTo(Map.of("cp310", CellStatus.UNCHANGED, "cp311", CellStatus.UNCHANGED));
        assertThat(project.builds()).hasSize(2);
    }

    @Test
    void shouldBuildAgainAfterOneChangedByte() throws Exception {
        project.run("cp310");
        Files.writeString(project.source().resolve("backend.py"), "#", java.nio.file.StandardOpenOption.APPEND);
        assertThat(MatrixProject.statuses(project.run("cp310"))).containsEntry("cp310", CellStatus.BUILT);
        assertThat(project.said()).anyMatch(text -> text.contains("built again: changed since: source"));
    }

    @Test
    void shouldBuildAgainWhenAVariableChanges() throws Exception {
        project.variable("FLAG", "1").run("cp310");
        assertThat(MatrixProject.statuses(project.variable("FLAG", "2").run("cp310")))
                .containsEntry("cp310", CellStatus.BUILT);
    }

    @Test
    void shouldBuildAgainWhatIsMissingOrAltered() throws Exception {
        Path wheel = project.run("cp310").wheels().get(0);
        Files.writeString(wheel, "x", java.nio.file.StandardOpenOption.APPEND);
        assertThat(MatrixProject.statuses(project.run("cp310"))).containsEntry("cp310", CellStatus.BUILT);
        Files.delete(wheel);
        assertThat(MatrixProject.statuses(project.run("cp310"))).containsEntry("cp310", CellStatus.BUILT);
        assertThat(wheel).isRegularFile();
    }

    @Test
    void shouldGoOnAfterAFailure() throws Exception {
        MatrixReport report = project.limits(1, false, false, false)
                .beforeBuild("[[ $PRETEND_VERSION != 3.10 ]] || { echo no luck; exit 7; }")
                .run("cp310", "cp311");
        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.FAILED, "cp311", CellStatus.BUILT));
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isEqualTo(EngineException.Kind.BUILD_FAILED));
        assertThat(report.results().get(0).log())
                .hasValueSatisfying(log -> assertThat(log).content().contains("no luck"));
    }

    @Test
    void shouldEndAfterAFailureIfToldSo() throws Exception {
        MatrixReport report =
                project.limits(1, true, false, false).beforeBuild("exit 7").run("cp310", "cp311");
        assertThat(MatrixProject.statuses(report))
                .isEqualTo(Map.of("cp310", CellStatus.FAILED, "cp311", CellStatus.NOT_DONE));
    }

    @Test
    void shouldRefuseAWheelThatDoesNotFitItsIdentifier() throws Exception {
        MatrixReport report = project.form("cp39-cp39").run("cp310");
        assertThat(report.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.kind()).isEqualTo(EngineException.Kind.BUILD_FAILED);
            assertThat(failure)
                    .hasMessageContaining("cp310-manylinux")
                    .hasMessageContaining("matrix-1.0-cp39-cp39-linux");
        });
    }

    @Test
    void shouldLeaveOutWhatCantBeBuiltHere() throws Exception {
        MatrixReport report = project.run("cp310", "cp310-musllinux_s390x");
        assertThat(report.results().get(1).status()).isEqualTo(CellStatus.LEFT_OUT);
        assertThat(report.results().get(1).why()).contains("--container");
        assertThat(report.failure()).isEmpty();
    }

    @Test
    void shouldRefuseWhatWasNamedExactlyAndCantBeBuiltBeforeAnythingIs() throws Exception {
        project.namedExactly();
        assertThatThrownBy(() -> project.run("cp310", "cp310-musllinux_s390x"))
                .isInstanceOfSatisfying(EngineException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(EngineException.Kind.INPUT))
                .hasMessageContaining("cp310-musllinux_s390x");
        assertThat(project.builds()).isEmpty();
    }

    @Test
    void shouldRunTheCommandBeforeAllBuildsOnceAndLetAllHaveWhatItLeft() throws Exception {
        Path count = directory.resolve("count");
        MatrixReport report = project.limits(2, false, false, false)
                .beforeAll("echo once >> " + count + "; echo made > {project}/made-by-all")
                .beforeBuild("grep -q made made-by-all")
                .run("cp310", "cp311");
        assertThat(report.failure()).isEmpty();
        assertThat(count).hasContent("once");
        assertThat(project.source().resolve("made-by-all")).doesNotExist();
    }

    @Test
    void shouldEvaluateVariablesWhereTheBuildRuns() throws Exception {
        MatrixReport report = project.variable("ONE", "\"$(echo 1)\"")
                .variable("TWO", "\"${ONE}2 it's\"")
                .beforeBuild("[[ $TWO == \"12 it's\" ]]")
                .run("cp310");
        assertThat(report.failure()).isEmpty();
    }
}
