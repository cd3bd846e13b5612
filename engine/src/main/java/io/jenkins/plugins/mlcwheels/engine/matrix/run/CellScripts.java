package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.build.PreparedSource;
import io.jenkins.plugins.mlcwheels.engine.build.SourceDistribution;
import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scripts of one build of a matrix, for those who run scripts themselves, such as the durable tasks of Jenkins. They
 * do what {@link MatrixRun} does: the command before all builds, the build, a repair and audits by commands of the
 * project, and the test. Libraries are kept for a repair that runs elsewhere.
 */
public final class CellScripts {

    private final Cell cell;
    private final CellBuild build;
    private final Path work;

    private CellScripts(RunRequest request, Cell cell, Path work, int jobs) {
        this.cell = cell;
        this.work = work;
        this.build = new CellBuild(request, cell, work, jobs);
    }

    /**
     * @param python that builds and tests, as it was found where the scripts run
     * @param work directory of this build's own
     * @param jobs compilations at once; 0: one for each processor
     */
    public static CellScripts of(RunRequest request, PlannedBuild build, Interpreter python, Path work, int jobs) {
        BuildSite elsewhere = new BuildSite(
                "elsewhere",
                (script, directory, listener) -> {
                    throw new UnsupportedOperationException("scripts are run by others");
                },
                work,
                Map.of());
        return new CellScripts(request, new Cell(build, python, elsewhere), work, jobs);
    }

    /** The command before all builds, which runs once; empty: there is none. */
    public Optional<String> beforeAll() {
        return cell.build().options().beforeAll().filter(text -> !text.isBlank());
    }

    /** Runs the command before all builds in a copy of the source, which it leaves in a directory. */
    public ShellScript prepare(Path directory) throws IOException {
        return PreparedSource.script(build.plan(Optional.empty()), beforeAll().orElseThrow(), directory);
    }

    /**
     * Builds the wheel into {@link #dist()}.
     *
     * @param prepared what {@link #prepare} left; empty: the source itself
     */
    public ShellScript build(Optional<Path> prepared) throws IOException {
        return build.script(prepared);
    }

    /** Where {@link #build} and {@link #sdist} leave what they build. */
    public Path dist() {
        return work.resolve("dist");
    }

    /** Builds a source distribution into {@link #dist()}. */
    public ShellScript sdist(Path unpacked) throws IOException {
        return SourceDistribution.script(build.plan(Optional.empty()), unpacked);
    }

    /** Where commands of the project find the source. */
    public Path project(Optional<Path> prepared) throws IOException {
        return prepared.isPresent()
                ? PreparedSource.top(prepared.get())
                : build.plan(Optional.empty()).tree().root();
    }

    /** Who repairs the wheel. */
    public RepairStep.Kind repairedBy() {
        return cell.build().options().repair().kind();
    }

    /**
     * Repairs the wheel by the project's own command.
     *
     * @param into an empty directory that is there and gets the wheel
     */
    public ShellScript repairCommand(Path wheel, Path into, Path project) {
        return build.repairCommand(wheel, into, project).script();
    }

    /** How the wheel is repaired by the built-in repair, with the libraries that the build kept. */
    public RepairOptions repair(Path into) throws IOException {
        return build.repairOptions(build.plan(Optional.empty()), into).withLibrariesOf(work.resolve("libraries"));
    }

    /** How the wheel is audited. */
    public AuditOptions audit() throws IOException {
        RepairOptions repair = repair(work);
        return AuditOptions.DEFAULT.withExcludes(repair.excludes()).withAnyInstructionSet(repair.anyInstructionSet());
    }

    /** The project's own commands that judge a finished wheel. */
    public List<ShellScript> auditCommands(Path wheel, Path project) {
        return build.auditCommands(wheel, project).stream()
                .map(ProjectCommand::script)
                .toList();
    }

    /**
     * Refuses a wheel that the build's Python would not install.
     *
     * @throws EngineException which names both
     */
    public void refuseUnfit(Path wheel) {
        WheelFit.check(WheelFilename.of(wheel), cell.build().identifier());
    }

    /** Whether a wheel of another build takes the place of building this one. */
    public static boolean serves(String wheel, BuildIdentifier identifier) {
        return WheelFit.serves(WheelFilename.parse(wheel), identifier);
    }

    /**
     * Refuses a wheel whose metadata differ from those of a source distribution.
     *
     * @param content of the source distribution, unpacked
     * @throws EngineException which names the field and both values
     */
    public static void compare(Path sdist, Path content, Path wheel) throws IOException {
        Path info = content.resolve("PKG-INFO");
        SdistCheck.compare(
                sdist, CoreMetadata.parse(sdist.getFileName() + "/PKG-INFO", Files.readAllBytes(info)), wheel);
    }

    /**
     * Tests the wheel on the Python of the build.
     *
     * @param records directory that gets the record of the test
     * @param junit directory that gets results of tests
     * @return empty if the options leave the test out
     */
    public Optional<ShellScript> test(Path wheel, Path project, Path records, Path junit) {
        if (cell.build().options().test().skipped()) {
            return Optional.empty();
        }
        TestPlan plan = CellTest.plan(cell, wheel, project, work).junit(junit).build();
        return Optional.of(TestScript.of(plan, records));
    }
}
