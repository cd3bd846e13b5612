package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether a wheel is for newer systems only than an older one was, and because of what. */
final class TagChanges {

    private static final Comparator<PlatformTag> AGE =
            Comparator.comparingInt(PlatformTag::major).thenComparingInt(PlatformTag::minor);

    private TagChanges() {}

    static TagChange of(WheelSide before, AuditReport old, WheelSide after, AuditReport young) {
        String named = named(before, after);
        boolean namedNewer = !named.isEmpty();
        boolean newer = isNewer(before.compliesWith(), after.compliesWith());
        List<String> reasons = new ArrayList<>();
        if (newer) {
            reasons.addAll(reasons(old, young, before.compliesWith()));
        }
        if (namedNewer && !newer) {
            reasons.add("only the file name says so: the wheel complies with " + after.compliesWith()
                    + (after.compliesWith().equals(before.compliesWith()) ? ", as before" : ""));
        }
        return new TagChange(namedNewer || newer, summary(before, after, named), reasons);
    }

    private static String summary(WheelSide before, WheelSide after, String named) {
        if (!named.isEmpty()) {
            return named;
        }
        if (!before.compliesWith().equals(after.compliesWith())) {
            return "complied with " + before.compliesWith() + " and complies with " + after.compliesWith();
        }
        return before.platformTags().equals(after.platformTags())
                ? ""
                : "the tags were " + String.join(", ", before.platformTags()) + " and are "
                        + String.join(", ", after.platformTags());
    }

    /** By family and processor the oldest system that installers take the wheel for. */
    private static Map<String, PlatformTag> oldest(WheelSide side) {
        Map<String, PlatformTag> oldest = new LinkedHashMap<>();
        for (String text : side.platformTags()) {
            PlatformTag tag = PlatformTag.parse(text);
            String family = tag.kind() + " " + tag.architecture();
            oldest.merge(family, tag, (one, other) -> AGE.compare(one, other) <= 0 ? one : other);
        }
        return oldest;
    }

    private static String named(WheelSide before, WheelSide after) {
        Map<String, PlatformTag> young = oldest(after);
        for (Map.Entry<String, PlatformTag> old : oldest(before).entrySet()) {
            PlatformTag now = young.get(old.getKey());
            if (now != null && AGE.compare(now, old.getValue()) > 0) {
                return "the oldest platform was " + old.getValue().canonical() + " and is " + now.canonical();
            }
            boolean lost = now == null
                    && !young.containsKey(PlatformTag.Kind.ANY + " ")
                    && old.getValue().kind() != PlatformTag.Kind.LINUX;
            if (lost) {
                return "was for " + old.getValue().canonical() + " and is not any more; it is for "
                        + String.join(", ", after.platformTags());
            }
        }
        return "";
    }

    private static boolean isNewer(String before, String after) {
        Optional<PlatformTag> old = parsed(before);
        Optional<PlatformTag> young = parsed(after);
        if (old.isEmpty() || young.isEmpty()) {
            return false;
        }
        boolean versioned = old.get().major() >= 0
                && Objects.equals(old.get().architecture(), young.get().architecture());
        return versioned
                && (young.get().kind() == PlatformTag.Kind.LINUX
                        || young.get().kind() == old.get().kind() && AGE.compare(young.get(), old.get()) > 0);
    }

    private static Optional<PlatformTag> parsed(String tag) {
        return tag.isEmpty() ? Optional.empty() : Optional.of(PlatformTag.parse(tag));
    }

    /** Pins of the new wheel that stand in the way of the old tag, and that the old wheel does not have. */
    private static List<String> reasons(AuditReport old, AuditReport young, String wanted) {
        List<String> reasons = new ArrayList<>();
        for (Pin pin : young.pins()) {
            boolean known = old.pins().stream()
                    .anyMatch(other -> other.kind() == pin.kind()
                            && other.subject().equals(pin.subject())
                            && other.library().equals(pin.library())
                            && !isNewer(wanted, other.ceiling()));
            if (isNewer(wanted, pin.ceiling()) && !known) {
                reasons.add(pin.message());
            }
        }
        return reasons;
    }

    /** The tags of a name, in today's spelling, each once. */
    static List<String> tags(WheelFilename name) {
        return name.platformTags().stream()
                .map(tag -> PlatformTag.parse(tag).canonical())
                .distinct()
                .toList();
    }
}
