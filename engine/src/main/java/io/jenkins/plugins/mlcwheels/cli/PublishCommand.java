package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.Timing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes wheels as a release: whole, or not at all. */
@Command(
        name = "publish",
        description = "Publishes wheels as a release: whole, or not at all.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Publish into this directory of releases.")
    private Path directory;

    @Mixin
    private PublishOptions options;

    @Parameters(arity = "1..*", paramLabel = "WHEEL", description = "Wheels to publish.")
    private List<Path> wheels;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PublishRequest.Builder request = options.request("mlc-wheels-" + UUID.randomUUID());
        ReleaseWheels.read(wheels).forEach(request::wheel);
        ReleaseHost host = new DirectoryReleaseHost(directory);
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        ReleasePublisher publisher = new ReleasePublisher(host, timing, progress());
        return options.dryRun() ? dryRun(publisher, request.build()) : publish(publisher, request.build());
    }

    private int dryRun(ReleasePublisher publisher, PublishRequest request) {
        ReleasePlan plan = publisher.plan(request);
        spec.commandLine().getOut().println(plan);
        return (plan.problems().isEmpty() ? ExitCode.OK : ExitCode.PUBLISH_REFUSED).code();
    }

    private int publish(ReleasePublisher publisher, PublishRequest request) {
        PublishReport report = publisher.publish(request);
        PrintWriter out = spec.commandLine().getOut();
        out.println(report.plan());
        report.release()
                .ifPresent(release -> out.println((release.draft() ? "draft: " : "published: ") + release.url()));
        for (HostedAsset asset : report.assets()) {
            out.println("  " + asset.url());
        }
        return ExitCode.OK.code();
    }

    private ProgressListener progress() {
        PrintWriter err = spec.commandLine().getErr();
        return event -> {
            if (event instanceof ProgressListener.Notice notice) {
                err.println(notice.text());
            }
        };
    }
}
