package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that may be kept or deleted.
 *
 * @param id what it is called where it lies, unique in one plan: a digest, the name of an asset, the number of a build
 * @param group items compete for "the newest N" only within their group, such as flavour, Python tag and platform of a
 *     nightly; empty when there is one group only
 * @param tags names that point at it, such as {@code latest}
 * @param version by which items are ordered when the policy orders by version; empty if it has none
 * @param created when it came to be; empty if that is not known
 * @param refersTo ids of the items that it needs, such as the children of a multi-architecture index
 * @param attachedTo id of the item that it says something about, such as the image of a signature; goes when that goes
 * @param permanent why it must never be deleted, such as being a release; empty if nothing says so
 */
public record RetentionItem(
        String id,
        String group,
        Set<String> tags,
        Optional<Pep440Version> version,
        Optional<Instant> created,
        Set<String> refersTo,
        Optional<String> attachedTo,
        Optional<String> permanent) {

    public RetentionItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(group, "group");
        tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        refersTo = Collections.unmodifiableSortedSet(new TreeSet<>(refersTo));
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(attachedTo, "attachedTo");
        Objects.requireNonNull(permanent, "permanent");
    }

    /** An item of which nothing more is known than its name, its tags and its time. */
    public static RetentionItem of(String id, Set<String> tags, Instant created) {
        return new RetentionItem(
                id, "", tags, Optional.empty(), Optional.of(created), Set.of(), Optional.empty(), Optional.empty());
    }

    /** The same as one of a group, of which the newest are kept apart from those of other groups. */
    public RetentionItem inGroup(String name) {
        return new RetentionItem(id, name, tags, version, created, refersTo, attachedTo, permanent);
    }

    /** The same with a version, by which a policy may order. */
    public RetentionItem withVersion(Pep440Version value) {
        return new RetentionItem(id, group, tags, Optional.of(value), created, refersTo, attachedTo, permanent);
    }

    /** The same with the ids of all items that it needs. */
    public RetentionItem needing(Set<String> ids) {
        return new RetentionItem(id, group, tags, version, created, ids, attachedTo, permanent);
    }

    /** The same as something said about the item of that id. */
    public RetentionItem about(String subject) {
        return new RetentionItem(id, group, tags, version, created, refersTo, Optional.of(subject), permanent);
    }

    /**
     * The same as one that is never deleted.
     * @param why the reason, in words that end up in the plan
     */
    public RetentionItem keptForEver(String why) {
        return new RetentionItem(id, group, tags, version, created, refersTo, attachedTo, Optional.of(why));
    }
}
