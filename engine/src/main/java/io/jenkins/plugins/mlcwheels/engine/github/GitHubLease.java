package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.AssetExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.PublishCancelledException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBeingPublishedException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseBusyException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseLease;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lease that is a small asset on the release. GitHub gives a name only to one asset, so that of two who upload it one
 * wins. Its label names the holder and counts up while the holder lives; whoever finds it looks whether the label
 * changes, and takes over by deleting the very asset that it saw. A holder whose asset is gone has lost the lease, which
 * it learns before its next step. No clocks are compared.
 */
final class GitHubLease implements ReleaseLease {

    /** Every beat counts among what GitHub lets a user write in an hour, while an upload may take hours. */
    private static final Duration BEAT = Duration.ofSeconds(30);

    /** A holder that missed this many beats is dead. */
    private static final int MISSED_BEATS = 3;

    /** How often the lock is tried for when others are faster. */
    private static final int ATTEMPTS = 10;

    /** How long to wait, longer each time, for a lock that is there but not in the list yet. */
    private static final Duration UNLISTED = Duration.ofSeconds(1);

    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9._-]{1,100}) [0-9]+");

    private final ReleaseAssets assets;
    private final Timing timing;
    private final HostedRelease release;
    private final String publisher;
    private final HostedAsset lock;
    private final Timing.Repeating heart;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean lost;
    private long beats;
    private Instant lastBeat;

    private GitHubLease(
            ReleaseAssets assets, Timing timing, HostedRelease release, String publisher, HostedAsset lock) {
        this.assets = assets;
        this.timing = timing;
        this.release = release;
        this.publisher = publisher;
        this.lock = lock;
        this.lastBeat = timing.now();
        this.heart = timing.every(BEAT, this::beatQuietly);
    }

    /** How many requests within such a time do not wait for GitHub's limits: beats at both of its ends, and the end. */
    static int most(Duration period) {
        return (int) period.dividedBy(BEAT) + 2;
    }

    /** What else is done with the release. */
    interface Releases {

        /** Sends the lock's few bytes to the release under a label. */
        HostedAsset send(ReleaseAsset lock, String label);

        /** The release as it is now. */
        HostedRelease read();
    }

    /**
     * Takes the lease, waiting to see whether its holder is alive.
     *
     * @throws ReleaseBusyException if it is
     * @throws ReleaseBeingPublishedException if it gave the lease back to publish
     */
    static ReleaseLease take(
            ReleaseAssets assets,
            Releases releases,
            Timing timing,
            ProgressListener progress,
            HostedRelease release,
            String publisher) {
        ReleaseAsset content =
                ReleaseAsset.ofBytes(GitHubJson.LOCK, (publisher + "\n").getBytes(StandardCharsets.UTF_8));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<GitHubJson.Asset> held = find(assets, release);
            if (held.isPresent()) {
                if (!isOf(held.get(), publisher)) {
                    awaitDeath(assets, timing, progress, release, held.get());
                }
                assets.delete(held.get().hosted());
            }
            refuseWhatIsBeingPublished(release, releases.read(), publisher);
            try {
                HostedAsset lock = releases.send(content, publisher + " 0");
                return new GitHubLease(assets, timing, release, publisher, lock);
            } catch (AssetExistsException e) {
                progress.on(new ProgressListener.Notice(release.tag() + " has a lock already", false));
                sleep(timing, UNLISTED.multipliedBy(attempt + 1L));
            }
        }
        throw new ReleaseBusyException(release.tag(), "could not get its lock: other publishers keep taking it");
    }

    /** A holder marks the draft before it gives the lease back; whoever came then would put a lock on the release. */
    private static void refuseWhatIsBeingPublished(HostedRelease seen, HostedRelease now, String publisher) {
        boolean appeared = seen.draft() && !now.draft();
        if (appeared
                || now.isBeingPublishedByOtherThan(publisher) && !now.mark().equals(seen.mark())) {
            throw new ReleaseBeingPublishedException(seen.tag());
        }
    }

    private static Optional<GitHubJson.Asset> find(ReleaseAssets assets, HostedRelease release) {
        return assets.all(release).stream().filter(GitHubJson.Asset::isLock).findFirst();
    }

    private static boolean isOf(GitHubJson.Asset lock, String publisher) {
        return lock.label() != null && lock.label().startsWith(publisher + " ");
    }

    /** Returns when the holder has been silent for long enough, or its lock is gone. */
    private static void awaitDeath(
            ReleaseAssets assets,
            Timing timing,
            ProgressListener progress,
            HostedRelease release,
            GitHubJson.Asset seen) {
        String holder = holder(seen);
        progress.on(new ProgressListener.Notice(
                release.tag() + " is held by " + holder + "; looking for "
                        + Backoff.print(BEAT.multipliedBy(MISSED_BEATS)) + " whether it is alive",
                false));
        for (int i = 0; i < MISSED_BEATS; i++) {
            sleep(timing, BEAT);
            Optional<GitHubJson.Asset> now = find(assets, release);
            if (now.isEmpty()) {
                return;
            }
            if (now.get().id() != seen.id() || !Objects.equals(now.get().label(), seen.label())) {
                throw new ReleaseBusyException(release.tag(), holder + " is at work on it");
            }
        }
    }

    /** Who it is, for people; anybody who may write can label an asset. */
    private static String holder(GitHubJson.Asset lock) {
        Matcher label = LABEL.matcher(lock.label() == null ? "" : lock.label());
        return label.matches() ? label.group(1) : "an unknown publisher";
    }

    private static void sleep(Timing timing, Duration wait) {
        try {
            timing.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishCancelledException("a release", e);
        }
    }

    private void beatQuietly() {
        try {
            beat();
        } catch (EngineException e) {
            // The next beat, or check(), will tell whether it is lost.
            return;
        }
    }

    private synchronized void beat() {
        if (closed.get() || lost) {
            return;
        }
        lost = !assets.label(Long.parseLong(lock.id()), publisher + " " + ++beats);
        lastBeat = timing.now();
    }

    @Override
    public synchronized void check() {
        if (!lost && timing.now().isAfter(lastBeat.plus(BEAT.multipliedBy(MISSED_BEATS - 1)))) {
            beat();
        }
        if (lost) {
            throw new ReleaseBusyException(release.tag(), loss());
        }
    }

    private String loss() {
        return find(assets, release)
                .map(other -> holder(other) + " took over, since this publisher was silent for too long")
                .orElse("the lock of this publisher is gone: another one took over and ended, or somebody deleted it");
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        heart.close();
        // Whoever was interrupted gives it back all the same, so that the next one need not wait.
        boolean interrupted = Thread.interrupted();
        try {
            assets.deleteAtOnce(lock);
        } catch (RemoteException e) {
            if (e.reason() == RemoteException.Reason.OUT_OF_TIME) {
                assets.deleteWithoutRetry(lock);
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
