package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
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
 *
 * <p>These methods are what every host has. What only some have are parts, which a host implements or lacks:
 * {@link HostPreflight}, {@link TagSource}, {@link NotesSource}, {@link LeasedHost}. The default methods work on every
 * host; one that can do better overrides them.
 */
public interface ReleaseHost {

    /** What it is, for people: {@code github.com/mlc-ai/mlc-llm} or a directory. */
    String describe();

    /** Every release of that tag, drafts and published ones. A new one may take some time to appear. */
    List<HostedRelease> find(String tag);

    /** All published releases, the newest first where the host knows. */
    List<HostedRelease> published();

    /** Creates a draft. */
    HostedRelease createDraft(NewRelease release, PublishMark mark);

    /** Deletes a draft with its assets; harmless when it is gone already. Never deletes a published release. */
    void deleteDraft(HostedRelease draft);

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

    /** Harmless when it is gone already. */
    void delete(HostedRelease release, HostedAsset asset);

    /**
     * Makes a draft visible, without its mark; harmless when that is done already.
     *
     * @param latest whether it shall be what is offered to people who ask for no version
     */
    HostedRelease publish(HostedRelease draft, NewRelease release, boolean latest);

    /** A part of this host; empty if it lacks that part. */
    default <T> Optional<T> part(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /** How much it takes. */
    default HostCapabilities capabilities() {
        return HostCapabilities.UNLIMITED;
    }

    /** The name under which an asset would be stored: the same one, unless the host changes or refuses it. */
    default String storedName(String name) {
        return name;
    }

    /** @throws ReleaseGoneException if it is no more */
    default HostedRelease read(HostedRelease release) {
        return find(release.tag()).stream()
                .filter(found -> found.id().equals(release.id()))
                .findFirst()
                .orElseThrow(() -> new ReleaseGoneException("the release " + release.tag()));
    }

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

    /**
     * Gives an asset another name; its bytes are sent again by hosts that know no better.
     *
     * @throws AssetExistsException if the release has one of that name
     */
    default HostedAsset rename(HostedRelease release, HostedAsset asset, String name) {
        String digest = withDigest(release, asset).sha256().orElseThrow();
        AssetSource bytes = new AssetSource.Hosted(this, release, asset);
        HostedAsset renamed =
                upload(release, new ReleaseAsset(name, asset.size(), digest, bytes), ProgressListener.SILENT);
        delete(release, asset);
        return renamed;
    }
}
