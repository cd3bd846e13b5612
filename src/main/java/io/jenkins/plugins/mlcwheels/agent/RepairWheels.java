package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOutcome;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairFailedException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairSeries;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Repairs what a build left, into the wheelhouse of the workspace, and audits it. */
public final class RepairWheels extends EngineCallable<ArrayList<AgentWheel>> {

    private static final long serialVersionUID = 1L;

    /** Code of the finding about a wheel that could not be made to hold the platform. */
    public static final String REPAIR_FAILED = "repair-failed";

    private final String dist;
    private final String libraries;
    private final String wheelhouse;
    private final String platform;
    private final ArrayList<String> excludes;
    private final boolean anyInstructionSet;
    private ArrayList<String> given = new ArrayList<>();
    private boolean useOwnLibraries;

    /**
     * @param dist absolute directory that the build left its wheel in
     * @param libraries absolute directory with libraries of the system that built it, which may be gone by now
     * @param wheelhouse directory relative to the workspace
     * @param excludes patterns of all libraries to leave alone, those of the flavour included
     * @param anyInstructionSet whether files may need more of the processor than its baseline
     */
    public RepairWheels(
            TaskListener listener,
            String dist,
            String libraries,
            String wheelhouse,
            String platform,
            List<String> excludes,
            boolean anyInstructionSet) {
        super(listener);
        this.dist = dist;
        this.libraries = libraries;
        this.wheelhouse = wheelhouse;
        this.platform = platform;
        this.excludes = new ArrayList<>(excludes);
        this.anyInstructionSet = anyInstructionSet;
    }

    /** Patterns of those to leave alone that were given for this wheel, so that each has to match something. */
    public RepairWheels given(List<String> patterns) {
        given = new ArrayList<>(patterns);
        return this;
    }

    /** Whether files find the libraries that the wheel has, instead of getting copies of them. */
    public RepairWheels useOwnLibraries(boolean use) {
        useOwnLibraries = use;
        return this;
    }

    @Override
    ArrayList<AgentWheel> run(Path workspace, ProgressListener progress) throws IOException {
        Path target = inside(workspace, wheelhouse);
        Files.createDirectories(target);
        ArrayList<AgentWheel> wheels = new ArrayList<>();
        RepairSeries series = new RepairSeries(options(target));
        for (Path wheel : built(Path.of(dist))) {
            AuditReport report = repair(wheel, target, series, progress);
            wheels.add(new AgentWheel(relative(workspace, target.resolve(report.filename())), report.toJson()));
        }
        if (wheels.isEmpty()) {
            throw new AbortException("the build left no wheel");
        }
        return wheels;
    }

    private static List<Path> built(Path dist) throws IOException {
        List<Path> wheels = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dist, "*.whl")) {
            files.forEach(wheels::add);
        }
        wheels.sort(null);
        return wheels;
    }

    /**
     * A wheel without native code goes into the wheelhouse as it is, and so does one that can't be repaired, with an
     * audit that has failed.
     */
    private AuditReport repair(Path wheel, Path target, RepairSeries series, ProgressListener progress)
            throws IOException {
        try {
            RepairReport report = series.repair(wheel, progress);
            return report.audit().withSha256(Sha256.of(report.output()));
        } catch (NotAPlatformWheelException e) {
            return AuditOutcome.of(copy(wheel, target, series), auditOptions());
        } catch (RepairFailedException e) {
            return WheelAuditor.audit(copy(wheel, target, series), auditOptions())
                    .withFinding(finding(wheel.getFileName().toString(), e));
        }
    }

    private static Path copy(Path wheel, Path target, RepairSeries series) throws IOException {
        Path copy = target.resolve(wheel.getFileName());
        series.claim(copy, wheel);
        Path part = Files.createTempFile(target, ".mlc-wheels-", ".part");
        try {
            Files.copy(wheel, part, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A finding says apart from its message what it is about, which begins the message of an exception. */
    private static Finding finding(String filename, RepairFailedException failure) {
        String message = StepWords.sentence(failure).replaceAll("\\s+", " ");
        return new Finding(
                Severity.ERROR,
                REPAIR_FAILED,
                filename,
                message.startsWith(filename)
                        ? message.substring(filename.length()).replaceFirst("^:? ", "")
                        : message);
    }

    private AuditOptions auditOptions() {
        return AuditOptions.DEFAULT.withExcludes(excludes).withAnyInstructionSet(anyInstructionSet);
    }

    private RepairOptions options(Path target) {
        return RepairOptions.into(target)
                .withPlat(PlatformName.AUTO.equals(platform) ? Optional.empty() : Optional.of(platform), false)
                .withExcludes(given)
                .withCommonExcludes(excludes)
                .withOwnLibraries(useOwnLibraries)
                .withAnyInstructionSet(anyInstructionSet)
                .withSearch(List.of(Path.of(libraries)), Optional.empty());
    }
}
