package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Where releases live. Calls either do what they say, or throw an {@code EngineException} and can be made again;
 * a host does by itself the retrying that its wire needs. Assets of one release have different names, and
 * {@link #upload} never replaces one: that is what publishers rely on not to get in each other's way. Safe for use by
 * several threads.
 *
 * <p>A release is found or created as a draft that nobody sees, gets its assets while its publisher holds a lease, and
 * is published whole. {@code ReleaseHostContractTest} holds every implementation to this.
 */
public interface ReleaseHost {

    /** What it is, for people: {@code github.com/mlc-ai/mlc-llm} or a directory. */
    String describe();

    HostCapabilities capabilities();

    /** What stands in the way of publishing this tag that only the host can know: rights, names that are used up. */
    List<ReleaseProblem> preflight(ReleaseTag tag);

    /**
     * The commit that a tag points at, annotated tags followed; empty if there is no such tag. Fails if there is nothing
     * that could have tags.
     */
    Optional<String> tagCommit(String tag);

    /** The name under which an asset would be stored: the same one, unless the host changes or refuses it. */
    String storedName(String name);

    /** Every release of that tag, drafts and published ones. A new one may take some time to appear. */
    List<HostedRelease> find(String tag);

    /** All published releases, the newest first where the host knows. */
    List<HostedRelease> published();

    /** Notes that the host writes from what was merged since the release before; empty if it can't. */
    String generatedNotes(String tag);

    /** Creates a draft. */
    HostedRelease createDraft(NewRelease release, PublishMark mark);

    /** Changes the mark of a draft of ours. */
    HostedRelease mark(HostedRelease draft, PublishMark mark);

    /** @throws ReleaseGoneException if it is no more */
    HostedRelease read(HostedRelease release);

    /** Deletes a draft with its assets; harmless when it is gone already. Never deletes a published release. */
    void deleteDraft(HostedRelease draft);

    /**
     * Takes the right to change a release, waiting only to see whether the holder is alive.
     *
     * @param release as it was seen last
     * @throws ReleaseBusyException if the holder is alive
     * @throws ReleaseBeingPublishedException if it gave the lease back to publish, which the release did not say when it
     *     was seen last
     */
    ReleaseLease lease(HostedRelease release, String publisher);

    /** All assets, those of a lease left out. */
    List<HostedAsset> assets(HostedRelease release);

    /**
     * Adds an asset and returns it as the host now has it, which may be other than what was sent.
     *
     * @throws AssetExistsException if the release has one of that name, complete or not
     */
    HostedAsset upload(HostedRelease release, ReleaseAsset asset, ProgressListener progress);

    /** The bytes of a complete asset. */
    InputStream download(HostedRelease release, HostedAsset asset);

    /** The same asset with its digest, for which its bytes are read where the host tells none. */
    default HostedAsset withDigest(HostedRelease release, HostedAsset asset) {
        if (asset.sha256().isPresent()) {
            return asset;
        }
        try (InputStream in = download(release, asset)) {
            return asset.withSha256(Sha256.of(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssetExistsException if the release has one of that name */
    HostedAsset rename(HostedRelease release, HostedAsset asset, String name);

    /** Harmless when it is gone already. */
    void delete(HostedRelease release, HostedAsset asset);

    /**
     * Makes a draft visible, without its mark; harmless when that is done already.
     *
     * @param latest whether it shall be what is offered to people who ask for no version
     */
    HostedRelease publish(HostedRelease draft, NewRelease release, boolean latest);
}
