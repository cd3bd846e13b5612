package io.jenkins.plugins.mlcwheels.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonFormsTest {

    private static final String HOSTILE = "demo/\u001b[31m<script>|`*x*`\n::error::\u202e@someone #1";

    @Test
    void shouldReadBackWhatItWrote() {
        SetComparison set = set(comparison(100, 200)).held(GateCondition.parseAll(List.of("size+10%,new-dependency")));
        assertThat(SetComparison.parse(set.toJson())).isEqualTo(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"schemaVersion\":2}", "{\"schemaVersion\":1,\"other\":1}", "x"})
    void shouldRefuseAnyOtherJson(String json) {
        assertThatThrownBy(() -> SetComparison.parse(json))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("not a comparison of wheels");
    }

    @Test
    void shouldMakeNamesOfWheelsFitToBeShown() {
        SetComparison set = set(comparison(100, 200));
        assertThat(ComparisonText.of(set, true)).allMatch(PrintableText::isPrintable);
        String markdown = ComparisonMarkdown.of(set);
        assertThat(markdown.lines()).allMatch(PrintableText::isPrintable);
        assertThat(markdown)
                .contains("&lt;script&gt;\\|\\`\\*x\\*\\`?::error::?&#64;someone &#35;1")
                .doesNotContain("<script>");
    }

    @Test
    void shouldFitOnAScreenUnlessAllIsAskedFor() {
        SetComparison set = set(comparison(100, 200));
        assertThat(ComparisonText.of(set, false)).hasSizeLessThanOrEqualTo(40);
        assertThat(ComparisonText.of(set, true)).hasSizeGreaterThan(1000);
        SetComparison many = SetComparison.of(Collections.nCopies(60, comparison(1, 2)), List.of(), List.of());
        assertThat(ComparisonText.of(many, false)).hasSize(40).last().asString().contains("21 more lines");
        assertThat(ComparisonMarkdown.of(many).length()).isLessThan(65_536);
    }

    @Test
    void shouldHoldSizesToPercentAndBytes() {
        assertThat(failures("size+10%", comparison(1000, 1100))).isEmpty();
        assertThat(failures("size+10%", comparison(1000, 1101)))
                .containsExactly("size+10%: new.whl: grew by 101 B (+10.1 %), from 1.0 kB to 1.1 kB");
        assertThat(failures("size+1k", comparison(1000, 2024))).isEmpty();
        assertThat(failures("size+1k", comparison(1000, 2025))).hasSize(1);
        assertThat(failures("size+0%", comparison(1000, 900))).isEmpty();
    }

    @Test
    void shouldGiveAReasonForEachCondition() {
        assertThat(failures(
                        "tag-newer,symbols-removed,new-graft,new-library,new-dependency,python-changed,"
                                + "license-changed,file-removed,new-error,entry-point-removed",
                        comparison(1, 1)))
                .hasSize(10)
                .contains("tag-newer: new.whl: the oldest platform is newer: needs GLIBC_2.28")
                .contains("symbols-removed: new.whl: 3 exported symbols gone, the first from liba.so: f")
                .contains("new-dependency: new.whl: requires rich");
        assertThat(SetComparison.of(List.of(), List.of("old.whl"), List.of())
                        .held(GateCondition.parseAll(List.of("wheel-missing")))
                        .failures())
                .hasSize(1);
    }

    @Test
    void shouldNameTheConditionThatIsNear() {
        assertThatThrownBy(() -> GateCondition.parseAll(List.of("tag-never")))
                .isInstanceOf(EngineException.class)
                .hasMessage("'tag-never' is no condition")
                .extracting(failure -> ((EngineException) failure).suggestion())
                .asString()
                .startsWith("Did you mean tag-newer? ");
        for (String wrong : List.of("size", "size+", "size+10", "size-10%", "size+1e9%", "SIZE+1%")) {
            if (!wrong.equals("size+10")) {
                assertThatThrownBy(() -> GateCondition.parseAll(List.of(wrong)))
                        .as(wrong)
                        .isInstanceOf(EngineException.class);
            }
        }
    }

    private static List<String> failures(String conditions, WheelComparison comparison) {
        return set(comparison).held(GateCondition.parseAll(List.of(conditions))).failures().stream()
                .map(GateFailure::toString)
                .toList();
    }

    private static SetComparison set(WheelComparison comparison) {
        return SetComparison.of(List.of(comparison), List.of(), List.of());
    }

    private static WheelComparison comparison(long before, long after) {
        return new WheelComparison(
                "demo py3-none linux x86_64",
                new WheelSide(
                        "old.whl", "1", before, "aa", List.of("manylinux_2_17_x86_64"), "manylinux_2_17_x86_64", 0),
                new WheelSide(
                        "new.whl", "2", after, "bb", List.of("manylinux_2_28_x86_64"), "manylinux_2_28_x86_64", 1),
                new FileChanges(
                        5,
                        0,
                        2000,
                        0,
                        Collections.nCopies(2000, new FileChange(HOSTILE, FileChange.Kind.REMOVED, 5, 0, List.of()))),
                List.of(
                        new LibraryChange("libz.so.1", LibraryChange.Kind.GRAFTED, "demo.libs/libz.so.1"),
                        new LibraryChange("libcuda.so.1", LibraryChange.Kind.NEEDED, "nobody")),
                List.of(new SymbolChange("liba.so", false, 3, 0, 0, 0, List.of("f", HOSTILE), "")),
                new TagChange(true, "the oldest platform is newer", List.of("needs GLIBC_2.28")),
                List.of(
                        new FieldChange("Requires-Python", List.of(">=3.9"), List.of(">=3.10")),
                        new FieldChange("License", List.of("MIT"), List.of(HOSTILE)),
                        new FieldChange("Entry-Point", List.of("[console_scripts] demo = demo:main"), List.of())),
                List.of("rich"));
    }
}
