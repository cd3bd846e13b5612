package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.ChannelBody;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.StallWatch;
import io.jenkins.plugins.mlcwheels.engine.http.StalledException;
import io.jenkins.plugins.mlcwheels.engine.http.Uplink;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends the bytes of one asset, again if need be. After a failure that leaves it open what arrived, it looks first: a
 * whole asset is taken as the answer that was lost, the broken one that GitHub keeps under the name is deleted.
 */
final class AssetUploader {

    /** GitHub answers an upload only when it has stored it, which takes longer than other answers. */
    private static final int ANSWER_TIMES = 5;

    private final GitHubWire wire;
    private final ReleaseAssets assets;
    private final ProgressListener heard;
    private final Uplink uplink = new Uplink();
    private final UploadTrouble trouble = new UploadTrouble();

    /** @param heard is told when fewer or more are sent at once */
    AssetUploader(GitHubWire wire, ReleaseAssets assets, ProgressListener heard) {
        this.wire = wire;
        this.assets = assets;
        this.heard = heard;
    }

    /**
     * @param to the release's upload address
     * @param label shown by GitHub instead of the name; empty for none
     * @throws AssetExistsException if the release has one of that name
     * @throws RemoteException if it has too many
     */
    HostedAsset upload(HostedRelease release, URI to, ReleaseAsset asset, String label, ProgressListener progress) {
        GitHubCall call =
                GitHubCall.upload("uploading '" + asset.name() + "'", UploadAddress.of(to, asset.name(), label));
        AtomicBoolean again = new AtomicBoolean();
        AtomicReference<HostedAsset> arrived = new AtomicReference<>();
        Optional<HttpAnswer> answer = wire.retry()
                .send(
                        call.what(),
                        call,
                        () -> {
                            boolean repeated = again.getAndSet(true);
                            HttpAnswer got = label.isEmpty()
                                    ? watched(call, asset, progress, repeated)
                                    : inLane(new Uplink(), call, asset, progress);
                            if (repeated && isTaken(got) && label.isEmpty()) {
                                throw new IOException("what is left of an earlier attempt has its name");
                            }
                            return got;
                        },
                        () -> {
                            arrived.set(arrived(release, asset).orElse(null));
                            return arrived.get() != null;
                        });
        HostedAsset stored = answer.isPresent() ? stored(call, release, asset, answer.get()) : arrived.get();
        progress.on(new ProgressListener.Transferred(asset.name(), asset.size(), asset.size()));
        return stored;
    }

    /** One file among others, fewer of which are sent at once while GitHub fails them. */
    private HttpAnswer watched(GitHubCall call, ReleaseAsset asset, ProgressListener progress, boolean repeated)
            throws IOException {
        trouble.wait(repeated).ifPresent(wait -> wire.retry().pause(wait, "uploads keep failing"));
        HttpAnswer answer;
        try {
            answer = inLane(uplink, call, asset, progress);
        } catch (StalledException e) {
            throw e;
        } catch (IOException e) {
            say(trouble.failed(asset.name(), wire.transport().shown(String.valueOf(e.getMessage()))));
            throw e;
        }
        if (answer.isTransient() || isFailureToStore(answer)) {
            String words = answer.status() + isUnicorn(answer);
            say(trouble.failed(asset.name(), "answered " + words));
            if (!answer.isTransient()) {
                throw new IOException(
                        "answered " + answer.status() + ": " + wire.transport().shown(RestWire.words(answer)));
            }
        } else if (answer.isGood()) {
            say(trouble.worked(asset.name()));
        }
        return answer;
    }

    private void say(Optional<String> change) {
        change.ifPresent(text -> heard.on(new ProgressListener.Notice(text, false)));
    }

    /** Such as "Error saving asset" and "Error creating asset temp dir", whatever the status. */
    private static boolean isFailureToStore(HttpAnswer answer) {
        String words = RestWire.words(answer);
        return !answer.isGood() && (words.contains("Error saving asset") || words.contains("Error creating asset"));
    }

    /** GitHub's page for what it can't answer is known by that word. */
    private static String isUnicorn(HttpAnswer answer) {
        return answer.text().contains("Unicorn!") ? " Unicorn!" : "";
    }

    private HttpAnswer inLane(Uplink line, GitHubCall call, ReleaseAsset asset, ProgressListener progress)
            throws IOException {
        Uplink.Lane lane = line == uplink ? line.take(wire::checkTime, trouble::limit) : line.take(wire::checkTime);
        try {
            return wire.paced(call, () -> send(call.uri(), asset, progress, lane));
        } finally {
            lane.close();
        }
    }

    private HttpAnswer send(URI address, ReleaseAsset asset, ProgressListener progress, Uplink.Lane lane)
            throws IOException {
        HttpOptions options = wire.transport().options();
        Duration answerTime = options.answerTime().multipliedBy(ANSWER_TIMES);
        progress.on(new ProgressListener.Transferred(asset.name(), 0, asset.size()));
        ChannelBody body = new ChannelBody(asset.name(), asset.size(), asset.source()::channel, progress);
        HttpRequest.Builder request = wire.transport()
                .upload(address)
                .header("Content-Type", "application/octet-stream")
                .POST(body);
        StallWatch watch = new StallWatch(options.stallWindow(), options.slowest(), answerTime, wire::checkTime);
        return watch.await(wire.transport().start(request), body::sent, asset.size(), lane);
    }

    private static boolean isTaken(HttpAnswer answer) {
        return answer.status() == 422 && RestWire.words(answer).contains("already_exists");
    }

    private static boolean isFull(HttpAnswer answer) {
        return answer.status() == 422 && RestWire.words(answer).contains("file_count");
    }

    private HostedAsset stored(GitHubCall call, HostedRelease release, ReleaseAsset asset, HttpAnswer answer) {
        if (isTaken(answer)) {
            throw new AssetExistsException(release.tag(), asset.name());
        }
        if (answer.status() == 404) {
            throw new ReleaseGoneException("the release " + release.tag());
        }
        if (isFull(answer)) {
            throw new RemoteException(
                    RemoteException.Reason.FULL,
                    "'" + asset.name() + "' does not fit: " + release.tag() + " has all "
                            + GitHubReleaseHost.MOST_ASSETS + " files that GitHub allows",
                    "Delete two that are not needed by hand, and try again.");
        }
        return GitHubJson.asset(wire.checked(call.accepting(), answer)).hosted();
    }

    /** What is there after a failure, if it is whole; what is broken is removed, since it blocks the name. */
    private Optional<HostedAsset> arrived(HostedRelease release, ReleaseAsset asset) {
        Optional<HostedAsset> there = assets.list(release).stream()
                .filter(found -> found.name().equals(asset.name()))
                .findFirst();
        if (there.isPresent() && !there.get().holds(asset) && !there.get().mayHold(asset)) {
            assets.delete(there.get());
            return Optional.empty();
        }
        return there;
    }
}
