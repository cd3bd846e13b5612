package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * @param subjects from the digest of an attestation, a signature or the like to those of what it is about
 * @param unreadable from the digests of manifests that can't be read to the reasons; in the others they need nothing
 */
record ImageInventory(
        Map<String, ImageVersion> versions,
        Map<String, ImageManifest> manifests,
        Map<String, Set<String>> subjects,
        Map<String, UnreadableManifestException> unreadable) {

    /** Many are no accident of single images, and each takes its time to be tried again and again. */
    private static final int MOST_UNREADABLE = 20;

    private static final int MOST_READINGS = 3;

    /** Untagged images compete among themselves, so that leftovers of moved tags take no place from versions. */
    private static final String UNTAGGED = "untagged";

    /** @throws ImagesChangedException if it never stood still */
    static ImageInventory read(ImageCatalog catalog) {
        Map<String, ImageManifest> manifests = new HashMap<>();
        Map<String, Set<String>> referrers = new HashMap<>();
        Map<String, UnreadableManifestException> unreadable = new LinkedHashMap<>();
        List<ImageVersion> before = catalog.versions();
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            for (ImageVersion version : before) {
                manifests.computeIfAbsent(version.digest(), digest -> manifest(catalog, version, unreadable));
                referrers.put(
                        version.digest(),
                        unreadable.containsKey(version.digest()) ? Set.of() : catalog.referrers(version));
            }
            List<ImageVersion> after = catalog.versions();
            if (Set.copyOf(after).equals(Set.copyOf(before))) {
                return of(after, manifests, referrers, unreadable);
            }
            before = after;
        }
        throw new ImagesChangedException(catalog.describe());
    }

    private static ImageManifest manifest(
            ImageCatalog catalog, ImageVersion version, Map<String, UnreadableManifestException> unreadable) {
        try {
            return catalog.manifest(version);
        } catch (UnreadableManifestException e) {
            if (unreadable.size() == MOST_UNREADABLE) {
                throw e;
            }
            unreadable.put(version.digest(), e);
            return new ImageManifest(Set.of(), Optional.empty());
        }
    }

    /**
     * Refuses to go on without knowing what an image needs, unless it is protected, or something is that needs it, that
     * it is about, or that is about it.
     *
     * @throws UnreadableManifestException for the first one
     */
    void refuseUnreadable(RetentionPolicy policy) {
        for (Map.Entry<String, UnreadableManifestException> lost : unreadable.entrySet()) {
            ImageVersion version = versions.get(lost.getKey());
            if (version != null && connected(lost.getKey()).stream().noneMatch(digest -> isProtected(digest, policy))) {
                throw lost.getValue().of(version);
            }
        }
    }

    private boolean isProtected(String digest, RetentionPolicy policy) {
        return policy.isProtected(digest)
                || Optional.ofNullable(versions.get(digest)).stream()
                        .flatMap(version -> version.tags().stream())
                        .anyMatch(policy::isProtected);
    }

    /** A manifest, all that needs it or that it is about, at any depth, and what is about itself. */
    private Set<String> connected(String start) {
        Set<String> found = new HashSet<>();
        subjects.forEach((user, about) -> {
            if (about.contains(start)) {
                found.add(user);
            }
        });
        Deque<String> todo = new ArrayDeque<>(Set.of(start));
        while (!todo.isEmpty()) {
            String digest = todo.pop();
            if (found.add(digest)) {
                todo.addAll(subjects.getOrDefault(digest, Set.of()));
                manifests.forEach((user, manifest) -> {
                    if (manifest.children().contains(digest)) {
                        todo.add(user);
                    }
                });
            }
        }
        return found;
    }

    private static ImageInventory of(
            List<ImageVersion> versions,
            Map<String, ImageManifest> manifests,
            Map<String, Set<String>> referrers,
            Map<String, UnreadableManifestException> unreadable) {
        Map<String, ImageVersion> byDigest = new LinkedHashMap<>();
        for (ImageVersion version : versions) {
            if (byDigest.put(version.digest(), version) != null) {
                throw new ImagesChangedException(version.digest() + ", which is listed twice,");
            }
        }
        Map<String, Set<String>> subjects = new HashMap<>();
        referrers.forEach((subject, users) -> users.forEach(user -> add(subjects, user, subject)));
        for (ImageVersion version : versions) {
            String digest = version.digest();
            version.tags().forEach(tag -> Digests.subject(tag).ifPresent(subject -> add(subjects, digest, subject)));
            manifests.get(digest).subject().ifPresent(subject -> add(subjects, digest, subject));
        }
        return new ImageInventory(byDigest, manifests, subjects, unreadable);
    }

    private static void add(Map<String, Set<String>> subjects, String digest, String subject) {
        if (!digest.equals(subject)) {
            subjects.computeIfAbsent(digest, unknown -> new HashSet<>()).add(subject);
        }
    }

    /**
     * What was pushed or got other tags since this was read, and all that this needs, at any depth. Reads the list again,
     * and of the manifests only new ones.
     */
    Set<String> neededSince(ImageCatalog catalog) {
        Map<String, ImageManifest> known = new HashMap<>(manifests);
        Deque<String> todo = new ArrayDeque<>();
        for (ImageVersion version : catalog.versions()) {
            if (!version.equals(versions.get(version.digest()))) {
                known.computeIfAbsent(version.digest(), digest -> catalog.manifest(version));
                todo.add(version.digest());
            }
        }
        Set<String> needed = new HashSet<>();
        Map<String, List<String>> users = users();
        while (!todo.isEmpty()) {
            String digest = todo.pop();
            if (needed.add(digest)) {
                Optional.ofNullable(known.get(digest)).ifPresent(manifest -> todo.addAll(manifest.children()));
                todo.addAll(users.getOrDefault(digest, List.of()));
            }
        }
        return needed;
    }

    /** From a digest to those of what is about it. */
    private Map<String, List<String>> users() {
        Map<String, List<String>> users = new HashMap<>();
        subjects.forEach((user, about) -> about.forEach(subject ->
                users.computeIfAbsent(subject, unknown -> new ArrayList<>()).add(user)));
        return users;
    }

    /**
     * @param now the time at which ages are measured
     * @param grace for how long what has no tag is left alone, since its index may be on its way
     * @param policy whose globs may also match digests
     */
    List<RetentionItem> items(Instant now, Duration grace, RetentionPolicy policy) {
        List<RetentionItem> items = new ArrayList<>();
        for (ImageVersion version : versions.values()) {
            RetentionItem item = item(version, now, grace);
            String digest = version.digest();
            if (unreadable.containsKey(digest)) {
                item = item.keptForEver("its requirements can't be read");
            } else if (policy.isProtected(digest)) {
                item = item.keptForEver("its digest is protected");
            } else if (!unreadable.isEmpty() && version.tags().isEmpty() && !subjects.containsKey(digest)) {
                item = item.keptForEver("an image whose manifest can't be read may need it");
            }
            items.add(item);
        }
        return items;
    }

    private RetentionItem item(ImageVersion version, Instant now, Duration grace) {
        Set<String> names = version.tags().stream()
                .filter(tag -> Digests.subject(tag).isEmpty())
                .collect(Collectors.toSet());
        Set<String> about = subjects.getOrDefault(version.digest(), Set.of());
        RetentionItem item = new RetentionItem(
                version.digest(),
                names.isEmpty() ? UNTAGGED : "",
                version.tags(),
                highestVersion(names),
                Optional.of(version.created()),
                manifests.get(version.digest()).children(),
                about.stream().findFirst(),
                Optional.empty());
        if (!about.isEmpty() && !names.isEmpty()) {
            return item.keptForEver("it is about another image, and has a tag of its own");
        }
        if (about.size() > 1) {
            return item.keptForEver("it is about several images");
        }
        if (!version.tags().isEmpty() && about.stream().anyMatch(subject -> !versions.containsKey(subject))) {
            return item.keptForEver("the image that its tag names is not here");
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
