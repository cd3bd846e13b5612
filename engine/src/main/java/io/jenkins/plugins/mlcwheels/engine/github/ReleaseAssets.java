package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The assets of a release, apart from the sending of their bytes. */
final class ReleaseAssets {

    private static final int PAGE = 100;

    /** Twice what {@link GitHubReleaseHost#MOST_ASSETS} needs; there are releases from before that limit. */
    private static final int MOST_PAGES = 20;

    private final GitHubRepository repository;
    private final GitHubWire wire;

    ReleaseAssets(GitHubRepository repository, GitHubWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    /** Those of a lease left out. */
    List<HostedAsset> list(HostedRelease release) {
        return all(release).stream()
                .filter(asset -> !asset.isLock())
                .map(GitHubJson.Asset::hosted)
                .toList();
    }

    List<GitHubJson.Asset> all(HostedRelease release) {
        List<GitHubJson.Asset> found = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            URI uri = repository.address("/releases/" + release.id() + "/assets?per_page=" + PAGE + "&page=" + page);
            HttpAnswer answer = wire.send(GitHubCall.get("listing the assets of " + release.tag(), uri)
                    .accepting(404));
            if (answer.status() == 404) {
                throw new ReleaseGoneException(release.tag());
            }
            found.addAll(GitHubJson.assets(answer));
            if (!answer.hasNextPage()) {
                return found;
            }
        }
        throw new UnexpectedAnswerException("more than " + MOST_PAGES * PAGE + " assets on " + release.tag());
    }

    /** Harmless when it is gone already. */
    void delete(HostedAsset asset) {
        wire.send(deletion(asset));
    }

    /** The same for what others wait for. */
    void deleteAtOnce(HostedAsset asset) {
        wire.sendAtOnce(deletion(asset));
    }

    /** The same when the time is up: tried once, as well as that goes. */
    void deleteInNoTime(HostedAsset asset) {
        wire.sendInNoTime(deletion(asset));
    }

    private GitHubCall deletion(HostedAsset asset) {
        return GitHubCall.delete("deleting '" + asset.name() + "'", address(asset.id()));
    }

    /** @throws AssetExistsException if the release has one of that name */
    HostedAsset rename(HostedRelease release, HostedAsset asset, String name) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("name", name));
        HttpAnswer answer = wire.send(
                GitHubCall.patch("renaming '" + asset.name() + "' to '" + name + "'", address(asset.id()), body)
                        .accepting(404, 422));
        if (answer.status() == 404) {
            throw new ReleaseGoneException("'" + asset.name() + "' of " + release.tag());
        }
        if (answer.status() == 422) {
            return refused(release, asset, name, answer);
        }
        return GitHubJson.asset(answer).hosted();
    }

    private HostedAsset refused(HostedRelease release, HostedAsset asset, String name, HttpAnswer answer) {
        if (GitHubWire.reason(answer).contains("already_exists")) {
            throw new AssetExistsException(release.tag(), name);
        }
        throw new RequestRefusedException(
                "renaming '" + asset.name() + "'",
                answer.status(),
                wire.transport().shown(GitHubWire.reason(answer)));
    }

    /** Changes the label of an asset, without waiting for GitHub's limits; false if it is gone. */
    boolean label(long id, String label) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("label", label));
        HttpAnswer answer = wire.sendAtOnce(GitHubCall.patch("renewing the lease", address(Long.toString(id)), body)
                .accepting(404));
        return answer.status() != 404;
    }

    URI address(String id) {
        return repository.address("/releases/assets/" + id);
    }
}
