package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.mlcwheels.engine.compare.FileChanges;
import io.jenkins.plugins.mlcwheels.engine.compare.GateFailure;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparison;
import io.jenkins.plugins.mlcwheels.engine.compare.TagChange;
import io.jenkins.plugins.mlcwheels.engine.compare.WheelComparison;
import io.jenkins.plugins.mlcwheels.engine.compare.WheelSide;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the controller makes of the comparison that an agent sends. */
class ReportedComparisonTest {

    private static final String OLD = "a".repeat(64);
    private static final String NEW = "b".repeat(64);
    private static final String OTHER = "c".repeat(64);

    private static String json(List<String> added) {
        WheelSide before = new WheelSide(file("1.0"), "1.0", 100, OLD, List.of("any"), "any", 0);
        WheelSide after = new WheelSide(file("2.0"), "2.0", 200, NEW, List.of("any"), "any", 0);
        WheelComparison pair = new WheelComparison(
                "demo",
                before,
                after,
                new FileChanges(1, 0, 0, 0, List.of()),
                List.of(),
                List.of(),
                new TagChange(false, "", List.of()),
                List.of(),
                List.of());
        return new SetComparison(
                        1, List.of(pair), List.of(), added, List.of(new GateFailure("tag-newer", "demo", "invented")))
                .toJson();
    }

    private static String file(String version) {
        return "demo-" + version + "-py3-none-any.whl";
    }

    private static WheelRecord recorded(String version, String sha256) {
        return new WheelRecord(
                new WheelFacts(file(version), file(version), "demo", version, "py3-none-any", "any", sha256, 200, true),
                null,
                false);
    }

    @Test
    void shouldFindOutItselfWhichConditionsAreNotMet() throws Exception {
        SetComparison held = CompareWheelsExecution.checked(
                json(List.of()), List.of("size+10%,tag-newer"), List.of(recorded("2.0", NEW)));

        assertThat(held.failures()).extracting(GateFailure::condition).containsExactly("size+10%");
    }

    @Test
    void shouldRefuseOtherWheelsThanThoseThatWereRecorded() throws Exception {
        WheelRecord another = recorded("3.0", OTHER);
        assertThatThrownBy(() ->
                        CompareWheelsExecution.checked(json(List.of()), List.of(), List.of(recorded("2.0", OTHER))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("this build has not recorded " + file("2.0"));
        assertThatThrownBy(() -> CompareWheelsExecution.checked(
                        json(List.of()), List.of(), List.of(recorded("2.0", NEW), another)))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("it does not mention " + file("3.0"));
        assertThat(CompareWheelsExecution.checked(
                                json(List.of(file("3.0"))), List.of(), List.of(recorded("2.0", NEW), another))
                        .failures())
                .isEmpty();
    }
}
