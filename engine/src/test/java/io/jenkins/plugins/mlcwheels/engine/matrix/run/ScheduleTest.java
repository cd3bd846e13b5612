package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.matrix.AuditStep;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.ContainerSettings;
import io.jenkins.plugins.mlcwheels.engine.matrix.DependencyVersions;
import io.jenkins.plugins.mlcwheels.engine.matrix.EffectiveOptions;
import io.jenkins.plugins.mlcwheels.engine.matrix.FrontendChoice;
import io.jenkins.plugins.mlcwheels.engine.matrix.ImageChoice;
import io.jenkins.plugins.mlcwheels.engine.matrix.KnownPython;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScheduleTest {

    private final List<String> cancelled = new ArrayList<>();

    @Test
    void shouldLetASecondOfAKindRunBesideTheFirstAndNoThird() throws Exception {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp311-manylinux_x86_64", "cp312-manylinux_x86_64");
        Cell first = begin(schedule);
        Cell second = begin(schedule);
        assertThat(List.of(first.name(), second.name()))
                .containsExactly("cp310-manylinux_x86_64", "cp311-manylinux_x86_64");
        schedule.built(first, Path.of("demo-1.0-cp310-cp310-linux_x86_64.whl"));
        assertThat(begin(schedule).name()).isEqualTo("cp312-manylinux_x86_64");
        assertThat(cancelled).isEmpty();
    }

    @Test
    void shouldGiveUpTheSecondWhenTheFirstServesItAndTestTheWheelInstead() throws Exception {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp311-manylinux_x86_64");
        Cell first = begin(schedule);
        Cell second = begin(schedule);
        schedule.built(first, Path.of("demo-1.0-cp310-abi3-linux_x86_64.whl"));
        assertThat(cancelled).containsExactly("cp311-manylinux_x86_64");
        assertThat(schedule.isServed(second)).isTrue();
        schedule.again(second);
        Schedule.Task task = schedule.next().orElseThrow();
        assertThat(task.cell()).isEqualTo(second);
        assertThat(task.source().orElseThrow().build()).isEqualTo("cp310-manylinux_x86_64");
        schedule.done(second);
        assertThat(schedule.next()).isEmpty();
    }

    @Test
    void shouldNotLetKindsWaitForEachOther() throws Exception {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp310-musllinux_x86_64", "cp310-manylinux_aarch64");
        assertThat(Stream.of(begin(schedule), begin(schedule), begin(schedule)).map(Cell::name))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldGiveOneFileNameToOneBuild() {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp311-manylinux_x86_64");
        assertThat(schedule.claim(cell("cp310-manylinux_x86_64"), "demo.whl")).isEmpty();
        assertThat(schedule.claim(cell("cp310-manylinux_x86_64"), "demo.whl")).isEmpty();
        assertThat(schedule.claim(cell("cp311-manylinux_x86_64"), "demo.whl")).contains("cp310-manylinux_x86_64");
    }

    @Test
    void shouldLetTheNextGoFirstWhenTheFirstFails() throws Exception {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp311-manylinux_x86_64", "cp312-manylinux_x86_64");
        Cell first = begin(schedule);
        begin(schedule);
        schedule.done(first);
        assertThat(begin(schedule).name()).isEqualTo("cp312-manylinux_x86_64");
    }

    @Test
    void shouldServeWithWheelsOfEarlierRuns() throws Exception {
        Schedule schedule = schedule("cp311-manylinux_x86_64");
        schedule.madeBefore(
                "manylinux_x86_64",
                new Schedule.Source(Path.of("demo-1.0-py3-none-linux_x86_64.whl"), "cp310-manylinux_x86_64"));
        assertThat(schedule.next().orElseThrow().source()).isPresent();
    }

    @Test
    void shouldBeginNothingMoreOnceItIsEnded() throws Exception {
        Schedule schedule = schedule("cp310-manylinux_x86_64", "cp311-manylinux_x86_64");
        begin(schedule);
        schedule.end();
        assertThat(cancelled).containsExactly("cp310-manylinux_x86_64");
        assertThat(schedule.next()).isEmpty();
    }

    private Cell begin(Schedule schedule) throws InterruptedException {
        Cell cell = schedule.next().orElseThrow().cell();
        schedule.begin(cell, () -> cancelled.add(cell.name()));
        return cell;
    }

    private static Schedule schedule(String... identifiers) {
        return new Schedule(Stream.of(identifiers).map(ScheduleTest::cell).toList());
    }

    private static Cell cell(String name) {
        BuildIdentifier identifier = BuildIdentifier.of(name).orElseThrow();
        EffectiveOptions options = new EffectiveOptions(
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new FrontendChoice("pip", List.of()),
                List.of(),
                0,
                DependencyVersions.NEWEST,
                RepairStep.DEFAULT,
                new AuditStep(true, List.of(), List.of()),
                MatrixProject.test(true, Optional.empty()),
                new ImageChoice("", "", false),
                new ContainerSettings("docker", List.of(), false));
        PlannedBuild build = new PlannedBuild(
                identifier,
                Optional.empty(),
                new KnownPython(identifier.python(), "/opt/python/x", Optional.empty()),
                options,
                List.of(),
                "",
                Optional.empty(),
                Optional.empty());
        return new Cell(
                build,
                new Interpreter("/p", "cpython", "3.10.0", false, "glibc", "x86_64"),
                new BuildSite("here", ScriptHost.HERE, Path.of("/tmp"), Map.of()));
    }
}
