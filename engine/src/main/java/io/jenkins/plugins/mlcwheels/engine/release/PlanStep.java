package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that publishing does, or leaves, and why.
 *
 * @param name the asset's name on the release, or the tag for {@code CREATE} and {@code PUBLISH}
 * @param asset what shall be there afterwards; empty for {@code CREATE}, {@code DELETE} and {@code PUBLISH}
 * @param present what is there under that name
 * @param staged what is there under the name that a replacement has before it is complete
 */
public record PlanStep(
        Action action,
        String name,
        String why,
        Optional<ReleaseAsset> asset,
        Optional<HostedAsset> present,
        Optional<HostedAsset> staged) {

    /** Kinds of steps, in the order in which they are done. */
    public enum Action {
        /** A draft of the release. */
        CREATE,
        /** An asset that nobody needs any more. */
        DELETE,
        /** An asset that is not there. */
        UPLOAD,
        /** An asset that is there with other bytes. */
        REPLACE,
        /** An asset that is there as it has to be. */
        SKIP,
        /** The draft becomes visible. */
        PUBLISH
    }

    static PlanStep create(String tag) {
        return new PlanStep(
                Action.CREATE,
                tag,
                "there is no release of this tag",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static PlanStep publish(String tag) {
        return new PlanStep(
                Action.PUBLISH,
                tag,
                "when all assets are verified",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static PlanStep delete(HostedAsset asset, String why) {
        return new PlanStep(Action.DELETE, asset.name(), why, Optional.empty(), Optional.of(asset), Optional.empty());
    }

    static PlanStep skip(ReleaseAsset asset, HostedAsset present) {
        return new PlanStep(
                Action.SKIP,
                asset.name(),
                "the same bytes are there",
                Optional.of(asset),
                Optional.of(present),
                Optional.empty());
    }

    /** Whether the host is changed by it. */
    public boolean changes() {
        return action != Action.SKIP;
    }

    /** Whether bytes have to be sent for it. */
    public boolean sends() {
        return (action == Action.UPLOAD || action == Action.REPLACE) && !isStaged();
    }

    /** Whether the right bytes are there already, under the name of a replacement. */
    boolean isStaged() {
        return asset.isPresent()
                && staged.filter(there -> there.holds(asset.get())).isPresent();
    }

    /** Whether it is about a file that is made from the others and uploaded after them. */
    boolean isDerived() {
        return ReleaseSet.DERIVED.contains(name);
    }

    @Override
    public String toString() {
        String size =
                asset.map(known -> " (" + ByteSize.print(known.size()) + ")").orElse("");
        return String.format(Locale.ROOT, "%-8s %s%s: %s", KebabCase.of(action), name, size, why);
    }
}
