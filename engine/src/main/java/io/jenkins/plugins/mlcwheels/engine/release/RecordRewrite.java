package io.jenkins.plugins.mlcwheels.engine.release;

import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.REPLACED;
import static io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan.STAGED;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.release.PlanStep.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Takes assets that are about to go out of the records of a published release, {@code release.json} and then
 * {@code SHA256SUMS}, so that these never name what is gone. A record is replaced as publishing does it: the new one is
 * there and verified before the old one goes, and one whose replacement was interrupted is put in its place.
 */
public final class RecordRewrite {

    private final ReleaseHost host;
    private final HostedRelease release;
    private final ReleaseLease lease;
    private final ProgressListener progress;
    private final AssetTransfer transfer;

    /** @param lease on the release */
    public RecordRewrite(
            ReleaseHost host, HostedRelease release, ReleaseLease lease, Timing timing, ProgressListener progress) {
        this.host = host;
        this.release = release;
        this.lease = lease;
        this.progress = progress;
        this.transfer = new AssetTransfer(host, release, lease, timing, progress);
    }

    /**
     * A record that can't be read stays as it is, and a warning says so.
     *
     * @param names of the assets that are about to go
     * @throws PublishCancelledException if the thread was interrupted
     */
    public void forget(Set<String> names) {
        List<HostedAsset> assets = host.assets(release);
        Optional<ReleaseAsset> manifest =
                rewrite(new Slot(BuildManifest.FILE_NAME, assets), bytes -> withoutWheels(bytes, names));
        dropSignatures(assets, names);
        rewrite(new Slot(Checksums.FILE_NAME, assets), bytes -> withoutLines(bytes, names, manifest));
    }

    /** Of checksums that are about to change. */
    private void dropSignatures(List<HostedAsset> assets, Set<String> names) {
        if (assets.stream().noneMatch(asset -> names.contains(asset.name()))) {
            return;
        }
        assets.stream()
                .filter(asset -> ReleaseSet.isSumsSignature(asset.name()))
                .forEach(signature -> {
                    progress.on(new ProgressListener.Notice(
                            "'" + signature.name() + "' of " + release.tag()
                                    + " goes: it is a signature of the checksums as they were",
                            true));
                    delete(signature);
                });
    }

    private static byte[] withoutWheels(byte[] json, Set<String> names) {
        BuildManifest before = BuildManifest.parse(json);
        BuildManifest after = new BuildManifest(
                before.tag(),
                before.commit(),
                before.wheels().stream()
                        .filter(wheel -> !names.contains(wheel.file()))
                        .toList(),
                before.bundles().stream()
                        .filter(bundle -> !names.contains(bundle.file()))
                        .toList(),
                before.symbols().stream()
                        .filter(archive -> !names.contains(archive.file()))
                        .toList());
        return after.equals(before) ? json : after.toJson();
    }

    private static byte[] withoutLines(byte[] text, Set<String> names, Optional<ReleaseAsset> manifest) {
        Checksums before = Checksums.parse(text);
        Map<String, String> digests = new TreeMap<>(before.digests());
        digests.keySet().removeAll(names);
        manifest.ifPresent(asset -> digests.replace(asset.name(), asset.sha256()));
        Checksums after = Checksums.of(digests);
        return after.equals(before) ? text : after.toBytes();
    }

    /** What the record is now, if there is one that can be read. */
    private Optional<ReleaseAsset> rewrite(Slot slot, Function<byte[], byte[]> change) {
        Optional<HostedAsset> source = slot.source();
        if (source.isEmpty()) {
            return Optional.empty();
        }
        byte[] before = ReleaseRecords.bytes(host, release, source.get());
        byte[] after;
        try {
            after = change.apply(before);
        } catch (EngineException e) {
            progress.on(new ProgressListener.Notice(
                    slot.name + " of " + release.tag() + " stays as it is, though it may name what is gone: "
                            + e.getMessage(),
                    true));
            return Optional.empty();
        }
        put(slot, ReleaseAsset.ofBytes(slot.name, after), after != before);
        return Optional.of(ReleaseAsset.ofBytes(slot.name, after));
    }

    private void put(Slot slot, ReleaseAsset asset, boolean changed) {
        if (asset.size() == 0) {
            slot.all().forEach(this::delete);
            return;
        }
        boolean standing = slot.present().isPresent();
        if (standing) {
            slot.replaced.ifPresent(this::delete);
        }
        if (changed || !standing) {
            send(slot, asset);
        } else {
            slot.staged.ifPresent(this::delete);
        }
        if (!standing) {
            slot.replaced.ifPresent(this::delete);
        }
    }

    private void send(Slot slot, ReleaseAsset asset) {
        PlanStep step = new PlanStep(
                slot.named.isPresent() ? Action.REPLACE : Action.UPLOAD,
                slot.name,
                "assets that it names go",
                Optional.of(asset),
                slot.named,
                slot.staged);
        try {
            transfer.apply(new ReleasePlan(release.tag(), Optional.of(release), List.of(step), List.of()), 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishCancelledException(release.tag(), e);
        }
    }

    private void delete(HostedAsset asset) {
        lease.check();
        host.delete(release, asset);
    }

    /** A record under its own name and the two that it has while it is replaced. */
    private static final class Slot {

        private final String name;
        private final Optional<HostedAsset> named;
        private final Optional<HostedAsset> staged;
        private final Optional<HostedAsset> replaced;

        private Slot(String name, List<HostedAsset> assets) {
            this.name = name;
            named = find(assets, name);
            staged = find(assets, name + STAGED);
            replaced = find(assets, name + REPLACED);
        }

        private static Optional<HostedAsset> find(List<HostedAsset> assets, String name) {
            return assets.stream().filter(asset -> asset.name().equals(name)).findFirst();
        }

        private Optional<HostedAsset> present() {
            return named.filter(HostedAsset::complete);
        }

        /** Where the record is to be read. */
        private Optional<HostedAsset> source() {
            return present()
                    .or(() -> staged.filter(HostedAsset::complete))
                    .or(() -> replaced.filter(HostedAsset::complete));
        }

        private List<HostedAsset> all() {
            List<HostedAsset> all = new ArrayList<>();
            named.ifPresent(all::add);
            staged.ifPresent(all::add);
            replaced.ifPresent(all::add);
            return all;
        }
    }
}
