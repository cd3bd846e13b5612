package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.net.URI;
import java.util.Optional;

/** What GitHub offers to keep nightlies on. */
final class GitHubNightlies implements NightlyHost {

    private static final String TAGS = "refs/tags/";

    private final GitHubRepository repository;
    private final GitHubWire wire;
    private final GitHubReleaseHost host;
    private final ProgressListener progress;

    GitHubNightlies(GitHubRepository repository, GitHubWire wire, GitHubReleaseHost host, ProgressListener progress) {
        this.repository = repository;
        this.wire = wire;
        this.host = host;
        this.progress = progress;
    }

    /** GitHub tells it to administrators, and to others says the same as of a repository without the setting. */
    @Override
    public Optional<Boolean> locksReleases() {
        HttpAnswer answer = wire.send(GitHubCall.get(
                        "asking whether releases are immutable", repository.address("/immutable-releases"))
                .accepting(403, 404)
                .ofUnlikely());
        return answer.isGood()
                ? Optional.of(GitHubJson.tree(answer).path("enabled").asBoolean())
                : Optional.empty();
    }

    @Override
    public boolean isUsedUp(String tag) {
        return new GitHubPreflight(repository, wire, progress).isBurnt(tag);
    }

    @Override
    public void pointTag(String tag, String commit) {
        Optional<String> there = host.tagCommit(tag);
        if (there.equals(Optional.of(commit))) {
            return;
        }
        ObjectNode body = GitHubJson.object().put("sha", commit);
        GitHubCall call = there.isPresent()
                ? GitHubCall.patch("moving the tag " + tag, address(tag), GitHubJson.bytes(body.put("force", true)))
                : GitHubCall.post(
                        "making the tag " + tag,
                        repository.address("/git/refs"),
                        GitHubJson.bytes(body.put("ref", TAGS + tag)));
        wire.send(call, () -> host.tagCommit(tag).equals(Optional.of(commit)));
    }

    @Override
    public void deleteTag(String tag) {
        if (host.tagCommit(tag).isPresent()) {
            wire.send(GitHubCall.delete("deleting the tag " + tag, address(tag)));
        }
    }

    private URI address(String tag) {
        return repository.address("/git/" + TAGS + PercentEncoding.encode(tag));
    }

    @Override
    public HostedRelease describe(HostedRelease release, String title, String notes) {
        return host.change(
                release,
                "describing " + release.tag(),
                GitHubJson.object().put("name", title).put("body", notes));
    }

    @Override
    public void deletePrerelease(HostedRelease release) {
        try {
            if (!host.read(release).prerelease()) {
                throw new IllegalArgumentException(release.tag() + " is no pre-release");
            }
        } catch (ReleaseGoneException e) {
            return;
        }
        wire.send(GitHubCall.delete("deleting " + release.tag(), repository.address("/releases/" + release.id())));
    }
}
