package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All files that a release is to have: those given, and the two that are derived from them, the manifest and then the
 * checksums of everything else. Pure: the same files give the same bytes.
 *
 * @param given wheels and attachments
 * @param derived in the order in which they have to be uploaded, after all others
 */
record ReleaseSet(List<ReleaseAsset> given, List<ReleaseAsset> derived) {

    static final List<String> DERIVED = List.of(BuildManifest.FILE_NAME, Checksums.FILE_NAME);

    /**
     * @param kept assets that are on the release and stay there, with their digests
     * @param before the manifest that is on the release, if there is one
     */
    static ReleaseSet of(PublishRequest request, List<HostedAsset> kept, Optional<BuildManifest> before) {
        List<ReleaseAsset> given = given(request);
        ReleaseAsset manifest = ReleaseAsset.ofBytes(
                BuildManifest.FILE_NAME, manifest(request, kept, before).toJson());
        Map<String, String> digests = new TreeMap<>();
        kept.forEach(asset -> digests.put(asset.name(), asset.sha256().orElseThrow()));
        Stream.concat(given.stream(), Stream.of(manifest)).forEach(asset -> digests.put(asset.name(), asset.sha256()));
        ReleaseAsset sums =
                ReleaseAsset.ofBytes(Checksums.FILE_NAME, Checksums.of(digests).toBytes());
        return new ReleaseSet(given, List.of(manifest, sums));
    }

    static List<ReleaseAsset> given(PublishRequest request) {
        return Stream.concat(request.wheels().stream().map(ReleaseWheel::asset), request.attachments().stream())
                .toList();
    }

    /** Names what is given, and its bytes: the same for every attempt to publish the same set. */
    static String id(PublishRequest request) {
        return Sha256.of(given(request).stream()
                .map(asset -> asset.sha256() + " " + asset.name() + "\n")
                .sorted()
                .collect(Collectors.joining()));
    }

    private static BuildManifest manifest(
            PublishRequest request, List<HostedAsset> kept, Optional<BuildManifest> before) {
        List<ManifestWheel> wheels = new ArrayList<>();
        request.wheels().forEach(wheel -> wheels.add(wheel.record()));
        for (HostedAsset asset : kept) {
            if (asset.name().endsWith(".whl")) {
                known(asset, before).ifPresent(wheels::add);
            }
        }
        Optional<String> commit = request.commit().or(() -> before.flatMap(BuildManifest::commit));
        return new BuildManifest(Optional.of(request.tag().toString()), commit, eachOnce(wheels));
    }

    /** A wheel that is given twice is refused in the end, but not without everything else that is to be told. */
    private static List<ManifestWheel> eachOnce(List<ManifestWheel> wheels) {
        Map<String, ManifestWheel> byName = new LinkedHashMap<>();
        wheels.forEach(wheel -> byName.putIfAbsent(wheel.file(), wheel));
        return List.copyOf(byName.values());
    }

    private static Optional<ManifestWheel> known(HostedAsset asset, Optional<BuildManifest> before) {
        Optional<ManifestWheel> listed = before.flatMap(manifest -> manifest.wheel(asset.name()))
                .filter(wheel -> asset.sha256().equals(Optional.of(wheel.sha256())));
        if (listed.isPresent()) {
            return listed;
        }
        try {
            return Optional.of(ManifestWheel.of(asset.name(), asset.sha256().orElseThrow(), asset.size()));
        } catch (InvalidWheelNameException e) {
            return Optional.empty();
        }
    }
}
