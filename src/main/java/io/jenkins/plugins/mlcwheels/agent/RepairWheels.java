package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.PlatformName;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairSeries;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    @CheckForNull
    private BuildRecorder recorder;

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

    /** What is known of the build, for the records of the wheels; null for no records. */
    public RepairWheels recorder(@CheckForNull BuildRecorder known) {
        recorder = known;
        return this;
    }

    @Override
    ArrayList<AgentWheel> run(Path workspace, ProgressListener progress) throws IOException {
        Path target = inside(workspace, wheelhouse);
        Files.createDirectories(target);
        ArrayList<AgentWheel> wheels = new ArrayList<>();
        RepairedWheel repaired = new RepairedWheel(target, new RepairSeries(options(target)), auditOptions());
        for (Path wheel : built(Path.of(dist))) {
            List<BuildMaterial> grafts = new ArrayList<>();
            Map<String, String> programs = new TreeMap<>();
            AuditReport report = repaired.repair(wheel, progress, done -> {
                done.grafts().forEach(graft -> grafts.add(graft.material()));
                programs.putAll(done.programs());
            });
            AgentWheel left = new AgentWheel(relative(workspace, target.resolve(report.filename())), report.toJson());
            wheels.add(left.withRecord(
                    recorder == null
                            ? null
                            : recorder.record(report.filename(), report.sha256().orElseThrow(), grafts, programs)));
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
