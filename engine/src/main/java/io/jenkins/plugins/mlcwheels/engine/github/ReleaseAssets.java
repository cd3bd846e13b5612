package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.net.URI;
import java.util.List;
import java.util.function.Function;

/** The assets of a release, apart from the sending of their bytes. */
final class ReleaseAssets {

    /** Twice {@link GitHubReleaseHost#MOST_ASSETS}; there are releases from before that limit. */
    private static final int MOST = 2000;

    /** How often a deletion is sent that is answered "not found" though the asset is there. */
    private static final int DELETIONS = 3;

    private final GitHubRepository repository;
    private final GitHubWire wire;
    private final PagedList<GitHubJson.Asset> lists;

    ReleaseAssets(GitHubRepository repository, GitHubWire wire) {
        this.repository = repository;
        this.wire = wire;
        this.lists = wire.list(MOST);
    }

    /** Those of a lease left out. */
    List<HostedAsset> list(HostedRelease release) {
        return all(release).stream()
                .filter(asset -> !asset.isLock())
                .map(GitHubJson.Asset::hosted)
                .toList();
    }

    List<GitHubJson.Asset> all(HostedRelease release) {
        String what = "listing the assets of " + release.tag();
        return lists.read(what, GitHubJson.Asset::id, (entries, number) -> {
            URI uri =
                    repository.address("/releases/" + release.id() + "/assets?per_page=" + entries + "&page=" + number);
            return wire.page(GitHubCall.get(what, uri).accepting(404).ofKnown(), GitHubJson::assets)
                    .orElseThrow(() -> new ReleaseGoneException("the release " + release.tag()));
        });
    }

    /** Harmless when it is gone already. */
    void delete(HostedAsset asset) {
        delete(asset, wire::send);
    }

    /** The same for what others wait for. */
    void deleteAtOnce(HostedAsset asset) {
        delete(asset, wire::sendAtOnce);
    }

    private void delete(HostedAsset asset, Function<GitHubCall, HttpAnswer> sending) {
        for (int attempt = 0; attempt < DELETIONS; attempt++) {
            if (sending.apply(deletion(asset)).status() != 404 || isGone(asset)) {
                return;
            }
        }
        throw GitHubWire.mayNot("delete '" + asset.name() + "', which");
    }

    private boolean isGone(HostedAsset asset) {
        return wire.send(GitHubCall.get("looking for '" + asset.name() + "'", address(asset.id()))
                                .accepting(404)
                                .ofUnlikely())
                        .status()
                == 404;
    }

    /** The same when the time is up: tried once, as well as that goes. */
    void deleteWithoutRetry(HostedAsset asset) {
        wire.sendWithoutRetry(deletion(asset));
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
        if (RestWire.words(answer).contains("already_exists")) {
            throw new AssetExistsException(release.tag(), name);
        }
        throw wire.refused("renaming '" + asset.name() + "'", answer);
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
