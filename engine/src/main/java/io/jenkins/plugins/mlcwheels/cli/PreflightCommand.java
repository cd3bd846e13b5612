package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.SourceState;
import io.jenkins.plugins.mlcwheels.engine.build.SourceTree;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Availability;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.PlannedWheel;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mlc-wheels preflight}: what would make publishing fail, before anything is built. */
@Command(
        name = "preflight",
        description = "Asks everything that would make publishing a release of a source tree fail, before anything is"
                + " built, and changes nothing.",
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 no build is selected, 11 the release would be"
                + " refused.",
        mixinStandardHelpOptions = true)
final class PreflightCommand implements Callable<Integer> {

    private static final String BUILD = "the build";

    @Mixin
    private BuildOptions build;

    @Mixin
    private MatrixOptions matrix;

    @Option(
            names = "--tag",
            required = true,
            paramLabel = "TAG",
            description = "Release tag that gives the version: v1.2.0, v1.2.0-rc.1, v1.2.0rc1.")
    private String tagName;

    @ArgGroup(multiplicity = "1")
    private Target target;

    /** Where to, exactly one. */
    private static final class Target {
        @Option(names = "--to", paramLabel = "DIR", description = "The directory of releases that would get it.")
        private Path directory;

        @Option(
                names = "--repo",
                paramLabel = "OWNER/NAME",
                description = "The repository on GitHub that would get it; the token comes from the environment"
                        + " variable GITHUB_TOKEN.")
        private String repository;
    }

    @Mixin
    private GitHubConnection connection;

    @Option(
            names = "--expect",
            paramLabel = "GLOB",
            description = "A wheel's name that has to match one of those that will be built; repeatable.")
    private List<String> expected = List.of();

    @Option(names = "--attach", paramLabel = "FILE", description = "Another file that would be published; repeatable.")
    private List<Path> attachments = List.of();

    @Option(names = "--index-url", paramLabel = "URL", description = "An index that has to be reachable; repeatable.")
    private List<String> indexes = List.of();

    @Option(names = "--amend", description = "The release may be published already, and would be added to.")
    private boolean amend;

    @Option(names = "--container", description = "The builds will run in containers, with the Pythons of these.")
    private boolean container;

    @Option(
            names = "--any-source",
            description = "Take the source as it is, although the tag is at another commit or there are changes.")
    private boolean anySource;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ReleaseReadiness ready = new ReleaseReadiness();
        Optional<ReleaseTag> tag = ready.ask(() -> build.tag(tagName));
        List<PlannedWheel> planned = List.of();
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            if (tag.isPresent()) {
                planned = planned(tag.get(), progress);
                host(ready, tag.get(), planned, progress);
            }
            ready.indexes(indexes, address -> connection.anonymous(address, System.getenv()));
        }
        if (!ready.problems().isEmpty()) {
            throw new PublishRefusedException(tagName, ready.problems());
        }
        tell(planned);
        return ExitCode.OK.code();
    }

    private void host(ReleaseReadiness ready, ReleaseTag tag, List<PlannedWheel> planned, ProgressListener progress)
            throws IOException {
        ReleaseSource source = new ReleaseSource(tag, SourceState.of(SourceTree.read(build.source()), tagName));
        ready.add(source.problem(anySource, progress));
        PublishRequest.Builder request = PublishRequest.of(tag).amend(amend);
        expected.forEach(request::expect);
        for (Path file : attachments) {
            request.attach(ReleaseAsset.ofFile(file));
        }
        if (!anySource) {
            source.commit().ifPresent(request::commit);
        }
        Optional<ReleaseHost> host = ready.ask(() -> target.directory != null
                ? new DirectoryReleaseHost(target.directory, tag.pattern())
                : connection.host(
                        target.repository,
                        "Contents: write",
                        System.getenv(),
                        Timing.of(Clock.systemUTC(), new Random()),
                        progress));
        if (host.isPresent()) {
            ready.host(request.build(), host.get(), planned);
        }
    }

    /** What would be built here, and what would not. */
    private List<PlannedWheel> planned(ReleaseTag tag, ProgressListener progress) throws IOException {
        VersionOptions version = VersionOptions.ofTag(tag);
        Optional<MatrixPlan> builds = matrix.plan(build, version, System.getenv());
        if (builds.isEmpty()) {
            BuildPlan plan = build.plan(version);
            return List.of(PlannedWheels.single(plan, tag, BUILD));
        }
        MatrixPlan here = container ? builds.get() : Availability.here(builds.get(), build.pythons());
        here.notices().forEach(notice -> progress.on(new ProgressListener.Notice(notice, false)));
        List<PlannedWheel> planned = here.builds().stream()
                .filter(one -> one.servedBy().isEmpty())
                .map(one -> new PlannedWheel(one.name(), Glob.of(one.expectedName()), one.leftOut()))
                .toList();
        planned.stream()
                .filter(one -> one.leftOut().isPresent())
                .forEach(one -> progress.on(new ProgressListener.Notice(
                        "left out: " + one.build() + ": " + one.leftOut().get(), true)));
        return planned;
    }

    private void tell(List<PlannedWheel> planned) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("nothing stands in the way of " + tagName + "; it would have:");
        planned.stream().filter(one -> one.leftOut().isEmpty()).forEach(one -> out.println("  " + one.name()));
        out.flush();
    }
}
