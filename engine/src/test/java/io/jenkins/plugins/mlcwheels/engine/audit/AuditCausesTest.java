package io.jenkins.plugins.mlcwheels.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditCausesTest {

    private static final String WHEEL = "demo-1.0-py3-none-any.whl";

    @Test
    void countsTheFilesThatAFindingStandsFor() {
        List<AuditCause> causes = causes(
                finding("demo/a.so", "asks for it"),
                finding("demo/b.so", "asks for it"),
                finding(WHEEL, "and 40 more of the same"));

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.count()).isEqualTo(42);
            assertThat(cause.what()).isEqualTo("42 files: asks for it");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "and x more of the same",
                "and  more of the same",
                "and more of the same",
                "and -1 more of the same",
                "and 99999999999 more of the same",
                "and \u0661 more of the same"
            })
    void takesWhatIsNoNumberForAnyOtherMessage(String message) {
        assertThat(LimitedFindings.leftOut(message)).isZero();
        assertThat(causes(finding(WHEEL, message))).singleElement().satisfies(cause -> assertThat(cause.count())
                .isEqualTo(1));
    }

    @Test
    void takesSeveralSummariesOfNothing() {
        assertThat(causes(finding(WHEEL, "and 5 more of the same"), finding(WHEEL, "and 6 more of the same")))
                .singleElement()
                .satisfies(cause -> assertThat(cause.count()).isEqualTo(11));
    }

    private static Finding finding(String where, String message) {
        return new Finding(Severity.WARNING, "executable-stack", where, message);
    }

    private static List<AuditCause> causes(Finding... findings) {
        return AuditCauses.ofFindings(List.of(findings), WHEEL);
    }
}
