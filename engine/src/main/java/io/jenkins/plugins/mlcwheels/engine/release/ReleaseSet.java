package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildManifest;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestBundle;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestSymbols;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All files that a release is to have: those given, and those that are derived from them, the manifest, then the
 * checksums of everything else, then the signature of these. Pure but for the signature: the same files give the same
 * bytes.
 *
 * @param given wheels, attachments and bundles
 * @param derived in the order in which they have to be uploaded, after all others
 */
record ReleaseSet(List<ReleaseAsset> given, List<ReleaseAsset> derived) {

    static final List<String> DERIVED = List.of(BuildManifest.FILE_NAME, Checksums.FILE_NAME);

    /**
     * @param bundles those of the request, or what is on the release and serves in their place
     * @param hosted all assets of the release
     * @param kept assets that are on the release and stay there, with their digests
     * @param before the manifest that is on the release, if there is one
     */
    static ReleaseSet of(
            PublishRequest request,
            List<ReleaseBundle> bundles,
            List<HostedAsset> hosted,
            List<HostedAsset> kept,
            Optional<BuildManifest> before) {
        List<ReleaseAsset> given = given(request, bundles);
        ReleaseAsset manifest = ReleaseAsset.ofBytes(
                BuildManifest.FILE_NAME,
                manifest(request, bundles, kept, before).toJson());
        Map<String, String> digests = new TreeMap<>();
        kept.forEach(asset -> digests.put(asset.name(), asset.sha256().orElseThrow()));
        Stream.concat(given.stream(), Stream.of(manifest)).forEach(asset -> digests.put(asset.name(), asset.sha256()));
        byte[] sums = Checksums.of(digests).toBytes();
        List<ReleaseAsset> derived = new ArrayList<>();
        derived.add(manifest);
        derived.add(ReleaseAsset.ofBytes(Checksums.FILE_NAME, sums));
        if (request.sumsSigner().isPresent() && !isSigned(derived.get(1), hosted)) {
            derived.add(request.sumsSigner().get().sign(sums));
        }
        return new ReleaseSet(given, derived);
    }

    /** Whether these very checksums are there with a signature; one that is made again would have other bytes. */
    private static boolean isSigned(ReleaseAsset sums, List<HostedAsset> hosted) {
        return hosted.stream().anyMatch(asset -> asset.name().equals(sums.name()) && asset.holds(sums))
                && hosted.stream().anyMatch(asset -> isSumsSignature(asset.name()) && asset.complete());
    }

    static boolean isSumsSignature(String name) {
        return name.startsWith(SumsSigner.PREFIX)
                && !name.endsWith(ReleasePlan.STAGED)
                && !name.endsWith(ReleasePlan.REPLACED);
    }

    static List<ReleaseAsset> given(PublishRequest request) {
        return given(request, request.bundles());
    }

    private static List<ReleaseAsset> given(PublishRequest request, List<ReleaseBundle> bundles) {
        return Stream.of(
                        request.wheels().stream().map(ReleaseWheel::asset),
                        request.attachments().stream(),
                        bundles.stream().map(ReleaseBundle::asset))
                .flatMap(assets -> assets)
                .toList();
    }

    /** Names what is given, and its bytes: the same for every attempt to publish the same set. */
    static String id(PublishRequest request) {
        // A bundle that is signed again has other bytes, and says the same.
        Stream<String> bundles = request.bundles().stream()
                .map(bundle -> "bundle " + bundle.asset().name() + "\n");
        Stream<String> others =
                given(request, List.of()).stream().map(asset -> asset.sha256() + " " + asset.name() + "\n");
        return Sha256.of(Stream.concat(bundles, others).sorted().collect(Collectors.joining()));
    }

    private static BuildManifest manifest(
            PublishRequest request, List<ReleaseBundle> given, List<HostedAsset> kept, Optional<BuildManifest> before) {
        List<ManifestWheel> wheels = new ArrayList<>();
        request.wheels().forEach(wheel -> wheels.add(wheel.record()));
        for (HostedAsset asset : kept) {
            if (asset.name().endsWith(".whl")) {
                known(asset, before).ifPresent(wheels::add);
            }
        }
        Map<String, ManifestBundle> bundles = new LinkedHashMap<>();
        given.forEach(bundle -> bundles.putIfAbsent(bundle.record().file(), bundle.record()));
        kept.stream()
                .filter(asset -> BundleName.isBundle(asset.name()))
                .forEach(asset -> bundles.putIfAbsent(asset.name(), knownBundle(asset, before)));
        Optional<String> commit = request.commit().or(() -> before.flatMap(BuildManifest::commit));
        return new BuildManifest(
                Optional.of(request.tag().toString()),
                commit,
                eachOnce(wheels),
                List.copyOf(bundles.values()),
                symbols(request, kept, wheels));
    }

    /** Archives of symbols of the wheels that are listed. */
    private static List<ManifestSymbols> symbols(
            PublishRequest request, List<HostedAsset> kept, List<ManifestWheel> wheels) {
        Set<String> names = wheels.stream().map(ManifestWheel::file).collect(Collectors.toSet());
        Map<String, ManifestSymbols> symbols = new LinkedHashMap<>();
        request.attachments().forEach(file -> symbols(symbols, names, file.name(), file.sha256(), file.size()));
        kept.forEach(
                asset -> symbols(symbols, names, asset.name(), asset.sha256().orElseThrow(), asset.size()));
        return List.copyOf(symbols.values());
    }

    private static void symbols(
            Map<String, ManifestSymbols> symbols, Set<String> wheels, String name, String sha256, long size) {
        if (DebugArchive.wheelOf(name).filter(wheels::contains).isPresent()) {
            symbols.putIfAbsent(name, new ManifestSymbols(name, sha256, size));
        }
    }

    private static ManifestBundle knownBundle(HostedAsset asset, Optional<BuildManifest> before) {
        String sha256 = asset.sha256().orElseThrow();
        return before.flatMap(manifest -> manifest.bundle(asset.name()))
                .filter(listed -> listed.sha256().equals(sha256))
                .orElseGet(() -> new ManifestBundle(asset.name(), sha256, asset.size(), Optional.empty()));
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
