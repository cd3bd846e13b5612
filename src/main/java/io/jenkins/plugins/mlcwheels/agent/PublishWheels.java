package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import io.jenkins.plugins.mlcwheels.engine.nightly.NightlyPlace;
import io.jenkins.plugins.mlcwheels.engine.release.DirectoryReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NotesFile;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;

/**
 * Publishes wheels from where they are. Doing it again, after it was cut off at any moment, goes on where it was. The
 * token travels as a value of this object, over the channel to the agent only, and is never in a file or an argument.
 */
public final class PublishWheels extends EngineCallable<PublishWheels.Published> {

    private static final long serialVersionUID = 1L;

    private final PublishOrder order;

    @CheckForNull
    private final Secret token;

    /** @param token null for a directory */
    public PublishWheels(TaskListener listener, PublishOrder order, @CheckForNull Secret token) {
        super(listener);
        this.order = order;
        this.token = token;
    }

    /** A release as an agent tells of it, which is to be checked; a dry run has none. */
    public record Published(@CheckForNull Release release) implements Serializable {

        /** @param url its page, or the directory that it is */
        public record Release(String tag, String id, String url, boolean draft, ArrayList<Asset> assets)
                implements Serializable {}

        /** @param sha256 empty if the host tells none */
        public record Asset(String name, long size, String sha256, String url) implements Serializable {}
    }

    @Override
    Published run(Path workspace, ProgressListener progress) throws IOException {
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        ProgressListener heard = new UploadLog(progress);
        try {
            ReleaseHost host = host(workspace, timing, heard);
            ReleasePublisher publisher = new ReleasePublisher(host, timing, heard);
            if (order.options().nightly() != null) {
                return nightly(publisher, new NightlyRelease(order, host, timing, heard), workspace, progress);
            }
            PublishRequest request =
                    request(workspace, order.pattern().parse(order.tag())).build();
            return order.options().dryRun() ? rehearse(publisher, request, progress) : publish(publisher, request);
        } catch (RemoteException e) {
            if (e.reason() != RemoteException.Reason.TOKEN_REFUSED) {
                throw e;
            }
            throw new RefusedToken(StepWords.lines(e));
        }
    }

    private Published nightly(
            ReleasePublisher publisher, NightlyRelease nightly, Path workspace, ProgressListener progress)
            throws IOException {
        NightlyPlace place = nightly.place();
        PublishRequest.Builder begun = request(workspace, place.tag());
        return order.options().dryRun()
                ? rehearse(publisher, nightly.request(place, begun), progress)
                : published(nightly.publish(publisher, place, begun));
    }

    private static Published rehearse(ReleasePublisher publisher, PublishRequest request, ProgressListener progress) {
        ReleasePlan plan = publisher.plan(request);
        if (!plan.problems().isEmpty()) {
            throw new PublishRefusedException(plan.tag(), plan.problems());
        }
        plan.toString().lines().forEach(line -> progress.on(new ProgressListener.Notice(line, false)));
        return new Published(null);
    }

    private static Published publish(ReleasePublisher publisher, PublishRequest request) {
        return published(publisher.publish(request));
    }

    private static Published published(PublishReport report) {
        HostedRelease release = report.release().orElseThrow();
        ArrayList<Published.Asset> assets = new ArrayList<>();
        for (HostedAsset asset : report.assets()) {
            assets.add(new Published.Asset(
                    asset.name(), asset.size(), asset.sha256().orElse(""), asset.url()));
        }
        return new Published(
                new Published.Release(release.tag(), release.id(), release.url(), release.draft(), assets));
    }

    private ReleaseHost host(Path workspace, Timing timing, ProgressListener progress) {
        if (order.directory() != null) {
            return new DirectoryReleaseHost(workspace.resolve(order.directory()), order.pattern());
        }
        GitHubRepository repository = GitHubRepository.parse(URI.create(order.api()), order.repository());
        String plain = Secret.toString(token);
        HttpOptions http = HttpOptions.of(() -> plain)
                .withMinRate(TransferRate.parse(order.options().minRate()));
        return new GitHubReleaseHost(repository, http, timing, progress);
    }

    private PublishRequest.Builder request(Path workspace, ReleaseTag tag) throws IOException {
        PublishOrder.Options options = order.options();
        PublishRequest.Builder request = PublishRequest.of(tag)
                .publisher(order.publisher())
                .generateNotes(options.generateNotes())
                .amend(options.amend())
                .clobber(options.clobber())
                .allowLinuxTag(options.allowLinuxTag())
                .allowUnproven(options.allowUnproven())
                .draftOnly(options.draftOnly())
                .parallel(options.parallelUploads());
        Optional.ofNullable(order.commit()).ifPresent(request::commit);
        Optional.ofNullable(options.prerelease()).ifPresent(request::prerelease);
        Optional.ofNullable(options.makeLatest()).ifPresent(request::latest);
        Optional.ofNullable(order.notes()).ifPresent(request::notes);
        if (order.notesFile() != null) {
            request.notes(NotesFile.read(inside(workspace, order.notesFile())));
        }
        order.expect().forEach(request::expect);
        for (WheelToPublish wheel : order.wheels()) {
            if (wheel.isSdist()) {
                request.attach(sdist(workspace, wheel));
            } else {
                request.wheel(wheel(workspace, wheel));
            }
        }
        order.bundles().forEach(bundle -> request.bundle(bundle.bundle()));
        return request;
    }

    private static WheelTest test(WheelToPublish.Test test) {
        ImportProof.Outcome outcome = ImportProof.Outcome.of(test.imports()).orElse(ImportProof.Outcome.NOT_PROVEN);
        return new WheelTest(test.python(), new ImportProof(outcome, test.modules()));
    }

    private ReleaseAsset sdist(Path workspace, WheelToPublish sdist) throws IOException {
        WheelFile file = WheelFile.ofSdist(workspace.resolve(sdist.file()), sdist);
        if (!file.problems().isEmpty()) {
            throw new PublishRefusedException(order.tag(), file.problems());
        }
        return file.asset();
    }

    private static ReleaseWheel wheel(Path workspace, WheelToPublish wheel) throws IOException {
        WheelFile file = WheelFile.of(workspace.resolve(wheel.file()), wheel);
        ManifestWheel record = ManifestWheel.of(wheel.fileName(), wheel.sha256(), wheel.size())
                .withAudit(wheel.platform(), wheel.passed())
                .withRequiresPython(file.requiresPython())
                .withTest(Optional.ofNullable(wheel.test()).map(PublishWheels::test));
        return new ReleaseWheel(
                file.asset(), wheel.flavour() == null ? record : record.withFlavour(wheel.flavour()), file.problems());
    }
}
