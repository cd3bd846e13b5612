package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The assets of a release of nightlies as items to decide about. Wheels of development versions compete by version
 * within their package name, Python tag, ABI tag and platforms; those of one public version, which differ by their
 * build or local version only, stay or go together. A file whose name is that of a wheel and an ending, such as a
 * signature, belongs to it, and so does the archive of its symbols. Everything else is kept.
 */
final class NightlyItems {

    private static final String WHEEL = ".whl";

    private NightlyItems() {}

    /** In the order of the assets; the id of each is its name. */
    static List<RetentionItem> of(List<HostedAsset> assets) {
        Map<String, HostedAsset> byName = new LinkedHashMap<>();
        assets.forEach(asset -> byName.put(asset.name(), asset));
        return of(byName);
    }

    /** @param assets from the id of each, which ends with its name, in order */
    static List<RetentionItem> of(Map<String, HostedAsset> assets) {
        Map<String, Nightly> nightlies = new LinkedHashMap<>();
        assets.forEach((id, asset) -> nightly(id, asset).ifPresent(found -> nightlies.put(id, found)));
        Map<Build, List<Nightly>> builds = nightlies.values().stream().collect(Collectors.groupingBy(Nightly::build));
        List<RetentionItem> items = new ArrayList<>();
        assets.forEach((id, asset) -> {
            Nightly nightly = nightlies.get(id);
            items.add(
                    nightly == null ? other(id, asset, nightlies.keySet()) : nightly.item(builds.get(nightly.build())));
        });
        return items;
    }

    private static RetentionItem other(String id, HostedAsset asset, Set<String> wheels) {
        RetentionItem item = item(id);
        Optional<String> wheel = wheels.stream()
                .filter(name -> id.startsWith(name + "."))
                .findFirst()
                .or(() -> DebugArchive.wheelOf(id).filter(wheels::contains));
        if (wheel.isPresent()) {
            return item.about(wheel.get());
        }
        if (!asset.name().endsWith(WHEEL)) {
            return item.keptForEver("it is not a wheel");
        }
        return item.keptForEver(
                asset.complete() ? "it is not a wheel of a development version" : "its upload was not finished");
    }

    private static RetentionItem item(String name) {
        return new RetentionItem(
                name,
                "",
                Set.of(name),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Empty if it is anything but a whole wheel of a development version. */
    private static Optional<Nightly> nightly(String id, HostedAsset asset) {
        if (!asset.complete() || !asset.name().endsWith(WHEEL)) {
            return Optional.empty();
        }
        try {
            WheelFilename filename = WheelFilename.parse(asset.name());
            return Pep440Version.tryParse(filename.version())
                    .filter(version -> version.dev().isPresent())
                    .map(version -> new Nightly(id, filename, version));
        } catch (InvalidWheelNameException e) {
            return Optional.empty();
        }
    }

    /** What stays or goes together. */
    private record Build(String group, Pep440Version version) {}

    /** A wheel of a development version. */
    private record Nightly(String name, WheelFilename filename, Pep440Version version) {

        /** Within which the newest are kept. */
        private String group() {
            return filename.normalizedName() + " "
                    + filename.tags().stream().map(Object::toString).collect(Collectors.joining(" "));
        }

        private Build build() {
            return new Build(group(), Pep440Version.parse(version.publicVersion()));
        }

        /** @param together all of the same build, this one included; the first by name decides for all */
        private RetentionItem item(List<Nightly> together) {
            Nightly first =
                    together.stream().min(Comparator.comparing(Nightly::name)).orElseThrow();
            RetentionItem item =
                    NightlyItems.item(name).inGroup(build().group()).withVersion(build().version());
            return first.name.equals(name) ? item : item.about(first.name);
        }
    }
}
