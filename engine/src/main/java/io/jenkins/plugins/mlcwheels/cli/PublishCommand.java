package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBundle;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 there is nothing to publish, 11 the "
                + "release was refused, 12 GitHub failed, 14 a wheel is not signed as --require-signed asks,"
                + " 130 cancelled.")
final class PublishCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Target target;

    /** Where to, exactly one. */
    private static final class Target {
        @Option(names = "--to", paramLabel = "DIR", description = "Publish into this directory of releases.")
        private Path directory;

        @Option(
                names = "--repo",
                paramLabel = "OWNER/NAME",
                description = "Publish as a release of this repository on GitHub; the token comes from the"
                        + " environment variable GITHUB_TOKEN.")
        private String repository;
    }

    @Mixin
    private GitHubConnection connection;

    @Option(names = "--exclude", paramLabel = "GLOB", description = "For the audit: libraries taken to be there.")
    private List<String> excludes = List.of();

    @Option(
            names = "--sibling",
            paramLabel = "WHEEL",
            description = "For the audit: a wheel that will be installed beside these.")
    private List<Path> siblings = List.of();

    @Option(
            names = "--audit",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether wheels that fail the audit are refused; on by default.")
    private boolean audit;

    @Mixin
    private PublishOptions options;

    @Mixin
    private SigningOptions signing;

    @Mixin
    private RequireSigned required;

    @Option(
            names = "--sums-sign-command",
            paramLabel = "COMMAND",
            description = "Signs the checksums: runs in a directory with SHA256SUMS, and leaves SHA256SUMS.minisig or"
                    + " the like there.")
    private String sumsCommand;

    @Option(
            names = "--sbom",
            description = "Publish one CycloneDX document of all wheels, what they contain and were built with.")
    private boolean sbom;

    @Parameters(arity = "0..*", paramLabel = "WHEEL", description = "Wheels to publish.")
    private List<Path> wheels = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PublishRequest.Builder request = options.request("mlc-wheels-" + UUID.randomUUID());
        required.check(wheels);
        List<ReleaseWheel> released = releaseWheels();
        released.forEach(request::wheel);
        ReleaseWheels.symbols(wheels).forEach(request::attach);
        bundles(digests(released)).forEach(request::bundle);
        if (sbom) {
            request.attach(ReleaseSbom.of(options.tag(), digests(released)));
        }
        if (sumsCommand != null && !options.dryRun()) {
            request.sumsSigner(new SumsCommand(sumsCommand));
        }
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            ReleasePublisher publisher = new ReleasePublisher(host(timing, progress), timing, progress);
            PublishRequest built = request.build();
            return options.dryRun() ? dryRun(publisher, built) : publish(publisher, built);
        }
    }

    private List<ReleaseWheel> releaseWheels() throws IOException {
        if (!audit) {
            return ReleaseWheels.read(wheels);
        }
        return ReleaseWheels.audited(
                wheels,
                AuditOptions.DEFAULT
                        .withExcludes(excludes)
                        .withSiblings(siblings)
                        .withThreads(Runtime.getRuntime().availableProcessors()));
    }

    private Map<Path, String> digests(List<ReleaseWheel> released) {
        Map<Path, String> digests = new LinkedHashMap<>();
        for (int i = 0; i < wheels.size(); i++) {
            digests.put(wheels.get(i), released.get(i).asset().sha256());
        }
        return digests;
    }

    private List<ReleaseBundle> bundles(Map<Path, String> digests) throws IOException {
        Optional<FileSigning> signer = signing.signing(System.getenv());
        if (signer.isPresent()) {
            return ReleaseBundles.signed(digests, signer.get());
        }
        return required.isAsked() ? ReleaseBundles.beside(digests, required.keys()) : List.of();
    }

    private ReleaseHost host(Timing timing, UploadProgress progress) throws IOException {
        return target.directory != null
                ? new DirectoryReleaseHost(target.directory, options.tag().pattern())
                : connection.uploadHost(target.repository, options.minRate(), System.getenv(), timing, progress);
    }

    private int dryRun(ReleasePublisher publisher, PublishRequest request) {
        ReleasePlan plan = publisher.plan(request);
        spec.commandLine().getOut().println(plan);
        return (plan.problems().isEmpty() ? ExitCode.OK : ExitCode.PUBLISH_REFUSED).code();
    }

    private int publish(ReleasePublisher publisher, PublishRequest request) {
        PrintWriter out = spec.commandLine().getOut();
        PublishReport report = publisher.publish(request, plan -> {
            out.println(plan);
            out.flush();
        });
        report.release()
                .ifPresent(release -> out.println((release.draft() ? "draft: " : "published: ") + release.url()));
        for (HostedAsset asset : report.assets()) {
            out.println("  " + asset.url());
        }
        return ExitCode.OK.code();
    }
}
