package io.jenkins.plugins.mlcwheels.engine.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides about one set of items. First the roots, which are all items that nothing needs, that have a tag, or that are
 * permanent; then what the kept ones need, at any depth, and what is attached to these. What no decision reaches stays;
 * everything else goes.
 */
final class RetentionEvaluator {

    private final Map<String, RetentionItem> items = new LinkedHashMap<>();
    private final RetentionPolicy policy;
    private final Instant now;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, String> gone = new HashMap<>();

    RetentionEvaluator(Collection<RetentionItem> items, RetentionPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
        for (RetentionItem item : items) {
            if (this.items.put(item.id(), item) != null) {
                throw new RetentionRefusedException(
                        item.id() + " is listed twice", "The list can't be trusted; list again.");
            }
        }
    }

    List<RetentionDecision> decide() {
        Set<String> needed = items.values().stream()
                .flatMap(item -> item.refersTo().stream())
                .collect(Collectors.toSet());
        Map<String, List<RetentionItem>> groups = items.values().stream()
                .filter(item -> item.attachedTo().isEmpty())
                .filter(item -> !needed.contains(item.id())
                        || !item.tags().isEmpty()
                        || item.permanent().isPresent())
                .collect(Collectors.groupingBy(RetentionItem::group, LinkedHashMap::new, Collectors.toList()));
        groups.values().forEach(this::judgeGroup);
        keepProtectedAttachments();
        keepUnreachable();
        closure(kept.keySet()).forEach(kept::putIfAbsent);
        return decisions();
    }

    private void judgeGroup(List<RetentionItem> group) {
        List<RetentionItem> ranked = group.stream()
                .filter(item -> rankable(item))
                .sorted(newestFirst())
                .toList();
        Map<String, Integer> ranks = new HashMap<>();
        ranked.forEach(item -> ranks.put(item.id(), ranks.size()));
        for (RetentionItem item : group) {
            judgeRoot(item, ranks.getOrDefault(item.id(), -1), ranked.size());
        }
    }

    private void judgeRoot(RetentionItem item, int rank, int ranked) {
        Optional<String> protection = protection(item);
        if (protection.isPresent()) {
            kept.put(item.id(), protection.get());
        } else if (policy.keepNewest().isEmpty() && policy.maxAge().isEmpty()) {
            kept.put(item.id(), "nothing limits it");
        } else if (policy.keepNewest().isPresent() && rank < 0) {
            kept.put(item.id(), "its " + (byVersion() ? "version" : "time") + " is unknown");
        } else if (policy.keepNewest().isPresent() && rank < policy.keepNewest().getAsInt()) {
            kept.put(
                    item.id(),
                    "it is number " + (rank + 1) + " of the newest "
                            + policy.keepNewest().getAsInt());
        } else {
            judgeAge(item, rank, ranked);
        }
    }

    private void judgeAge(RetentionItem item, int rank, int ranked) {
        String byNumber = policy.keepNewest().isEmpty()
                ? ""
                : "it is number " + (rank + 1) + " of " + ranked + ", and the newest "
                        + policy.keepNewest().getAsInt() + " are kept";
        if (policy.maxAge().isEmpty()) {
            gone.put(item.id(), byNumber);
        } else if (item.created().isEmpty()) {
            kept.put(item.id(), "its time is unknown");
        } else {
            Duration age = Duration.between(item.created().get(), now);
            String limit = days(policy.maxAge().get());
            if (age.compareTo(policy.maxAge().get()) <= 0) {
                kept.put(item.id(), "it is " + days(age) + " old; the limit is " + limit);
            } else {
                gone.put(
                        item.id(),
                        (byNumber.isEmpty() ? "" : byNumber + "; ") + "it is " + days(age) + " old; the limit is "
                                + limit);
            }
        }
    }

    private void keepProtectedAttachments() {
        for (RetentionItem item : items.values()) {
            if (item.attachedTo().isPresent()) {
                protection(item).ifPresent(reason -> kept.put(item.id(), reason));
            }
        }
    }

    /** Why an item stays whatever its number and age are. */
    private Optional<String> protection(RetentionItem item) {
        return item.permanent().or(() -> item.tags().stream()
                .filter(policy::isProtected)
                .sorted()
                .findFirst()
                .map(tag -> "its tag " + tag + " is protected"));
    }

    /** Keeps what no decision reaches, such as items that need each other in a circle. */
    private void keepUnreachable() {
        Set<String> judged = new HashSet<>(kept.keySet());
        judged.addAll(gone.keySet());
        items.values().stream()
                .filter(item -> item.attachedTo()
                        .filter(subject -> !items.containsKey(subject))
                        .isPresent())
                .forEach(item -> judged.add(item.id()));
        Set<String> reached = closure(judged).keySet();
        items.keySet().stream()
                .filter(id -> !reached.contains(id) && !judged.contains(id))
                .forEach(id -> kept.put(id, "what it is for is unknown"));
    }

    /** All that the given items need at any depth, and what is attached to these or to them, each with the reason. */
    private Map<String, String> closure(Set<String> start) {
        Map<String, List<RetentionItem>> attachments = items.values().stream()
                .filter(item -> item.attachedTo().isPresent())
                .collect(Collectors.groupingBy(item -> item.attachedTo().get()));
        Map<String, String> reasons = new LinkedHashMap<>();
        Deque<String> todo = new ArrayDeque<>(start);
        while (!todo.isEmpty()) {
            String id = todo.pop();
            for (String need : items.get(id).refersTo()) {
                if (items.containsKey(need) && reasons.putIfAbsent(need, id + " needs it") == null) {
                    todo.push(need);
                }
            }
            for (RetentionItem attachment : attachments.getOrDefault(id, List.of())) {
                if (reasons.putIfAbsent(attachment.id(), "it belongs to " + id) == null) {
                    todo.push(attachment.id());
                }
            }
        }
        return reasons;
    }

    private List<RetentionDecision> decisions() {
        List<RetentionDecision> decisions = new ArrayList<>();
        for (RetentionItem item : items.values()) {
            if (kept.containsKey(item.id())) {
                decisions.add(new RetentionDecision(item, true, kept.get(item.id())));
            }
        }
        for (RetentionItem item : inOrderOfDeletion()) {
            decisions.add(new RetentionDecision(item, false, reasonToGo(item)));
        }
        return decisions;
    }

    private String reasonToGo(RetentionItem item) {
        if (gone.containsKey(item.id())) {
            return gone.get(item.id());
        }
        return item.attachedTo()
                .map(subject ->
                        "it belongs to " + subject + ", which " + (items.containsKey(subject) ? "goes" : "is gone"))
                .orElse("only deleted items need it");
    }

    /** What needs others, or is attached to others, before these; otherwise in the order of the list. */
    private List<RetentionItem> inOrderOfDeletion() {
        Set<String> order = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>(kept.keySet());
        items.keySet().forEach(id -> visit(id, seen, order));
        List<RetentionItem> result =
                new ArrayList<>(order.stream().map(items::get).toList());
        Collections.reverse(result);
        return result;
    }

    /** Depth first without recursion: what an item needs is put into the order before the item itself. */
    private void visit(String start, Set<String> seen, Set<String> order) {
        Deque<String> path = new ArrayDeque<>(List.of(start));
        while (!path.isEmpty()) {
            String id = path.peek();
            if (seen.add(id)) {
                RetentionItem item = items.get(id);
                Stream.concat(item.refersTo().stream(), item.attachedTo().stream())
                        .filter(need -> items.containsKey(need) && !seen.contains(need))
                        .forEach(path::push);
            } else {
                path.pop();
                if (!kept.containsKey(id)) {
                    order.add(id);
                }
            }
        }
    }

    private boolean rankable(RetentionItem item) {
        return byVersion() ? item.version().isPresent() : item.created().isPresent();
    }

    private Comparator<RetentionItem> newestFirst() {
        Comparator<RetentionItem> order = byVersion()
                ? Comparator.comparing(item -> item.version().orElseThrow())
                : Comparator.comparing(item -> item.created().orElseThrow());
        return order.reversed().thenComparing(RetentionItem::id);
    }

    private boolean byVersion() {
        return policy.order() == RetentionPolicy.Order.VERSION;
    }

    private static String days(Duration duration) {
        long days = duration.toDays();
        return days == 1 ? "1 day" : days + " days";
    }
}
