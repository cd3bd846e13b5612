package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The two records that a release has beside its wheels, {@code release.json} and {@code SHA256SUMS}, as whoever
 * published it wrote them: one that is missing, too large or of another form counts as none. Each call reads them anew.
 */
public final class ReleaseRecords {

    private static final int LARGEST = 8 << 20;

    private final ReleaseHost host;
    private final HostedRelease release;
    private final List<HostedAsset> assets;

    /** @param assets all of the release */
    public ReleaseRecords(ReleaseHost host, HostedRelease release, List<HostedAsset> assets) {
        this.host = Objects.requireNonNull(host, "host");
        this.release = Objects.requireNonNull(release, "release");
        this.assets = List.copyOf(assets);
    }

    /** What {@code release.json} says; empty if there is no usable one. */
    public Optional<BuildManifest> manifest() {
        return complete(BuildManifest.FILE_NAME).flatMap(asset -> usable(asset, BuildManifest::parse));
    }

    /** What {@code SHA256SUMS} says; empty if there is no usable one. */
    public Optional<Checksums> checksums() {
        return complete(Checksums.FILE_NAME).flatMap(asset -> usable(asset, Checksums::parse));
    }

    private Optional<HostedAsset> complete(String name) {
        return assets.stream()
                .filter(asset -> asset.name().equals(name) && asset.complete())
                .findFirst();
    }

    private <T> Optional<T> usable(HostedAsset asset, Function<byte[], T> parser) {
        if (asset.size() > LARGEST) {
            return Optional.empty();
        }
        byte[] bytes = bytes(host, release, asset);
        try {
            return Optional.of(parser.apply(bytes));
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    /** The bytes of a record; of a larger one only so many that no parser takes them. */
    static byte[] bytes(ReleaseHost host, HostedRelease release, HostedAsset asset) {
        try (InputStream in = host.download(release, asset)) {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
