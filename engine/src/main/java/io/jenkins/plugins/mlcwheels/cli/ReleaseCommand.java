package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.build.SourceState;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.index.WheelTree;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseStage;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.release.StageList;
import io.jenkins.plugins.mlcwheels.engine.repair.FinishedWheel;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestRunner;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mlc-wheels release}: everything from a source tree and a tag to a directory that pip installs from. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description =
                "Builds a source tree as it is, with the version of a tag, repairs, audits and tests the wheel, publishes it"
                        + " into a directory of releases, and writes the index of that directory.",
        footer = "Exit code: 0 all is well, 2 input can't be used, 5 the wheel has no native code, 8 it "
                + "can't be repaired, 9 it failed the audit, 10 no wheel was built, 11 the release was "
                + "refused, 13 the wheel does not work, 130 cancelled.")
final class ReleaseCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private BuildOptions build;

    @Option(
            names = "--tag",
            required = true,
            paramLabel = "TAG",
            description = "Release tag that gives the version: v1.2.0, v1.2.0-rc.1, v1.2.0rc1.")
    private String tagName;

    @Mixin
    private RepairSettings repair;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Directory of releases; its index goes to DIR/simple.")
    private Path directory;

    @Option(
            names = "--test-command",
            paramLabel = "COMMAND",
            description = "Tests the wheel further, on the test files of SOURCE, with the wheel installed.")
    private String testCommand;

    @Option(
            names = {"-r", "--require", "--requirement"},
            paramLabel = "REQUIREMENT",
            description = "What that command needs: a requirement, or a file of requirements; repeatable.")
    private List<String> requirements = List.of();

    @Mixin
    private TestOptions tests;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private SigningOptions signing;

    @Option(names = "--amend", description = "Add to a release that is published already.")
    private boolean amend;

    @Option(
            names = "--any-source",
            description = "Release the source as it is, although the tag is at another commit or there are changes.")
    private boolean anySource;

    @Option(
            names = "--skip-stage",
            paramLabel = "STAGE",
            split = ",",
            description = "Skip preflight, test, sign, publish or index, out of the stages preflight, build, repair,"
                    + " audit, test, sign, publish, index; repeatable.")
    private List<String> skipped = List.of();

    @Option(names = "--allow-unproven", description = "Release although --imports anywhere proves nothing.")
    private boolean allowUnproven;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReleaseTag tag = build.tag(tagName);
        StageList stages = stages();
        refuseUnproven(tag);
        Path work = Files.createTempDirectory("mlc-wheels-");
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            BuildPlan plan = build.plan(VersionOptions.ofTag(tag), request -> request.dist(work.resolve("dist"))
                    .libraries(build.buildsInContainer() ? work.resolve("libraries") : null)
                    .logs(Path.of(System.getProperty("java.io.tmpdir")))
                    .output(directory)
                    .target(repair.target().orElse(null)));
            stage(stages, ReleaseStage.PREFLIGHT, progress);
            preflight(tag, plan, stages, progress);
            RepairOptions repairing = repair.options(
                            work.resolve("wheelhouse"), plan.request().excludes(), System.getenv())
                    .withCommonExcludes(plan.flavour().excludes());
            Optional<FileSigning> signer = stages.whySkipped(ReleaseStage.SIGN).isEmpty()
                    ? signing.signing(System.getenv())
                    : Optional.empty();
            stage(stages, ReleaseStage.BUILD, progress);
            Instant began = Clock.systemUTC().instant();
            BuildReport built = BuildRunner.run(plan, progress);
            BuildRecord record = BuildRecords.of(plan, built, Optional.of(tagName), began);
            stage(stages, ReleaseStage.REPAIR, progress);
            stage(stages, ReleaseStage.AUDIT, progress);
            FinishedWheel wheel = FinishedWheel.of(
                    built.wheel(),
                    built.libraries()
                            .map(repairing::withLibrariesOf)
                            .orElseGet(() -> repairing.withLibraryPathFirst(built.libraryPath())),
                    plan.request().pure(),
                    progress);
            BuildRecords.keep(wheel.path(), BuildRecords.finished(record, wheel), progress);
            Optional<TestRecord> tested = Optional.empty();
            if (stage(stages, ReleaseStage.TEST, progress)) {
                tested = Optional.of(
                        TestRunner.run(testPlan(plan, wheel.path()), progress).record());
                TestRecords.keep(wheel.path(), tested.get(), progress);
            }
            stage(stages, ReleaseStage.SIGN, progress);
            Optional<PublishReport> report = Optional.empty();
            if (stage(stages, ReleaseStage.PUBLISH, progress)) {
                report = Optional.of(publish(tag, wheel, tested, signer, progress));
            }
            boolean clear = !stage(stages, ReleaseStage.INDEX, progress)
                    || index(progress).ambiguous().isEmpty();
            tell(report, wheel, tested, stages);
            return (clear ? ExitCode.OK : ExitCode.PUBLISH_REFUSED).code();
        } finally {
            Directories.delete(work);
        }
    }

    private StageList stages() {
        StageList stages = StageList.without(skipped, "--skip-stage");
        if (!signing.isAsked()) {
            stages = stages.without(ReleaseStage.SIGN, "no --sign-key");
        }
        if (stages.whySkipped(ReleaseStage.PUBLISH).isPresent()) {
            stages = stages.without(ReleaseStage.INDEX, "nothing is published");
        }
        return stages;
    }

    /** Says that a stage is reached, and returns whether it runs. */
    private static boolean stage(StageList stages, ReleaseStage stage, ConsoleProgress progress) {
        progress.on(new ProgressListener.Notice(stages.line(stage), false));
        return stages.whySkipped(stage).isEmpty();
    }

    /** Whether the source is what the tag stands for is asked in any case. */
    private void preflight(ReleaseTag tag, BuildPlan plan, StageList stages, ConsoleProgress progress)
            throws IOException {
        ReleaseReadiness ready = new ReleaseReadiness();
        ready.add(new ReleaseSource(tag, SourceState.of(plan.tree(), tagName)).problem(anySource, progress));
        if (stages.whySkipped(ReleaseStage.PREFLIGHT).isEmpty()) {
            ready.host(
                    PublishRequest.of(tag).amend(amend).build(),
                    new DirectoryReleaseHost(directory, tag.pattern()),
                    List.of(PlannedWheels.single(plan, tag, "the build")));
            ready.indexes(tests.indexes(), address -> network.options(URI.create(address), () -> "", System.getenv()));
        }
        if (!ready.problems().isEmpty()) {
            throw new PublishRefusedException(tagName, ready.problems());
        }
    }

    /** Sooner than the wheel is built for a release that is refused in the end. */
    private void refuseUnproven(ReleaseTag tag) {
        if (tests.importsAnywhere() && !allowUnproven) {
            throw new EngineException(
                    EngineException.Kind.PUBLISH_REFUSED,
                    tag + " would not be published: with --imports anywhere its tests prove nothing of the wheel",
                    "Leave --imports out, or add --allow-unproven.");
        }
    }

    private TestPlan testPlan(BuildPlan plan, Path wheel) {
        return tests.apply(TestPlan.of(wheel))
                .python(
                        plan.request().image().isPresent()
                                ? null
                                : plan.request().python())
                .requirements(TestOptions.requirements(requirements))
                .command(testCommand)
                .project(plan.tree().root())
                .build();
    }

    private PublishReport publish(
            ReleaseTag tag,
            FinishedWheel wheel,
            Optional<TestRecord> tested,
            Optional<FileSigning> signer,
            ConsoleProgress progress)
            throws IOException {
        PublishRequest.Builder request = PublishRequest.of(tag)
                .publisher("mlc-wheels-" + UUID.randomUUID())
                .amend(amend)
                .allowUnproven(allowUnproven);
        ReleaseWheel audited = ReleaseWheels.of(wheel);
        ReleaseWheel released =
                tested.map(test -> ReleaseWheels.tested(audited, test)).orElse(audited);
        request.wheel(released);
        ReleaseWheels.symbols(List.of(wheel.path())).forEach(request::attach);
        Map<Path, String> digests = Map.of(wheel.path(), released.asset().sha256());
        if (!amend) {
            // What was published with the first wheels stays as it is.
            request.attach(ReleaseSbom.of(tag, digests));
        }
        if (signer.isPresent()) {
            ReleaseBundles.signed(digests, signer.get()).forEach(request::bundle);
        }
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        return new ReleasePublisher(new DirectoryReleaseHost(directory, tag.pattern()), timing, progress)
                .publish(request.build());
    }

    private SimpleIndex index(ConsoleProgress progress) throws IOException, InterruptedException {
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        return new IndexDirectory(indexDirectory(), timing, progress).write(WheelTree.of(directory, progress));
    }

    private Path indexDirectory() {
        return directory.resolve("simple");
    }

    private void tell(
            Optional<PublishReport> report, FinishedWheel wheel, Optional<TestRecord> tested, StageList stages)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        WheelFilename name = WheelFilename.of(wheel.path());
        report.flatMap(PublishReport::release).ifPresent(release -> out.println("published: " + release.url()));
        out.println("wheel:     " + name);
        report.map(PublishReport::assets).orElse(List.of()).stream()
                .map(HostedAsset::name)
                .filter(BundleName::isBundle)
                .forEach(bundle -> out.println("signed:    " + bundle));
        out.println("platform:  " + wheel.platform());
        out.println("tested:    " + tested.map(ReleaseCommand::outcome).orElse("no"));
        if (report.isPresent()
                && tested.isPresent()
                && stages.whySkipped(ReleaseStage.INDEX).isEmpty()) {
            out.println("install:   "
                    + InstallLine.of(
                            wheel.path(),
                            tested.get(),
                            place(report.get(), name),
                            indexDirectory().toAbsolutePath().normalize().toUri()));
        }
    }

    private static String outcome(TestRecord tested) {
        ImportProof.Outcome imports = tested.test().imports().outcome();
        return "Python " + tested.test().python() + ", "
                + (imports == ImportProof.Outcome.NO_COMMAND ? "no test command given" : "imports " + imports.text());
    }

    private static URI place(PublishReport report, WheelFilename name) {
        return report.assets().stream()
                .filter(asset -> asset.name().equals(name.toString()))
                .map(asset -> Path.of(asset.url()).toAbsolutePath().normalize().toUri())
                .findFirst()
                .orElseThrow();
    }
}
