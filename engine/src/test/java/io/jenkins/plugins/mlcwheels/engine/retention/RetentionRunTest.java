package io.jenkins.plugins.mlcwheels.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionRunTest {

    private static RetentionReport run(List<String> failing, String... ids) {
        RetentionPlan plan = new RetentionPlan(Stream.of(ids)
                .map(id -> new RetentionDecision(RetentionItem.of(id, Set.of(), Instant.EPOCH), false, "it is old"))
                .toList());
        return RetentionRun.apply(plan, item -> {
            if (failing.contains(item.id())) {
                throw new EngineException(EngineException.Kind.REMOTE, "no", "Try again");
            }
        });
    }

    @Test
    void shouldStopAfterThreeFailuresInARow() {
        RetentionReport report = run(List.of("b", "c", "d"), "a", "b", "c", "d", "e");
        assertThat(report.deleted()).extracting(RetentionItem::id).containsExactly("a");
        assertThat(report.failed()).containsOnlyKeys("b", "c", "d").containsEntry("b", "no. Try again");
        assertThat(report.untried()).containsOnlyKeys("e");
    }

    @Test
    void shouldGoOnAfterFailuresThatAreNotInARow() {
        RetentionReport report = run(List.of("a", "b", "d", "e"), "a", "b", "c", "d", "e", "f");
        assertThat(report.deleted()).extracting(RetentionItem::id).containsExactly("c", "f");
        assertThat(report.untried()).isEmpty();
    }

    @Test
    void shouldNotStopForWhatIsAboutSingleItems() {
        RetentionPlan plan = new RetentionPlan(Stream.of("a", "b", "c", "d", "e")
                .map(id -> new RetentionDecision(RetentionItem.of(id, Set.of(), Instant.EPOCH), false, "it is old"))
                .toList());
        RetentionReport report = RetentionRun.apply(plan, item -> {
            if (!item.id().equals("e")) {
                throw new DeletionRefusedException("not this one", "");
            }
        });
        assertThat(report.deleted()).extracting(RetentionItem::id).containsExactly("e");
        assertThat(report.refused()).containsOnlyKeys("a", "b", "c", "d");
        assertThat(report.isRefusedOnly()).isTrue();
        assertThat(report.isComplete()).isFalse();
    }
}
