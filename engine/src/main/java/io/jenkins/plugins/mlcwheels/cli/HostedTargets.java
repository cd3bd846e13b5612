package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files of a published release that are to be verified. Their bytes are read; what the host says of them counts for nothing. */
final class HostedTargets {

    private static final int LARGEST_BUNDLE = 8 << 20;

    private final ReleaseHost host;
    private final HostedRelease release;
    private final Map<String, HostedAsset> assets = new TreeMap<>();

    private HostedTargets(ReleaseHost host, HostedRelease release) {
        this.host = host;
        this.release = release;
        host.assets(release).stream().filter(HostedAsset::complete).forEach(asset -> assets.put(asset.name(), asset));
    }

    /** @throws EngineException if there is no published release of that tag */
    static List<VerifyTarget> of(ReleaseHost host, String tag) {
        HostedRelease release = host.find(tag).stream()
                .filter(found -> !found.draft())
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.INPUT,
                        "there is no published release " + tag + " on " + host.describe(),
                        "Check the tag."));
        HostedTargets targets = new HostedTargets(host, release);
        Set<String> listed = new ReleaseRecords(host, release, List.copyOf(targets.assets.values()))
                .checksums()
                .map(Checksums::digests)
                .map(Map::keySet)
                .orElse(Set.of());
        List<VerifyTarget> found = LocalTargets.wanted(targets.assets.keySet(), listed).stream()
                .map(targets::target)
                .toList();
        if (found.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.NOTHING_TO_DO,
                    "the release " + tag + " on " + host.describe() + " has no wheel, no sdist and no bundle",
                    "Check the tag.");
        }
        return found;
    }

    private VerifyTarget target(String name) {
        return new VerifyTarget(name, name, () -> sha256(name), this::bundle);
    }

    private String sha256(String name) throws IOException {
        if (!assets.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        try (InputStream in = host.download(release, assets.get(name))) {
            return Sha256.of(in);
        }
    }

    private Optional<byte[]> bundle(String name) throws IOException {
        if (!assets.containsKey(name)) {
            return Optional.empty();
        }
        try (InputStream in = host.download(release, assets.get(name))) {
            return Optional.of(in.readNBytes(LARGEST_BUNDLE + 1));
        }
    }
}
