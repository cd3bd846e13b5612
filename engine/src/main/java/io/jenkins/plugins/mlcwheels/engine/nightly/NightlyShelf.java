package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.HostedRelease;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionDecision;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All nightlies of a host, as they were read: the assets of the one release that moves, each of which stays or goes, and
 * the releases of one nightly each, which stay or go as a whole. Wheels compete with those of all these releases.
 */
final class NightlyShelf {

    private final Map<String, HostedRelease> dated = new LinkedHashMap<>();
    private final Map<String, HostedAsset> assets = new LinkedHashMap<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();

    /** @param moving the release whose assets may go one by one; empty if there is none such */
    NightlyShelf(ReleaseHost host, NightlyTags tags, Optional<HostedRelease> moving) {
        moving.ifPresent(release -> host.assets(release).forEach(asset -> assets.put(asset.name(), asset)));
        host.published().stream()
                .filter(release -> release.prerelease() && tags.isDated(release.tag()))
                .forEach(release -> {
                    dated.put(release.tag(), release);
                    host.assets(release).forEach(asset -> assets.put(id(release, asset), asset));
                });
    }

    private static String id(HostedRelease release, HostedAsset asset) {
        return release.tag() + "/" + asset.name();
    }

    /** The asset of the moving release that an item stands for; null for a release. */
    HostedAsset asset(String id) {
        return assets.get(id);
    }

    /** The release of one nightly that an item stands for; empty for an asset. */
    Optional<HostedRelease> release(String id) {
        return Optional.ofNullable(dated.get(id));
    }

    boolean isEmpty() {
        return dated.isEmpty();
    }

    /** How long something stays after it was offered last, and when an index named an address last. */
    record Grace(Duration length, Function<String, Optional<Instant>> lastNamed) {}

    /** Decides about all of them. */
    RetentionPlan judge(RetentionPolicy policy, Grace grace, Instant now) {
        List<RetentionItem> items = NightlyItems.of(assets);
        RetentionPlan wheels = RetentionPlan.of(items, policy, now);
        Map<String, RetentionItem> byId =
                items.stream().collect(Collectors.toMap(RetentionItem::id, Function.identity()));
        leftOut.clear();
        waiting.clear();
        for (RetentionItem item : wheels.deleted()) {
            leftOut.add(item.id());
            if (isNeeded(item, byId, policy, grace, now)) {
                waiting.add(item.id());
            }
        }
        List<RetentionDecision> decisions = new ArrayList<>();
        String why = "newer ones are offered in its place, but not for long enough";
        wheels.decisions().stream()
                .filter(decision -> !isOnDated(decision.item().id()))
                .map(decision -> waiting.contains(decision.item().id())
                        ? new RetentionDecision(decision.item(), true, why)
                        : decision)
                .forEach(decisions::add);
        dated.forEach((tag, release) -> decisions.add(judge(tag, wheels, policy, why)));
        return new RetentionPlan(keptFirst(decisions));
    }

    private static List<RetentionDecision> keptFirst(List<RetentionDecision> decisions) {
        List<RetentionDecision> sorted = new ArrayList<>(
                decisions.stream().filter(RetentionDecision::keep).toList());
        decisions.stream().filter(decision -> !decision.keep()).forEach(sorted::add);
        return sorted;
    }

    private boolean isOnDated(String id) {
        int slash = id.indexOf('/');
        return slash > 0 && dated.containsKey(id.substring(0, slash));
    }

    private RetentionDecision judge(String tag, RetentionPlan wheels, RetentionPolicy policy, String why) {
        RetentionItem item = new RetentionItem(
                tag, "", Set.of(tag), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        List<RetentionDecision> own = wheels.decisions().stream()
                .filter(decision -> decision.item().id().startsWith(tag + "/"))
                .filter(decision -> decision.item().id().endsWith(".whl"))
                .toList();
        if (policy.isProtected(tag)) {
            return new RetentionDecision(item, true, "its tag is protected");
        }
        Optional<RetentionDecision> kept =
                own.stream().filter(RetentionDecision::keep).findFirst();
        if (own.isEmpty() || kept.isPresent()) {
            return new RetentionDecision(
                    item,
                    true,
                    kept.map(decision ->
                                    decision.item().id().substring(tag.length() + 1) + " stays: " + decision.reason())
                            .orElse("it has no wheel"));
        }
        boolean waits = own.stream()
                .anyMatch(decision -> waiting.contains(decision.item().id()));
        return waits
                ? new RetentionDecision(item, true, why)
                : new RetentionDecision(item, false, "newer ones of all its wheels are kept");
    }

    /** Whether an installer may have been told of it, or of what it belongs to, a short time ago. */
    private boolean isNeeded(
            RetentionItem item, Map<String, RetentionItem> items, RetentionPolicy policy, Grace grace, Instant now) {
        Instant least = now.minus(grace.length());
        for (RetentionItem part = item; ; part = items.get(part.attachedTo().get())) {
            boolean named = grace.lastNamed()
                    .apply(assets.get(part.id()).url())
                    .filter(least::isBefore)
                    .isPresent();
            if (named
                    || supersededSince(part, items, policy)
                            .filter(least::isBefore)
                            .isPresent()) {
                return true;
            }
            if (part.attachedTo().filter(items::containsKey).isEmpty()) {
                return false;
            }
        }
    }

    /** When as many newer builds were there as are kept; empty if the host does not tell, or it is no wheel. */
    private Optional<Instant> supersededSince(
            RetentionItem wheel, Map<String, RetentionItem> items, RetentionPolicy policy) {
        if (wheel.version().isEmpty() || policy.keepNewest().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Instant> newer = new TreeMap<>();
        items.values().stream()
                .filter(other ->
                        other.group().equals(wheel.group()) && other.version().isPresent())
                .filter(other -> other.version().get().compareTo(wheel.version().get()) > 0)
                .forEach(other -> assets.get(other.id())
                        .uploaded()
                        .ifPresent(time -> newer.merge(
                                other.version().get().publicVersion(), time, (a, b) -> a.isBefore(b) ? a : b)));
        return newer.values().stream()
                .sorted()
                .skip(policy.keepNewest().getAsInt() - 1L)
                .findFirst();
    }

    /** Ids that the host gives to all assets that are not to be offered when that is carried out. */
    Set<String> leftOut(RetentionPlan plan) {
        Set<String> going = plan.deleted().stream().map(RetentionItem::id).collect(Collectors.toSet());
        return assets.entrySet().stream()
                .filter(entry -> isLeftOut(entry.getKey(), going))
                .map(entry -> entry.getValue().id())
                .collect(Collectors.toSet());
    }

    private boolean isLeftOut(String id, Set<String> going) {
        return isOnDated(id)
                ? going.contains(id.substring(0, id.indexOf('/'))) || leftOut.contains(id)
                : going.contains(id) || waiting.contains(id);
    }
}
