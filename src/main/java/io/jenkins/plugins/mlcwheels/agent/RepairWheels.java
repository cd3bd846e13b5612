package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairFailedException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.Severity;
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

    /** Asks for the most portable platform that holds. */
    public static final String AUTO = "auto";

    /** Code of the finding about a wheel that could not be made to hold the platform. */
    public static final String REPAIR_FAILED = "repair-failed";

    private final String dist;
    private final String libraries;
    private final String wheelhouse;
    private final String platform;
    private final ArrayList<String> excludes;
    private ArrayList<String> given = new ArrayList<>();
    private boolean useOwnLibraries;

    /**
     * @param dist absolute directory that the build left its wheel in
     * @param libraries absolute directory with libraries of the system that built it, which may be gone by now
     * @param wheelhouse directory relative to the workspace
     * @param excludes patterns of all libraries to leave alone, those of the flavour included
     */
    public RepairWheels(
            TaskListener listener,
            String dist,
            String libraries,
            String wheelhouse,
            String platform,
            List<String> excludes) {
        super(listener);
        this.dist = dist;
        this.libraries = libraries;
        this.wheelhouse = wheelhouse;
        this.platform = platform;
        this.excludes = new ArrayList<>(excludes);
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
        try (DirectoryStream<Path> built = Files.newDirectoryStream(Path.of(dist), "*.whl")) {
            for (Path wheel : built) {
                AuditReport report = repair(wheel, target, progress);
                wheels.add(new AgentWheel(relative(workspace, Path.of(report.path())), report.toJson()));
            }
        }
        if (wheels.isEmpty()) {
            throw new AbortException("the build left no wheel");
        }
        return wheels;
    }

    /** A wheel that can't be repaired goes into the wheelhouse as it is, with an audit that has failed. */
    private AuditReport repair(Path wheel, Path target, ProgressListener progress) throws IOException {
        try {
            RepairReport report = WheelRepairer.repair(wheel, options(target), progress);
            return report.audit().withSha256(Sha256.of(report.output()));
        } catch (RepairFailedException e) {
            Path copy = target.resolve(wheel.getFileName());
            Files.copy(wheel, copy, StandardCopyOption.REPLACE_EXISTING);
            return WheelAuditor.audit(copy, AuditOptions.DEFAULT.withExcludes(excludes))
                    .withFinding(finding(wheel.getFileName().toString(), e));
        }
    }

    /** A finding says apart from its message what it is about, which begins the message of an exception. */
    private static Finding finding(String filename, RepairFailedException failure) {
        String message = (failure.getMessage() + ". " + failure.suggestion()).replaceAll("\\s+", " ");
        return new Finding(
                Severity.ERROR,
                REPAIR_FAILED,
                filename,
                message.startsWith(filename)
                        ? message.substring(filename.length()).replaceFirst("^:? ", "")
                        : message);
    }

    private RepairOptions options(Path target) {
        return RepairOptions.into(target)
                .withPlat(AUTO.equals(platform) ? Optional.empty() : Optional.of(platform), false)
                .withExcludes(given)
                .withCommonExcludes(excludes)
                .withOwnLibraries(useOwnLibraries)
                .withSearch(List.of(Path.of(libraries)), Optional.empty());
    }
}
