package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.build.BuildScript;
import io.jenkins.plugins.mlcwheels.engine.build.BuildSurroundings;
import io.jenkins.plugins.mlcwheels.engine.build.Frontend;
import io.jenkins.plugins.mlcwheels.engine.build.PreparedSource;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.matrix.AuditStep;
import io.jenkins.plugins.mlcwheels.engine.matrix.ConfigSetting;
import io.jenkins.plugins.mlcwheels.engine.matrix.DependencyVersions;
import io.jenkins.plugins.mlcwheels.engine.matrix.EffectiveOptions;
import io.jenkins.plugins.mlcwheels.engine.matrix.EnvironmentAssignment;
import io.jenkins.plugins.mlcwheels.engine.matrix.RepairStep;
import io.jenkins.plugins.mlcwheels.engine.repair.FinishedWheel;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.reproducible.WheelReproduction;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the wheel of one cell, repairs it and audits it. */
final class CellBuild {

    /** Read where libraries are searched, and by no program of a build. */
    private static final String LIBRARY_PATH = "AUDITWHEEL_LD_LIBRARY_PATH";

    private final RunRequest request;
    private final Cell cell;
    private final Path work;
    private final int jobs;
    private final boolean elsewhere;
    private final EffectiveOptions options;

    /**
     * @param work directory of this build's own
     * @param jobs how many compilations at once; 0: one for each processor
     */
    CellBuild(RunRequest request, Cell cell, Path work, int jobs) {
        this(request, cell, work, jobs, false);
    }

    private CellBuild(RunRequest request, Cell cell, Path work, int jobs, boolean elsewhere) {
        this.elsewhere = elsewhere;
        this.request = request;
        this.cell = cell;
        this.work = work;
        this.jobs = jobs;
        this.options = cell.build().options();
    }

    /**
     * What came of it.
     *
     * @param wheel in the directory of this build
     * @param cache what the compiler cache gave, in words
     * @param project where the source is for commands that come after it
     * @param surroundings where it was built
     */
    record Built(Path wheel, Optional<String> cache, Path project, BuildSurroundings surroundings) {}

    /**
     * @throws EngineException if it fails at any of its steps, or gives another wheel when it is done a second time,
     *     where that is asked for
     */
    Built run(ProgressListener listener) throws IOException {
        Built built = once(listener);
        if (request.limits().twice()) {
            listener.on(new ProgressListener.Notice("building a second time, to compare", false));
            Built again =
                    new CellBuild(request, cell, work.resolve("built-again-elsewhere"), jobs, true).once(listener);
            WheelReproduction.check(
                    built.wheel(),
                    again.wheel(),
                    built.surroundings(),
                    again.surroundings(),
                    request.wheelhouse()
                            .resolve(".mlc-wheels/twice")
                            .resolve(cell.name().replace('/', '-')));
            listener.on(new ProgressListener.Notice("both builds gave the same bytes", false));
        }
        return built;
    }

    private Built once(ProgressListener listener) throws IOException {
        Optional<Path> prepared = cell.site().prepare(options.beforeAll(), plan(Optional.empty()), listener);
        BuildPlan plan = plan(prepared);
        BuildReport built = BuildRunner.run(plan, cell.site().host(), listener);
        WheelFilename name = WheelFilename.of(built.wheel());
        if (!name.platformTags().equals(List.of("any"))) {
            // One without native code is refused by the repair, in words of its own.
            WheelFit.check(name, cell.build().identifier());
        }
        Path project = prepared.map(PreparedSource::top).orElse(plan.tree().root());
        Path wheel = repair(plan, built, project, listener);
        WheelFit.check(WheelFilename.of(wheel), cell.build().identifier());
        audit(wheel, project, listener);
        return new Built(wheel, built.ccache(), project, built.surroundings());
    }

    /** What builds it, for those who run scripts themselves. */
    ShellScript script(Optional<Path> prepared) throws IOException {
        return BuildScript.of(plan(prepared));
    }

    /** What is built, with all that holds for it. */
    BuildPlan plan(Optional<Path> prepared) throws IOException {
        BuildRequest.Builder builder =
                request.common().apply(BuildRequest.of(request.tree().root()));
        cell.build().flavour().ifPresent(builder::flavour);
        request.caches().compilers().ifPresent(builder::ccache);
        builder.environment(request.caches().variables());
        options.beforeBuild().filter(text -> !text.isBlank()).ifPresent(builder::beforeBuild);
        if (request.limits().twice()) {
            builder.uncached();
        }
        if (jobs > 0) {
            builder.jobs(jobs);
        }
        return BuildPlan.of(
                builder.python(cell.python().path())
                        .dist(work.resolve("dist"))
                        .work(work)
                        .logs(work)
                        .output(request.wheelhouse())
                        .output(request.work())
                        .elsewhere(elsewhere)
                        .frontend(frontend())
                        .assignments(buildAssignments())
                        .copy(prepared.orElse(null))
                        .libraries(cell.site().isContainer() ? work.resolve("libraries") : null)
                        .build(),
                request.tree());
    }

    private Frontend frontend() throws IOException {
        boolean own = options.beforeBuild().filter(text -> !text.isBlank()).isPresent()
                || !options.frontend().arguments().isEmpty();
        return new Frontend(
                isDefault("build-frontend") ? "pip" : options.frontend().name(),
                options.frontend().arguments(),
                options.configSettings().stream().map(ConfigSetting::toString).toList(),
                constraints(options.constraints()),
                own,
                options.verbosity() + 1);
    }

    /** Where nobody asks for a frontend, pip builds as in builds without a matrix: it is there already. */
    private boolean isDefault(String option) {
        return cell.build().values().stream()
                .filter(value -> value.option().equals(option))
                .allMatch(value -> value.origins().equals(List.of("default")));
    }

    private Optional<Path> constraints(DependencyVersions versions) throws IOException {
        return switch (versions.kind()) {
            case LATEST -> Optional.empty();
            case FILE -> {
                Path file = request.tree().root().resolve(versions.file().orElseThrow());
                if (!Files.isRegularFile(file)) {
                    throw new EngineException(
                            EngineException.Kind.INPUT,
                            file + ": no such file of constraints",
                            "Correct dependency-versions, or make the file.");
                }
                yield Optional.of(file);
            }
            case PACKAGES -> {
                Path file = Files.createDirectories(work).resolve("constraints.txt");
                Files.write(file, versions.packages());
                yield Optional.of(file);
            }
        };
    }

    static List<String> assignments(List<EnvironmentAssignment> environment) {
        return environment.stream().map(EnvironmentAssignment::toString).toList();
    }

    /** What the repair command sets for itself has no meaning for the build, but for where libraries are found. */
    private List<String> buildAssignments() {
        List<String> all = new ArrayList<>(assignments(options.environment()));
        options.repair().own().environment().forEach(set -> all.add(LIBRARY_PATH + "=" + set.word()));
        return all;
    }

    private Path repair(BuildPlan plan, BuildReport built, Path project, ProgressListener listener) throws IOException {
        return switch (options.repair().kind()) {
            case NONE -> built.wheel();
            case OWN ->
                FinishedWheel.of(
                                built.wheel(),
                                repairOptions(plan, built),
                                plan.request().pure(),
                                listener)
                        .path();
            case COMMAND -> repairByCommand(built.wheel(), project, listener);
        };
    }

    private RepairOptions repairOptions(BuildPlan plan, BuildReport built) {
        RepairOptions repairing = repairOptions(plan, work.resolve("repaired"));
        return built.libraries()
                .map(repairing::withLibrariesOf)
                .orElseGet(() -> repairing.withLibraryPathFirst(built.libraryPath()));
    }

    /** How the built-in repair repairs, into a directory. */
    RepairOptions repairOptions(BuildPlan plan, Path into) {
        RepairStep.Own own = options.repair().own();
        RepairOptions given = request.repair();
        return given.withPlat(given.plat().or(own::plat), given.onlyPlat() || own.onlyPlat())
                .withExcludes(Stream.concat(own.excludes().stream(), plan.request().excludes().stream())
                        .distinct()
                        .toList())
                .withCommonExcludes(plan.flavour().excludes())
                .withSearch(
                        given.libraryPath(),
                        own.ldPaths()
                                .map(paths -> paths.stream().map(Path::of).toList())
                                .or(given::ldPaths))
                .withOutputDirectory(into)
                .withEffort(own.level().orElse(given.level()), given.threads())
                .withAnyInstructionSet(given.anyInstructionSet() || own.anyInstructionSet());
    }

    private Path repairByCommand(Path wheel, Path project, ProgressListener listener) throws IOException {
        Path into = Files.createDirectories(work.resolve("repaired"));
        listener.on(new ProgressListener.PhaseStarted("repair"));
        ProjectCommand command = repairCommand(wheel, into, project);
        command.run(cell.site().host(), listener).ifPresent(why -> {
            throw new EngineException(
                    EngineException.Kind.REPAIR_FAILED,
                    cell.name() + ": the repair command failed: " + why,
                    "See its output. The command was: " + command.text());
        });
        try (Stream<Path> files = Files.list(into)) {
            List<Path> wheels =
                    files.filter(file -> file.toString().endsWith(".whl")).toList();
            if (wheels.size() != 1) {
                throw new EngineException(
                        EngineException.Kind.REPAIR_FAILED,
                        cell.name() + ": the repair command left " + wheels.size() + " wheels, not one",
                        "Let it write one wheel to {dest_dir}.");
            }
            return wheels.get(0);
        }
    }

    /** The project's own command that repairs. */
    ProjectCommand repairCommand(Path wheel, Path into, Path project) {
        Map<String, Path> places = places(project);
        places.put("wheel", wheel);
        places.put("dest_dir", into);
        return command(ProjectCommand.filledIn(options.repair().command(), places), List.of(), project);
    }

    private ProjectCommand command(String text, List<String> requirements, Path project) {
        return new ProjectCommand(
                text, cell.python().path(), requirements, assignments(options.environment()), project, work);
    }

    private Map<String, Path> places(Path project) {
        Map<String, Path> places = new LinkedHashMap<>();
        places.put("project", project);
        places.put("package", project);
        return places;
    }

    /** Our own repair has audited what it made. */
    private void audit(Path wheel, Path project, ProgressListener listener) throws IOException {
        if (options.repair().kind() != RepairStep.Kind.OWN) {
            refuseFailed(WheelAuditor.audit(
                    wheel,
                    AuditOptions.DEFAULT
                            .withExcludes(options.repair().own().excludes())
                            .withAnyInstructionSet(request.repair().anyInstructionSet())));
        }
        for (ProjectCommand command : auditCommands(wheel, project)) {
            command.run(cell.site().host(), listener).ifPresent(why -> {
                throw new EngineException(
                        EngineException.Kind.AUDIT_FAILED,
                        wheel.getFileName() + ": the audit command failed: " + why,
                        "See its output. The command was: " + command.text());
            });
        }
    }

    /** The project's own commands that judge a wheel. */
    List<ProjectCommand> auditCommands(Path wheel, Path project) {
        AuditStep step = options.audit();
        boolean abi3 = WheelFilename.of(wheel).abiTags().stream().anyMatch(tag -> tag.startsWith("abi3"));
        List<ProjectCommand> commands = new ArrayList<>();
        for (String text : step.commands()) {
            if (text.contains("{abi3_wheel}") && !abi3) {
                continue;
            }
            Map<String, Path> places = places(project);
            places.put("wheel", wheel);
            places.put("abi3_wheel", wheel);
            commands.add(command(ProjectCommand.filledIn(text, places), step.requires(), project));
        }
        return commands;
    }

    private static void refuseFailed(AuditReport report) {
        if (!report.passed()) {
            String first = report.findings().stream()
                    .filter(Finding::isError)
                    .map(finding -> finding.where() + ": " + finding.message())
                    .findFirst()
                    .orElse("it does not comply with its platform tag");
            throw new EngineException(
                    EngineException.Kind.AUDIT_FAILED,
                    report.path() + ": " + first,
                    "See all findings with mlc-wheels audit.");
        }
    }
}
