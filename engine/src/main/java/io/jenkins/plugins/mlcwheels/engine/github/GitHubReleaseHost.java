package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.HostCapabilities;
import io.jenkins.plugins.mlcwheels.engine.release.HostPreflight;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.LeasedHost;
import io.jenkins.plugins.mlcwheels.engine.release.NewRelease;
import io.jenkins.plugins.mlcwheels.engine.release.NightlyHost;
import io.jenkins.plugins.mlcwheels.engine.release.NotesSource;
import io.jenkins.plugins.mlcwheels.engine.release.PublishMark;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseLease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.release.TagSource;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Releases of a repository on github.com or a GitHub Enterprise Server. A draft is recognised by a comment in its
 * notes, since GitHub finds no draft by its tag; a lease is a small asset.
 */
public final class GitHubReleaseHost implements ReleaseHost, HostPreflight, TagSource, NotesSource, LeasedHost {

    /** Assets have to be smaller than 2 GiB. */
    private static final long LARGEST_ASSET = (2L << 30) - 1;

    /**
     * What a release may have, the lease among it.
     *
     * @see <a
     *     href="https://docs.github.com/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas">
     *     Storage and bandwidth quotas</a>
     */
    static final int MOST_ASSETS = 1000;

    /** Characters that GitHub takes as the body of a release. */
    private static final int LONGEST_NOTES = 125_000;

    private static final String DISCUSSION = "discussion_category_name";

    /** How often a deletion is sent that is answered "not found" though the draft is there. */
    private static final int DELETIONS = 3;

    /** GitHub lists no more. */
    private static final int MOST_RELEASES = 10_000;

    private final GitHubRepository repository;
    private final GitHubWire wire;
    private final Timing timing;
    private final ProgressListener progress;
    private final ReleaseAssets assets;
    private final AssetUploader uploader;
    private final GitHubNightlies nightlies;
    private final PagedList<GitHubJson.Release> releases;
    private final Map<String, String> digests = new ConcurrentHashMap<>();
    private final Map<String, URI> uploadAddresses = new ConcurrentHashMap<>();
    private final Map<String, HostedRelease> published = new ConcurrentHashMap<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** @param timing for waits and for the deadline, which begins now */
    public GitHubReleaseHost(
            GitHubRepository repository, HttpOptions options, Timing timing, ProgressListener progress) {
        this.repository = repository;
        this.wire = new GitHubWire(repository, options, timing, progress);
        this.timing = timing;
        this.progress = progress;
        this.releases = wire.list(MOST_RELEASES);
        this.assets = new ReleaseAssets(repository, wire);
        this.uploader = new AssetUploader(wire, assets, progress);
        this.nightlies = new GitHubNightlies(repository, wire, this, progress);
    }

    @Override
    public String describe() {
        return repository.toString();
    }

    @Override
    public <T> Optional<T> part(Class<T> type) {
        return type == NightlyHost.class ? Optional.of(type.cast(nightlies)) : ReleaseHost.super.part(type);
    }

    @Override
    public HostCapabilities capabilities() {
        return new HostCapabilities(LARGEST_ASSET, MOST_ASSETS - 1, LONGEST_NOTES, 32);
    }

    @Override
    public List<ReleaseProblem> preflight(ReleaseTag tag) {
        GitHubPreflight preflight = new GitHubPreflight(repository, wire, progress);
        List<ReleaseProblem> problems = preflight.problems(tag);
        preflight.published().ifPresent(release -> published.put(tag.toString(), hosted(release)));
        return problems;
    }

    @Override
    public Optional<String> tagCommit(String tag) {
        return new TagLookup(repository, wire).commit(tag);
    }

    @Override
    public String storedName(String name) {
        return StoredName.of(name);
    }

    @Override
    public List<HostedRelease> find(String tag) {
        List<HostedRelease> found = new ArrayList<>(releases().stream()
                .filter(release -> release.tag().equals(tag))
                .map(this::hosted)
                .toList());
        if (found.stream().allMatch(HostedRelease::draft)) {
            unlisted(tag).ifPresent(found::add);
        }
        return found;
    }

    /** The published release of a tag that can be read before it is listed. */
    private Optional<HostedRelease> unlisted(String tag) {
        try {
            return Optional.ofNullable(published.get(tag)).map(this::read);
        } catch (ReleaseGoneException e) {
            published.remove(tag);
            return Optional.empty();
        }
    }

    @Override
    public List<HostedRelease> published() {
        return releases().stream()
                .filter(release -> !release.draft())
                .map(this::hosted)
                .toList();
    }

    private List<GitHubJson.Release> releases() {
        String what = "listing the releases";
        return releases.read(what, GitHubJson.Release::id, (entries, number) -> {
            URI uri = repository.address("/releases?per_page=" + entries + "&page=" + number);
            return wire.page(GitHubCall.get(what, uri), GitHubJson::releases).orElseThrow();
        });
    }

    private HostedRelease hosted(GitHubJson.Release release) {
        HostedRelease hosted = release.hosted();
        uploadAddresses.put(hosted.id(), UploadAddress.parse(repository, release.uploadUrl()));
        return hosted;
    }

    @Override
    public String generatedNotes(String tag) {
        byte[] body = GitHubJson.bytes(GitHubJson.object().put("tag_name", tag));
        HttpAnswer answer = wire.send(
                GitHubCall.post("generating release notes", repository.address("/releases/generate-notes"), body));
        return GitHubJson.tree(answer).path("body").asText("").replace("\r\n", "\n");
    }

    @Override
    public HostedRelease createDraft(NewRelease release, PublishMark mark) {
        ObjectNode body = GitHubJson.object()
                .put("tag_name", release.tag())
                .put("name", release.name())
                .put("body", mark.appendTo(release.notes()))
                .put("draft", true)
                .put("prerelease", release.prerelease());
        GitHubCall call = GitHubCall.post(
                        "creating a draft of " + release.tag(), repository.address("/releases"), GitHubJson.bytes(body))
                .accepting(422);
        List<HostedRelease> made = new ArrayList<>();
        Optional<HttpAnswer> answer = wire.send(call, () -> {
            find(release.tag()).stream()
                    .filter(draft -> draft.mark().equals(Optional.of(mark)))
                    .forEach(made::add);
            return !made.isEmpty();
        });
        if (answer.isEmpty()) {
            return made.get(0);
        }
        RefusedRelease.check(wire, release.tag(), call.what(), answer.get());
        return hosted(GitHubJson.release(answer.get()));
    }

    @Override
    public HostedRelease mark(HostedRelease draft, PublishMark mark) {
        ObjectNode body = GitHubJson.object().put("body", mark.appendTo(draft.notes()));
        return change(draft, "marking the draft of " + draft.tag(), body);
    }

    @Override
    public HostedRelease publish(HostedRelease draft, NewRelease release, boolean latest) {
        ObjectNode body = GitHubJson.object()
                .put("tag_name", release.tag())
                .put("name", release.name())
                .put("body", release.notes())
                .put("draft", false)
                .put("prerelease", release.prerelease())
                .put("make_latest", Boolean.toString(latest && !release.prerelease()));
        release.discussion().ifPresent(category -> body.put(DISCUSSION, category));
        GitHubJson.Release answer = changed(draft, "publishing " + release.tag(), body);
        HostedRelease published = hosted(answer);
        if (release.discussion().isPresent() && answer.discussion() == null) {
            progress.on(new ProgressListener.Notice(
                    repository.host() + " opened no discussion; an Enterprise Server does not", true));
        }
        if (published.draft() || !published.tag().equals(release.tag())) {
            throw RemoteException.unexpected(release.tag() + " is still a draft after it was published");
        }
        return published;
    }

    HostedRelease change(HostedRelease release, String what, ObjectNode body) {
        return hosted(changed(release, what, body));
    }

    private GitHubJson.Release changed(HostedRelease release, String what, ObjectNode body) {
        HttpAnswer answer = wire.send(
                GitHubCall.patch(what, address(release), GitHubJson.bytes(body)).accepting(404, 422));
        if (answer.status() == 404) {
            throw notFound(release, what, body);
        }
        RefusedRelease.check(wire, release.tag(), what, answer);
        return GitHubJson.release(answer);
    }

    /** GitHub also says 404 of a discussion category, and to a token that may not write. */
    private EngineException notFound(HostedRelease release, String what, ObjectNode body) {
        try {
            read(release);
        } catch (ReleaseGoneException e) {
            return e;
        }
        return body.has(DISCUSSION)
                ? RemoteException.refused(
                        what,
                        404,
                        "there is no discussion category '"
                                + body.path(DISCUSSION).asText() + "'",
                        "Name a category that there is.")
                : GitHubWire.mayNot("do this: " + what);
    }

    @Override
    public HostedRelease read(HostedRelease release) {
        HttpAnswer answer = wire.send(GitHubCall.get("reading " + release.tag(), address(release))
                .accepting(404)
                .ofKnown());
        if (answer.status() == 404) {
            throw new ReleaseGoneException("the release " + release.tag());
        }
        return hosted(GitHubJson.release(answer));
    }

    @Override
    public void deleteDraft(HostedRelease draft) {
        try {
            for (int attempt = 0; attempt < DELETIONS && read(draft).draft(); attempt++) {
                GitHubCall deletion = GitHubCall.delete("deleting a draft of " + draft.tag(), address(draft));
                if (wire.send(deletion).status() != 404) {
                    return;
                }
            }
        } catch (ReleaseGoneException e) {
            uploadAddresses.remove(draft.id());
        }
    }

    @Override
    public ReleaseLease lease(HostedRelease release, String publisher) {
        GitHubLease.Releases releases = new GitHubLease.Releases() {
            @Override
            public HostedAsset send(ReleaseAsset lock, String label) {
                return uploader.upload(release, uploadAddress(release), lock, label, ProgressListener.SILENT);
            }

            @Override
            public HostedRelease read() {
                return GitHubReleaseHost.this.read(release);
            }
        };
        return GitHubLease.take(assets, releases, timing, progress, release, publisher);
    }

    @Override
    public List<HostedAsset> assets(HostedRelease release) {
        List<HostedAsset> list = assets.list(release);
        if (known.add(release.id())) {
            wire.remember(
                    list.stream().flatMap(asset -> asset.uploaded().stream()).toList());
        }
        return list;
    }

    @Override
    public HostedAsset upload(HostedRelease release, ReleaseAsset asset, ProgressListener listener) {
        return uploader.upload(release, uploadAddress(release), asset, "", listener);
    }

    private URI uploadAddress(HostedRelease release) {
        URI known = uploadAddresses.get(release.id());
        if (known != null) {
            return known;
        }
        read(release);
        return uploadAddresses.get(release.id());
    }

    @Override
    public InputStream download(HostedRelease release, HostedAsset asset) {
        return new AssetDownload(repository, wire).open(asset);
    }

    /** An asset's bytes never change, so that each is read at most once. */
    @Override
    public HostedAsset withDigest(HostedRelease release, HostedAsset asset) {
        if (asset.sha256().isPresent()) {
            return asset;
        }
        return asset.withSha256(
                digests.computeIfAbsent(asset.id(), id -> new AssetDownload(repository, wire).digest(asset)));
    }

    @Override
    public HostedAsset rename(HostedRelease release, HostedAsset asset, String name) {
        return assets.rename(release, asset, name);
    }

    @Override
    public void delete(HostedRelease release, HostedAsset asset) {
        assets.delete(asset);
    }

    private URI address(HostedRelease release) {
        return repository.address("/releases/" + release.id());
    }
}
