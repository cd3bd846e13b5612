package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRequest;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.build.BuildSurroundings;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.RunRequest;
import io.jenkins.plugins.mlcwheels.engine.repair.FinishedWheel;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.reproducible.WheelReproduction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds a wheel, repairs it, and audits what came of it. */
@Command(
        name = "build",
        description = "Builds a wheel of a source tree, here or in a container, repairs it and audits the result.",
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 no build is selected, 5 the wheel has no native"
                + " code, 8 it can't be repaired, 9 it failed the audit, 10 no wheel was built, 13 the wheel does not"
                + " work, 130 cancelled.",
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private VersionOptions version;

    @Mixin
    private MatrixOptions matrix;

    @Mixin
    private RunOptions run;

    @Mixin
    private RepairSettings repair;

    @Mixin
    private SigningOptions signing;

    @Option(
            names = {"-w", "--wheel-dir"},
            paramLabel = "DIR",
            defaultValue = "wheelhouse",
            description = "Gets the repaired wheel; default: ${DEFAULT-VALUE}.")
    private Path wheelhouse;

    @Option(names = "--no-repair", description = "Only build; the wheel stays in the directory of --dist.")
    private boolean noRepair;

    @Option(
            names = "--twice",
            description = "Build a second time in another directory, with another user name, umask and time zone, and"
                    + " fail if the wheels differ.")
    private boolean twice;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<MatrixPlan> builds = matrix.plan(options, version, System.getenv());
        if (builds.isPresent() && signing.isAsked()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "--sign-key signs one build, and several are selected",
                    "Build them, then sign them: mlc-wheels sign wheelhouse/*.whl --sign-key FILE.");
        }
        return builds.isPresent() ? buildMatrix(builds.get()) : buildOne();
    }

    private int buildMatrix(MatrixPlan builds) throws IOException {
        SourceTree tree = SourceTree.read(options.source());
        UnaryOperator<BuildRequest.Builder> common = options.common(version, tree);
        Path place = wheelhouse.toAbsolutePath().normalize();
        RepairOptions repairing = repair.options(place, List.of(), System.getenv());
        return new MatrixBuild(spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(
                        options.work(),
                        work -> new RunRequest(
                                builds,
                                tree,
                                common,
                                repairing,
                                place,
                                work,
                                options.pythons(),
                                System.getenv(),
                                Main.Version.text(),
                                run.limits(options.jobs(), twice),
                                run.containers(options),
                                run.caches(options.ccache(), System.getenv())));
    }

    private int buildOne() throws IOException {
        BuildPlan plan = plan(request -> request);
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            Optional<FileSigning> signer = signing.signing(System.getenv());
            Made made = make(plan, wheelhouse, progress);
            if (twice) {
                compareWithSecond(plan, made, progress);
            }
            BuildRecords.keep(made.wheel(), made.record(), progress);
            if (signer.isPresent()) {
                signer.get().sign(made.wheel(), made.record().sha256());
            }
            out.println(made.wheel());
        } finally {
            if (plan.request().libraries().isPresent()) {
                Directories.delete(plan.request().libraries().get());
            }
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private BuildPlan plan(UnaryOperator<BuildRequest.Builder> places) throws IOException {
        return options.plan(version, request -> {
            request.output(wheelhouse).target(noRepair ? null : repair.target().orElse(null));
            return places.apply(twice ? request.uncached() : request);
        });
    }

    /** What a build made, how, and where. */
    private record Made(Path wheel, BuildRecord record, BuildSurroundings surroundings) {}

    private Made make(BuildPlan plan, Path directory, ProgressListener progress) throws IOException {
        RepairOptions repairing = repair.options(directory, plan.request().excludes(), System.getenv())
                .withCommonExcludes(plan.flavour().excludes());
        Instant began = Clock.systemUTC().instant();
        BuildReport built = BuildRunner.run(plan, progress);
        BuildRecord record = BuildRecords.of(plan, built, Optional.empty(), began);
        Path wheel = built.wheel();
        if (!noRepair) {
            FinishedWheel finished = FinishedWheel.of(
                    wheel,
                    built.libraries()
                            .map(repairing::withLibrariesOf)
                            .orElseGet(() -> repairing.withLibraryPathFirst(built.libraryPath())),
                    plan.request().pure(),
                    progress);
            record = BuildRecords.finished(record, finished);
            wheel = finished.path();
        }
        return new Made(wheel, record, built.surroundings());
    }

    private void compareWithSecond(BuildPlan plan, Made made, ProgressListener progress) throws IOException {
        progress.on(new ProgressListener.Notice("building a second time, to compare", false));
        Path elsewhere = Files.createTempDirectory(Files.createDirectories(options.work()), "mlc-built-elsewhere-");
        BuildPlan again = plan(request -> request.elsewhere(true)
                .output(plan.request().dist())
                .dist(elsewhere.resolve("dist"))
                .logs(plan.request().logs())
                .work(elsewhere));
        try {
            Made second = make(again, elsewhere.resolve("repaired"), progress);
            WheelReproduction.check(
                    made.wheel(),
                    second.wheel(),
                    made.surroundings(),
                    second.surroundings(),
                    wheelhouse.resolve(".mlc-wheels/twice"));
            progress.on(new ProgressListener.Notice(
                    "both builds gave the same bytes: SHA-256 " + made.record().sha256(), false));
        } finally {
            Directories.delete(elsewhere);
            if (again.request().libraries().isPresent()) {
                Directories.delete(again.request().libraries().get());
            }
        }
    }
}
