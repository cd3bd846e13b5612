package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.matrix.Arch;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.ConfigFile;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlanner;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixRequest;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.ProjectFiles;
import io.jenkins.plugins.mlcwheels.engine.matrix.WheelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailabilityTest {

    private static final Arch MACHINE =
            Arch.ofMachine(System.getProperty("os.arch")).orElse(Arch.X86_64);
    private static final Arch OTHER = MACHINE == Arch.S390X ? Arch.X86_64 : Arch.S390X;

    @TempDir
    Path directory;

    private static MatrixPlan plan(String toml) {
        ProjectFiles project = new ProjectFiles(ConfigFile.parse("p.toml", toml), "", "");
        return MatrixPlanner.plan(
                        MatrixRequest.of(project, MACHINE).build(),
                        flavour -> new WheelName(Optional.of("demo"), Optional.empty()))
                .orElseThrow();
    }

    /** A program that says of itself what a Python of this machine would. */
    private String python(String version) throws IOException {
        Path program = directory.resolve("python" + version);
        String said =
                String.join("\t", program.toString(), "cpython", version + ".1", "-", "glibc", MACHINE.toString());
        Files.writeString(program, "#!/bin/sh\ncat >/dev/null\necho '" + said + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    private static Map<String, String> fates(MatrixPlan plan) {
        Map<String, String> fates = new LinkedHashMap<>();
        for (PlannedBuild build : plan.builds()) {
            fates.put(
                    build.python().tag().text(),
                    build.leftOut()
                            .or(() -> build.servedBy().map(BuildIdentifier::toString))
                            .orElse("built"));
        }
        return fates;
    }

    @Test
    void shouldSayWhatIsThereInsteadOfAPython() throws IOException {
        String python = python("3.11");

        assertThat(fates(Availability.here(plan("[tool.mlc-wheels]\nbuild = 'cp31{0,1}-many*'\n"), Map.of("", python))))
                .containsEntry("cp311", "built")
                .hasEntrySatisfying("cp310", reason -> assertThat(reason)
                        .startsWith("no Python 3.10 here")
                        .contains("--python cp310-manylinux_" + MACHINE + "=PATH"));
    }

    @Test
    void shouldLetTheFirstThatIsThereBuildForTheOthers() throws IOException {
        MatrixPlan plan = plan("[build-system]\nbuild-backend = 'scikit_build_core.build'\n[tool.scikit-build]\n"
                + "wheel.py-api = 'py3'\n[tool.mlc-wheels]\nbuild = 'cp31[0-3]-many*'\n");
        String platform = "-manylinux_" + MACHINE;

        assertThat(fates(plan)).containsEntry("cp310", "built").containsEntry("cp312", "cp310" + platform);
        assertThat(fates(Availability.here(plan, Map.of("", python("3.11"), "cp313" + platform, python("3.13")))))
                .containsEntry("cp311", "built")
                .containsEntry("cp313", "cp311" + platform)
                .hasEntrySatisfying("cp310", reason -> assertThat(reason).startsWith("no Python 3.10"))
                .hasEntrySatisfying("cp312", reason -> assertThat(reason).startsWith("no Python 3.12"));
    }

    @Test
    void shouldLeaveOutWhatIsForAnotherMachine() {
        MatrixPlan here =
                Availability.here(plan("[tool.mlc-wheels]\nbuild = 'cp39-many*'\narchs = '" + OTHER + "'\n"), Map.of());

        assertThat(here.builds()).singleElement().satisfies(build -> assertThat(build.leftOut())
                .hasValueSatisfying(reason -> assertThat(reason).contains("--container")));
    }

    @Test
    void shouldKeepBuildsWithAnImageOfTheirOwn() {
        MatrixPlan here = Availability.here(
                plan("[tool.mlc-wheels]\nbuild = 'cp39-many*'\narchs = '" + OTHER + "'\nmanylinux-" + OTHER
                        + "-image = 'x:1'\n"),
                Map.of());

        assertThat(here.builds().get(0).leftOut()).isEmpty();
    }
}
