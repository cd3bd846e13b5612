package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.UnreachableException;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends the bytes of one asset, again if need be. After a failure that leaves it open what arrived, it looks first: a
 * whole asset is taken as the answer that was lost, the broken one that GitHub keeps under the name is deleted.
 */
final class AssetUploader {

    private static final int ANSWER_TIMES = 5;

    private final GitHubWire wire;
    private final ReleaseAssets assets;

    AssetUploader(GitHubWire wire, ReleaseAssets assets) {
        this.wire = wire;
        this.assets = assets;
    }

    /**
     * @param to the release's upload address
     * @param label shown by GitHub instead of the name; empty for none
     */
    HostedAsset upload(HostedRelease release, URI to, ReleaseAsset asset, String label, ProgressListener progress) {
        String what = "uploading '" + asset.name() + "'";
        URI address = UploadAddress.of(to, asset.name(), label);
        int failures = 0;
        while (true) {
            wire.pace();
            wire.backoff().check(null);
            IOException failure;
            try {
                HttpAnswer answer = send(address, asset, progress);
                if (answer.isLimited()) {
                    wire.awaitLimit(answer);
                    continue;
                }
                if (!answer.isTransient()) {
                    return stored(release, asset, what, answer, failures);
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e;
            }
            if (++failures == Backoff.ATTEMPTS) {
                throw new UnreachableException(what, wire.transport().shown(failure.getMessage()), failure);
            }
            wire.backoff().afterFailure(failures, what, failure);
            Optional<HostedAsset> arrived = arrived(release, asset);
            if (arrived.isPresent()) {
                return arrived.get();
            }
        }
    }

    private HttpAnswer send(URI address, ReleaseAsset asset, ProgressListener progress) throws IOException {
        HttpOptions options = wire.transport().options();
        Duration answerTime = options.answerTime().multipliedBy(ANSWER_TIMES);
        FileBody body = new FileBody(asset, progress);
        HttpRequest.Builder request = wire.transport()
                .request(address, "application/vnd.github+json")
                .header("Content-Type", "application/octet-stream")
                .POST(body);
        StallWatch watch = new StallWatch(options.stallWindow(), options.slowest(), answerTime);
        return watch.await(wire.transport().start(request), body::sent, asset.size());
    }

    private HostedAsset stored(
            HostedRelease release, ReleaseAsset asset, String what, HttpAnswer answer, int failures) {
        if (answer.isGood()) {
            return GitHubJson.asset(answer).hosted();
        }
        if (answer.status() == 404) {
            throw new ReleaseGoneException(release.tag());
        }
        if (answer.status() == 422 && GitHubWire.reason(answer).contains("already_exists")) {
            throw new AssetExistsException(release.tag(), asset.name());
        }
        wire.checked(new GitHubCall(what, "POST", URI.create("/"), Optional.empty(), java.util.Set.of()), answer);
        throw new IllegalStateException("answer " + answer.status() + " after " + failures + " failures");
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
