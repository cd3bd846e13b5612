package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything in a catalog at one moment, with what needs what. Read again when somebody pushes while it is read.
 *
 * @param versions by digest
 * @param manifests by digest
 * @param subjects from the digest of an attestation, a signature or the like to that of what it is about
 */
record ImageInventory(
        Map<String, ImageVersion> versions, Map<String, ImageManifest> manifests, Map<String, String> subjects) {

    private static final int MOST_READINGS = 3;

    /** Untagged images compete among themselves, so that leftovers of moved tags take no place from versions. */
    private static final String UNTAGGED = "untagged";

    /** @throws ImagesChangedException if it never stood still */
    static ImageInventory read(ImageCatalog catalog) {
        Map<String, ImageManifest> manifests = new HashMap<>();
        Map<String, Set<String>> referrers = new HashMap<>();
        List<ImageVersion> before = catalog.versions();
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            for (ImageVersion version : before) {
                manifests.computeIfAbsent(version.digest(), digest -> catalog.manifest(version));
                referrers.put(version.digest(), catalog.referrers(version));
            }
            List<ImageVersion> after = catalog.versions();
            if (Set.copyOf(after).equals(Set.copyOf(before))) {
                return of(after, manifests, referrers);
            }
            before = after;
        }
        throw new ImagesChangedException(catalog.describe());
    }

    private static ImageInventory of(
            List<ImageVersion> versions, Map<String, ImageManifest> manifests, Map<String, Set<String>> referrers) {
        Map<String, ImageVersion> byDigest = new java.util.LinkedHashMap<>();
        for (ImageVersion version : versions) {
            if (byDigest.put(version.digest(), version) != null) {
                throw new ImagesChangedException(version.digest() + ", which is listed twice,");
            }
        }
        Map<String, String> subjects = new HashMap<>();
        referrers.forEach((subject, users) -> users.forEach(user -> subjects.put(user, subject)));
        for (ImageVersion version : versions) {
            version.tags().stream()
                    .flatMap(tag -> Digests.subject(tag).stream())
                    .findFirst()
                    .or(() -> manifests.get(version.digest()).subject())
                    .ifPresent(subject -> subjects.put(version.digest(), subject));
        }
        subjects.keySet().removeIf(digest -> digest.equals(subjects.get(digest)));
        return new ImageInventory(byDigest, manifests, subjects);
    }

    /**
     * @param now the time at which ages are measured
     * @param grace for how long what has no tag is left alone, since its index may be on its way
     */
    List<RetentionItem> items(Instant now, Duration grace) {
        List<RetentionItem> items = new ArrayList<>();
        versions.values().forEach(version -> items.add(item(version, now, grace)));
        return items;
    }

    private RetentionItem item(ImageVersion version, Instant now, Duration grace) {
        Set<String> names = version.tags().stream()
                .filter(tag -> Digests.subject(tag).isEmpty())
                .collect(Collectors.toSet());
        RetentionItem item = new RetentionItem(
                version.digest(),
                names.isEmpty() ? UNTAGGED : "",
                version.tags(),
                highestVersion(names),
                Optional.of(version.created()),
                manifests.get(version.digest()).children(),
                Optional.ofNullable(subjects.get(version.digest())),
                Optional.empty());
        if (item.attachedTo().isPresent() && !names.isEmpty()) {
            return item.keptForEver("it is about another image, and has a tag of its own");
        }
        if (names.isEmpty() && version.created().plus(grace).isAfter(now)) {
            return item.keptForEver("it has no tag yet, and may be part of a push that is under way");
        }
        return item;
    }

    private static Optional<Pep440Version> highestVersion(Set<String> tags) {
        return tags.stream().flatMap(ImageInventory::version).max(Comparator.naturalOrder());
    }

    private static Stream<Pep440Version> version(String tag) {
        try {
            return Stream.of(
                    ReleaseTag.parse(tag.startsWith("v") ? tag : "v" + tag).pep440());
        } catch (EngineException e) {
            return Stream.empty();
        }
    }
}
