package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestBundle;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseRecords;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The wheels of all published releases, as an index offers them: with the addresses and digests that the host tells,
 * without reading a wheel. Where the host tells no digest, that of {@code release.json} or {@code SHA256SUMS} serves;
 * Requires-Python comes from {@code release.json}. What can't be offered so is left out with a warning.
 */
public final class PublishedWheels implements IndexSource {

    private final ReleaseHost host;
    private final ProgressListener progress;
    private Set<String> gone = Set.of();
    private WheelGlobs leftOut = new WheelGlobs(List.of());

    /**
     * @param host where the releases are
     * @param progress is told what had to be left out
     */
    public PublishedWheels(ReleaseHost host, ProgressListener progress) {
        this.host = Objects.requireNonNull(host, "host");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * The same without some of them.
     *
     * @param assets ids of those
     */
    public PublishedWheels without(Set<String> assets) {
        gone = Set.copyOf(assets);
        return this;
    }

    /** The same without those that match, by name or by {@code TAG/NAME}. */
    public PublishedWheels leaveOut(WheelGlobs globs) {
        leftOut = Objects.requireNonNull(globs, "globs");
        return this;
    }

    /** Those of stable releases first, so that their addresses serve for what a pre-release has as well. */
    @Override
    public List<IndexedWheel> read(Path index) {
        List<IndexedWheel> wheels = new ArrayList<>();
        host.published().stream()
                .sorted(Comparator.comparing(HostedRelease::prerelease))
                .forEach(release -> wheels.addAll(read(release)));
        return wheels;
    }

    private List<IndexedWheel> read(HostedRelease release) {
        List<HostedAsset> assets = host.assets(release);
        List<HostedAsset> wheels = assets.stream()
                .filter(asset -> asset.name().endsWith(".whl") && !gone.contains(asset.id()))
                .filter(asset -> !leftOut.matches(release.tag() + "/" + asset.name()))
                .toList();
        if (wheels.isEmpty()) {
            return List.of();
        }
        ReleaseRecords records = new ReleaseRecords(host, release, assets);
        Optional<BuildManifest> manifest = records.manifest();
        boolean told = wheels.stream().allMatch(asset -> asset.sha256().isPresent());
        Optional<Checksums> sums = told ? Optional.empty() : records.checksums();
        List<IndexedWheel> read = new ArrayList<>();
        for (HostedAsset asset : wheels) {
            try {
                read.add(signed(describe(asset, manifest, sums), assets, manifest));
            } catch (NotOfferedException e) {
                progress.on(new ProgressListener.Notice(
                        "'" + asset.name() + "' of " + release.tag() + " is left out of the index: " + e.getMessage(),
                        true));
            }
        }
        return read;
    }

    private static IndexedWheel describe(HostedAsset asset, Optional<BuildManifest> manifest, Optional<Checksums> sums)
            throws NotOfferedException {
        if (!asset.complete()) {
            throw new NotOfferedException("its upload was not finished");
        }
        Optional<ManifestWheel> record = manifest.flatMap(known -> known.wheel(asset.name()))
                .filter(known -> known.size() == asset.size())
                .filter(known -> asset.sha256().filter(known.sha256()::equals).isPresent()
                        || asset.sha256().isEmpty());
        String sha256 = asset.sha256()
                .or(() -> record.map(ManifestWheel::sha256))
                .or(() -> sums.flatMap(known -> known.digestOf(asset.name())))
                .orElseThrow(() -> new NotOfferedException("its digest is unknown"));
        IndexedWheel wheel = IndexedWheel.of(filename(asset), address(asset), sha256)
                .withSize(asset.size())
                .withRequiresPython(record.flatMap(ManifestWheel::requiresPython));
        return asset.uploaded().map(wheel::withUploaded).orElse(wheel);
    }

    /** With the address of its bundle, if the digest of that is known too. */
    private IndexedWheel signed(IndexedWheel wheel, List<HostedAsset> assets, Optional<BuildManifest> manifest)
            throws NotOfferedException {
        Optional<HostedAsset> bundle = assets.stream()
                .filter(asset -> asset.name().equals(wheel.filename() + BundleName.SUFFIX))
                .filter(asset -> asset.complete() && !gone.contains(asset.id()))
                .findFirst();
        if (bundle.isEmpty()) {
            return wheel;
        }
        Optional<String> sha256 = bundle.get().sha256().or(() -> manifest.flatMap(
                        known -> known.bundle(bundle.get().name()))
                .map(ManifestBundle::sha256));
        return sha256.isPresent() ? wheel.withBundle(new IndexedBundle(address(bundle.get()), sha256.get())) : wheel;
    }

    private static WheelFilename filename(HostedAsset asset) throws NotOfferedException {
        try {
            WheelFilename filename = WheelFilename.parse(asset.name());
            if (Pep440Version.tryParse(filename.version()).isEmpty()) {
                throw new NotOfferedException("its version is not valid under PEP 440");
            }
            return filename;
        } catch (InvalidWheelNameException e) {
            throw new NotOfferedException("it has no name of a wheel");
        }
    }

    private static String address(HostedAsset asset) throws NotOfferedException {
        try {
            URI address = URI.create(asset.url());
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null && address.getFragment() == null) {
                return asset.url();
            }
        } catch (IllegalArgumentException e) {
            throw new NotOfferedException("its address is not valid");
        }
        throw new NotOfferedException("its address is not a web address");
    }

    /** Why a wheel is not in the index. */
    private static final class NotOfferedException extends Exception {

        private static final long serialVersionUID = 1L;

        private NotOfferedException(String reason) {
            super(reason);
        }
    }
}
