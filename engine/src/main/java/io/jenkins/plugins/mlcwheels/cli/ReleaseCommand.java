package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildRunner;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.index.WheelTree;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.WheelRepairer;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestRunner;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mlc-wheels release}: everything from a source tree and a tag to a directory that pip installs from. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description =
                "Builds a source tree at a tag, repairs, audits and tests the wheel, publishes it into a directory"
                        + " of releases and writes the index of that directory.",
        footer =
                "Exit code: 0 all is well, 2 input can't be used, 8 the wheel can't be repaired, 9 it failed the audit,"
                        + " 10 no wheel was built, 11 the release was refused, 13 the wheel does not work.")
final class ReleaseCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private BuildOptions build;

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
            description = "Tests the wheel further, in the source tree, with the wheel installed.")
    private String testCommand;

    @Option(
            names = "--requirement",
            paramLabel = "REQUIREMENT",
            description = "What that command needs, as a line of a requirements file; repeatable.")
    private List<String> requirements = List.of();

    @Override
    public Integer call() throws IOException {
        ReleaseTag tag = build.tag()
                .orElseThrow(() ->
                        new CommandLine.ParameterException(spec.commandLine(), "Missing required option: '--tag=TAG'"));
        Path work = Files.createTempDirectory("mlc-wheels-");
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            BuildPlan plan = build.plan(work.resolve("dist"));
            Path built = BuildRunner.run(plan, progress).wheel();
            RepairReport repaired = WheelRepairer.repair(
                    built,
                    repair.options(work.resolve("wheelhouse"), plan.request().excludes(), System.getenv())
                            .withCommonExcludes(plan.flavour().excludes()),
                    progress);
            TestRunner.run(testPlan(plan, repaired.output()), progress);
            PublishReport report = publish(tag, repaired, progress);
            Path index = index();
            tell(report, repaired, index);
            return ExitCode.OK.code();
        } finally {
            delete(work);
        }
    }

    private TestPlan testPlan(BuildPlan plan, Path wheel) {
        return new TestPlan(
                wheel,
                plan.request().python(),
                Optional.empty(),
                List.of(),
                requirements,
                Optional.ofNullable(testCommand),
                plan.tree().root(),
                Optional.empty());
    }

    private PublishReport publish(ReleaseTag tag, RepairReport repaired, ConsoleProgress progress) throws IOException {
        PublishRequest.Builder request = PublishRequest.of(tag).publisher("mlc-wheels-" + UUID.randomUUID());
        request.wheel(ReleaseWheels.of(repaired.output(), repaired.audit()));
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        return new ReleasePublisher(new DirectoryReleaseHost(directory, tag.pattern()), timing, progress)
                .publish(request.build());
    }

    private Path index() throws IOException {
        Path index = directory.resolve("simple");
        SimpleIndex.of(WheelTree.of(directory).read(index)).writeTo(index);
        return index;
    }

    private void tell(PublishReport report, RepairReport repaired, Path index) {
        PrintWriter out = spec.commandLine().getOut();
        WheelFilename name = WheelFilename.parse(repaired.output().getFileName().toString());
        report.release().ifPresent(release -> out.println("published: " + release.url()));
        out.println("wheel:     " + name);
        out.println("platform:  " + repaired.audit().overall());
        out.println("install:   python3 -m pip install --index-url "
                + ShellWords.quote(index.toAbsolutePath().normalize().toUri().toString())
                + " "
                + ShellWords.quote(name.normalizedName() + "==" + name.version()));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
