package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.index.PublishedWheels;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPlace;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPruner;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexUploader;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBundle;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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
import picocli.CommandLine.ParameterException;
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

    @Mixin
    private NightlyOptions nightly;

    @Mixin
    private IndexTarget packages;

    @Option(
            names = "--index",
            paramLabel = "DIR",
            description = "When all is published, write the index of all published releases of --repo there.")
    private Path ownIndex;

    @Parameters(arity = "0..*", paramLabel = "WHEEL", description = "Wheels to publish.")
    private List<Path> wheels = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        refuseContradictions();
        required.check(wheels);
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        List<ReleaseWheel> released = nightly.isAsked() ? nightly.tested(releaseWheels()) : releaseWheels();
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            ReleaseHost host = host(timing, progress);
            PublishPlaces places = places(new ReleasePublisher(host, timing, progress), timing, progress);
            ExitCode code = nightly.isAsked()
                    ? publish(new NightlyRun(host, nightly, timing, progress), released, places)
                    : publish(request(options.tag(), released).build(), places);
            if (ownIndex != null && code == ExitCode.OK && !options.dryRun()) {
                writeIndex(host, timing, progress);
            }
            return code.code();
        }
    }

    private ExitCode publish(NightlyRun run, List<ReleaseWheel> released, PublishPlaces places) throws IOException {
        NightlyPlace place = run.place(options.commit(), released);
        if (place.isThere()) {
            spec.commandLine()
                    .getOut()
                    .println("published before: "
                            + place.published().orElseThrow().url() + " has "
                            + place.tag().pep440() + ", built before; these wheels have other bytes and are not sent");
            if (options.dryRun()) {
                return ExitCode.OK;
            }
            run.finish(place);
            if (places.hasIndex()) {
                spec.commandLine()
                        .getErr()
                        .println("nothing was uploaded to the package index, since it would differ from the release:"
                                + " upload the files of the release with mlc-wheels upload");
                return ExitCode.PUBLISH_REFUSED;
            }
            return ExitCode.OK;
        }
        PublishRequest.Builder request = place.complete(request(place.tag(), released));
        if (!options.hasTitle()) {
            request.title(run.title(place));
        }
        if (!options.hasNotes()) {
            request.notes(run.notes(place));
        }
        return options.dryRun() ? places.dryRun(request.build()) : run.publish(place, request.build(), places);
    }

    private ExitCode publish(PublishRequest request, PublishPlaces places) {
        if (options.dryRun()) {
            return places.dryRun(request);
        }
        places.publish(request);
        return ExitCode.OK;
    }

    private PublishRequest.Builder request(ReleaseTag tag, List<ReleaseWheel> released) throws IOException {
        PublishRequest.Builder request = options.request(tag, "mlc-wheels-" + UUID.randomUUID());
        released.forEach(request::wheel);
        ReleaseWheels.symbols(wheels).forEach(request::attach);
        bundles(digests(released)).forEach(request::bundle);
        if (sbom) {
            request.attach(ReleaseSbom.of(tag, digests(released)));
        }
        if (sumsCommand != null && !options.dryRun()) {
            request.sumsSigner(new SumsCommand(sumsCommand));
        }
        return request;
    }

    private void writeIndex(ReleaseHost host, Timing timing, UploadProgress progress)
            throws IOException, InterruptedException {
        PublishedIndex index = new PublishedIndex(ownIndex, timing, progress);
        if (nightly.isAsked()) {
            NightlyPruner offer = new NightlyPruner(
                            host, nightly.tag(), RetentionPolicy.newest(nightly.keep()), timing, progress)
                    .takingOver(nightly.takesOver());
            index.write(offer.remaining(offer.plan()), "the nightly is published");
        } else {
            index.write(new PublishedWheels(host, progress), options.tag() + " is published");
        }
    }

    private void refuseContradictions() {
        if (nightly.isAsked() == options.hasTag()) {
            refuse(
                    nightly.isAsked()
                            ? "--tag is not for nightlies; their tag is --nightly-tag."
                            : "Name a --tag, such as v0.1.0, or publish a --nightly.");
        }
        if (nightly.isAsked() && !options.decidedByNightly().isEmpty()) {
            refuse("--nightly decides about " + String.join(", ", options.decidedByNightly()) + " by itself.");
        }
        if (nightly.isAsked() && target.repository == null) {
            refuse("--nightly is for --repo.");
        }
        if (options.draftOnly() && (packages.isGiven() || ownIndex != null)) {
            refuse("--draft-only stops before anything is sent to an index, and does not go with --index-upload,"
                    + " --pypi, --testpypi, --pypirc-section or --index.");
        }
        if (ownIndex != null && target.repository == null) {
            refuse("--index is for --repo; with --to use mlc-wheels index DIR afterwards.");
        }
    }

    private void refuse(String why) {
        throw new ParameterException(spec.commandLine(), why);
    }

    private PublishPlaces places(ReleasePublisher publisher, Timing timing, UploadProgress progress)
            throws IOException {
        if (!packages.isGiven()) {
            return new PublishPlaces(
                    publisher, Optional.empty(), List.of(), spec.commandLine().getOut());
        }
        List<Path> files = new ArrayList<>(wheels);
        files.addAll(options.sourceDistributions(wheels));
        IndexUploader uploader =
                packages.uploader(connection.network(), options.minRate(), System.getenv(), timing, progress);
        return new PublishPlaces(
                publisher,
                Optional.of(uploader),
                UploadCommand.read(files),
                spec.commandLine().getOut());
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
}
