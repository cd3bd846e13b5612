package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
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
        HttpAnswer answer = wire.send(
                GitHubCall.get("asking whether releases are immutable", repository.address("/immutable-releases"))
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
    public Optional<String> taggedCommit(String tag) {
        return new TagLookup(repository, wire).commitOfUnlikely(tag);
    }

    @Override
    public void pointTag(String tag, String commit) {
        Optional<String> there = taggedCommit(tag);
        if (there.isEmpty() && isMade(tag, commit)) {
            return;
        }
        if (!there.equals(Optional.of(commit))) {
            byte[] body =
                    GitHubJson.bytes(GitHubJson.object().put("sha", commit).put("force", true));
            wire.send(GitHubCall.patch("moving the tag " + tag, address(tag), body));
        }
    }

    /** False if it is there after all. */
    private boolean isMade(String tag, String commit) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("sha", commit).put("ref", TAGS + tag));
        GitHubCall call = GitHubCall.post("making the tag " + tag, repository.address("/git/refs"), body)
                .accepting(422);
        Optional<HttpAnswer> answer = wire.send(call, () -> taggedCommit(tag).equals(Optional.of(commit)));
        if (answer.isEmpty() || answer.get().isGood()) {
            return true;
        }
        if (RestWire.words(answer.get()).contains("already exists")) {
            return false;
        }
        throw wire.refused(call.what(), answer.get());
    }

    @Override
    public void deleteTag(String tag) {
        if (taggedCommit(tag).isPresent()) {
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
