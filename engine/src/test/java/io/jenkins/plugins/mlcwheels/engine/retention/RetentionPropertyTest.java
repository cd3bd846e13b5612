package io.jenkins.plugins.mlcwheels.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random histories of pushes, indexes that share children, attestations and moved tags. */
class RetentionPropertyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static List<RetentionItem> history(Random random, int size) {
        List<RetentionItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            RetentionItem item = RetentionItem.of("sha256:" + i, tags(random, i), NOW.minus(Duration.ofHours(i * 31L)));
            if (i > 0 && random.nextInt(3) == 0) {
                item = item.needing(IntStream.range(0, 1 + random.nextInt(3))
                        .mapToObj(n -> "sha256:" + random.nextInt(size))
                        .collect(Collectors.toSet()));
            } else if (random.nextInt(6) == 0) {
                item = item.about("sha256:" + random.nextInt(size + 2));
            }
            items.add(random.nextInt(10) == 0 ? item.inGroup("other") : item);
        }
        return items;
    }

    private static Set<String> tags(Random random, int number) {
        Set<String> tags = new HashSet<>();
        if (random.nextBoolean()) {
            tags.add("c" + number);
        }
        if (random.nextInt(8) == 0) {
            tags.add("keep-" + number);
        }
        return tags;
    }

    private static RetentionPolicy policy(Random random) {
        return new RetentionPolicy(
                random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(5)),
                RetentionPolicy.Order.TIME,
                random.nextBoolean() ? Optional.of(Duration.ofDays(1 + random.nextInt(40))) : Optional.empty(),
                List.of("keep-*"),
                1);
    }

    @Property(tries = 500)
    void shouldNeverDeleteWhatKeptItemNeeds(@ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
        Random random = new Random(seed);
        List<RetentionItem> items = history(random, size);
        RetentionPlan plan = RetentionPlan.of(items, policy(random), NOW);
        Set<String> deleted = plan.deleted().stream().map(RetentionItem::id).collect(Collectors.toSet());

        assertThat(plan.decisions()).hasSameSizeAs(items);
        assertThat(reachable(plan.kept(), items)).noneMatch(deleted::contains);
        assertThat(items)
                .filteredOn(item -> item.tags().stream().anyMatch(tag -> tag.startsWith("keep-")))
                .noneMatch(item -> deleted.contains(item.id()));
    }

    @Property(tries = 500)
    void shouldDeleteNothingMoreTheSecondTime(@ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
        Random random = new Random(seed);
        List<RetentionItem> items = history(random, size);
        RetentionPolicy policy = policy(random);
        List<RetentionItem> left = RetentionPlan.of(items, policy, NOW).kept();
        assertThat(RetentionPlan.of(left, policy, NOW).deleted()).isEmpty();
    }

    @Property(tries = 500)
    void shouldNeverLeaveItemWithoutWhatItNeedsWhenInterrupted(
            @ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed) {
        Random random = new Random(seed);
        List<RetentionItem> items = acyclic(history(random, size));
        RetentionPlan plan = RetentionPlan.of(items, policy(random), NOW);
        List<RetentionItem> left = new ArrayList<>(items);
        Set<String> known = items.stream().map(RetentionItem::id).collect(Collectors.toSet());
        for (RetentionItem item : plan.deleted()) {
            left.remove(item);
            Set<String> ids = left.stream().map(RetentionItem::id).collect(Collectors.toSet());
            assertThat(left).allSatisfy(other -> assertThat(ids)
                    .containsAll(
                            other.refersTo().stream().filter(known::contains).toList()));
        }
    }

    /** Drops references to older numbers: digests can't refer to each other in a circle. */
    private static List<RetentionItem> acyclic(List<RetentionItem> items) {
        return items.stream()
                .map(item -> item.needing(item.refersTo().stream()
                        .filter(need -> number(need) > number(item.id()))
                        .collect(Collectors.toSet())))
                .map(item -> new RetentionItem(
                        item.id(),
                        item.group(),
                        item.tags(),
                        item.version(),
                        item.created(),
                        item.refersTo(),
                        item.attachedTo().filter(subject -> number(subject) > number(item.id())),
                        item.permanent()))
                .toList();
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring("sha256:".length()));
    }

    private static Set<String> reachable(List<RetentionItem> from, List<RetentionItem> all) {
        Map<String, RetentionItem> byId =
                all.stream().collect(Collectors.toMap(RetentionItem::id, Function.identity()));
        Set<String> seen = new HashSet<>();
        Deque<String> todo =
                new ArrayDeque<>(from.stream().map(RetentionItem::id).toList());
        while (!todo.isEmpty()) {
            String id = todo.pop();
            if (byId.containsKey(id) && seen.add(id)) {
                todo.addAll(byId.get(id).refersTo());
            }
        }
        return seen;
    }
}
