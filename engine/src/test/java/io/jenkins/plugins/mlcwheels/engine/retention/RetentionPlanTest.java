package io.jenkins.plugins.mlcwheels.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static RetentionItem item(String id, int daysOld, String... tags) {
        return RetentionItem.of(id, Set.of(tags), NOW.minus(Duration.ofDays(daysOld)));
    }

    private static List<String> lines(List<RetentionItem> items, RetentionPolicy policy) {
        return RetentionPlan.of(items, policy, NOW).decisions().stream()
                .map(RetentionDecision::toString)
                .toList();
    }

    @Test
    void shouldKeepNewestAndSayWhy() {
        List<RetentionItem> items = List.of(item("c", 3, "c1"), item("a", 1, "c3", "latest"), item("b", 2, "c2"));
        assertThat(lines(items, RetentionPolicy.newest(2)))
                .containsExactly(
                        "keep    a (c3, latest): it is number 1 of the newest 2",
                        "keep    b (c2): it is number 2 of the newest 2",
                        "delete  c (c1): it is number 3 of 3, and the newest 2 are kept");
    }

    @Test
    void shouldProtectDigestByAnyOfItsTags() {
        List<RetentionItem> items = List.of(item("a", 1), item("b", 2), item("old", 400, "x", "release-1.0"));
        assertThat(lines(items, RetentionPolicy.newest(1, "latest", "release-*")))
                .contains("keep    old (release-1.0, x): its tag release-1.0 is protected")
                .contains("delete  b: it is number 2 of 3, and the newest 1 are kept");
    }

    @Test
    void shouldKeepChildrenAndAttachmentsOfKeptIndexAtAnyDepth() {
        List<RetentionItem> items = List.of(
                item("index", 1, "latest").needing(Set.of("nested")),
                item("nested", 1).needing(Set.of("amd64", "shared")),
                item("amd64", 1),
                item("shared", 300),
                item("sig", 1, "sha256-amd64.sig").about("amd64"),
                item("old", 50, "1").needing(Set.of("shared", "own")),
                item("own", 50),
                item("old-sig", 50, "sha256-old").about("old"));
        RetentionPlan plan = RetentionPlan.of(items, RetentionPolicy.newest(1), NOW);
        assertThat(plan.kept())
                .extracting(RetentionItem::id)
                .containsExactly("index", "nested", "amd64", "shared", "sig");
        assertThat(plan.deleted()).extracting(RetentionItem::id).containsExactly("old-sig", "old", "own");
        assertThat(plan.decisions().toString())
                .contains("keep    sig (sha256-amd64.sig): it belongs to amd64")
                .contains("delete  own: only deleted items need it")
                .contains("delete  old-sig (sha256-old): it belongs to old, which goes");
    }

    @Test
    void shouldDeleteByAgeOnlyWhatIsOlder() {
        RetentionPolicy policy = RetentionPolicy.youngerThan(Duration.ofDays(90));
        assertThat(lines(List.of(item("a", 90), item("b", 91)), policy))
                .containsExactly(
                        "keep    a: it is 90 days old; the limit is 90 days",
                        "delete  b: it is 91 days old; the limit is 90 days");
    }

    @Test
    void shouldDeleteOnlyWhatIsPastEveryLimit() {
        RetentionPolicy policy = new RetentionPolicy(
                OptionalInt.of(1), RetentionPolicy.Order.TIME, Optional.of(Duration.ofDays(10)), List.of(), 1);
        RetentionPlan plan = RetentionPlan.of(List.of(item("a", 100), item("b", 5), item("c", 101)), policy, NOW);
        assertThat(plan.deleted()).extracting(RetentionItem::id).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void shouldProtectByGlobsThatMatchTheWholeTag() {
        List<RetentionItem> items =
                List.of(item("new", 0), item("a", 1, "v1.0"), item("b", 2, "v1x0"), item("c", 3, "xv1.0"));
        assertThat(RetentionPlan.of(items, RetentionPolicy.newest(1, "v?.0"), NOW)
                        .kept())
                .extracting(RetentionItem::id)
                .containsExactly("new", "a");
        assertThat(RetentionPlan.of(items, RetentionPolicy.newest(1, "v1.0*"), NOW)
                        .kept())
                .extracting(RetentionItem::id)
                .containsExactly("new", "a");
    }

    @Test
    void shouldKeepWhatIsUnknown() {
        RetentionItem timeless = new RetentionItem(
                "x", "", Set.of(), Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        List<RetentionItem> items = List.of(item("a", 1), timeless);
        assertThat(lines(items, RetentionPolicy.newest(1))).contains("keep    x: its time is unknown");
        assertThat(lines(items, RetentionPolicy.youngerThan(Duration.ofHours(1))))
                .contains("keep    x: its time is unknown");
        assertThat(lines(items, RetentionPolicy.newest(1).orderedBy(RetentionPolicy.Order.VERSION)))
                .contains("keep    a: its version is unknown");
        List<RetentionItem> circle =
                List.of(item("p", 9).needing(Set.of("q")), item("q", 9).needing(Set.of("p")));
        assertThat(lines(circle, RetentionPolicy.youngerThan(Duration.ofDays(1))))
                .allMatch(line -> line.endsWith("what it is for is unknown"));
    }

    @Test
    void shouldOrderByVersionWithinGroup() {
        List<RetentionItem> items = List.of(
                item("cpu-9", 9).inGroup("cpu").withVersion(Pep440Version.parse("0.1.dev9")),
                item("cpu-10", 10).inGroup("cpu").withVersion(Pep440Version.parse("0.1.dev10")),
                item("cu-1", 99).inGroup("cu128").withVersion(Pep440Version.parse("0.1.dev1")));
        RetentionPolicy policy = RetentionPolicy.newest(1).orderedBy(RetentionPolicy.Order.VERSION);
        assertThat(RetentionPlan.of(items, policy, NOW).deleted())
                .extracting(RetentionItem::id)
                .containsExactly("cpu-9");
    }

    @Test
    void shouldNeverDeletePermanentItems() {
        List<RetentionItem> items = List.of(item("r", 999).keptForEver("it is a release"), item("b", 2), item("c", 3));
        assertThat(lines(items, RetentionPolicy.newest(1)))
                .contains("keep    r: it is a release", "delete  c: it is number 2 of 3, and the newest 1 are kept");
    }

    @Test
    void shouldKeepPermanentItemThatOnlyWhatGoesNeeds() {
        List<RetentionItem> items = List.of(
                item("new", 1),
                item("index", 9).needing(Set.of("child")),
                item("child", 9).keptForEver("it is a release"));
        assertThat(lines(items, RetentionPolicy.newest(1)))
                .contains("keep    child: it is a release")
                .anyMatch(line -> line.startsWith("delete  index"));
    }

    @Test
    void shouldDeleteAttachmentBeforeWhatItIsAttachedTo() {
        List<RetentionItem> items = List.of(
                item("sig", 9).about("old"),
                item("old", 9),
                item("new", 1),
                item("sbom", 9).about("old"));
        assertThat(RetentionPlan.of(items, RetentionPolicy.newest(1), NOW).deleted())
                .extracting(RetentionItem::id)
                .containsExactlyInAnyOrder("sig", "sbom", "old")
                .endsWith("old");
    }

    @Test
    void shouldSayAllThatSpeaksAgainstAnItem() {
        RetentionPolicy policy = new RetentionPolicy(
                OptionalInt.of(1), RetentionPolicy.Order.TIME, Optional.of(Duration.ofDays(1)), List.of(), 1);
        List<RetentionItem> items =
                List.of(item("new", 0), item("old", 2), item("sig", 5).about("absent"));
        assertThat(lines(items, policy))
                .contains(
                        "delete  old: it is number 2 of 2, and the newest 1 are kept; it is 2 days old; the limit is"
                                + " 1 day",
                        "delete  sig: it belongs to absent, which is gone");
    }

    @Test
    void shouldAcceptPlanThatHasNothingToDecide() {
        RetentionPolicy policy = RetentionPolicy.newest(1);
        RetentionPlan empty = RetentionPlan.of(List.of(), policy, NOW);
        assertThat(empty.checked(policy, false)).isSameAs(empty);
    }

    @Test
    void shouldCopeWithNeedOfWhatIsNotInTheList() {
        List<RetentionItem> items = List.of(item("new", 1).needing(Set.of("absent")), item("old", 2));
        assertThat(RetentionPlan.of(items, RetentionPolicy.newest(1), NOW).deleted())
                .extracting(RetentionItem::id)
                .containsExactly("old");
    }

    @Test
    void shouldNameTheFirstOfSeveralProtectedTags() {
        String[] tags = {"k7", "k3", "k5", "k1", "k9", "k2", "k8", "k4", "k6"};
        assertThat(lines(List.of(item("a", 9, tags)), RetentionPolicy.newest(1, "k*")))
                .singleElement()
                .asString()
                .endsWith("its tag k1 is protected");
    }

    @Test
    void shouldRankWhatIsEquallyOldWhateverTheOrderOfTheList() {
        for (List<RetentionItem> items :
                List.of(List.of(item("a", 1), item("b", 1)), List.of(item("b", 1), item("a", 1)))) {
            assertThat(RetentionPlan.of(items, RetentionPolicy.newest(1), NOW).kept())
                    .extracting(RetentionItem::id)
                    .containsExactly("a");
        }
    }

    @Test
    void shouldDeleteNothingWithoutLimits() {
        RetentionPolicy none =
                new RetentionPolicy(OptionalInt.empty(), RetentionPolicy.Order.TIME, Optional.empty(), List.of(), 1);
        assertThat(RetentionPlan.of(List.of(item("a", 9999)), none, NOW).deleted())
                .isEmpty();
    }

    @Test
    void shouldRefuseToDeleteEverythingOrTooMuchUnlessForced() {
        RetentionPolicy young = RetentionPolicy.youngerThan(Duration.ofDays(1));
        RetentionPlan all = RetentionPlan.of(List.of(item("a", 5), item("b", 6)), young, NOW);
        assertThatThrownBy(() -> all.checked(young, false))
                .isInstanceOf(RetentionRefusedException.class)
                .hasMessage("all 2 items would be deleted");
        assertThat(all.checked(young, true)).isSameAs(all);

        RetentionPolicy half = young.deletingAtMost(0.5);
        RetentionPlan most = RetentionPlan.of(List.of(item("a", 5), item("b", 6), item("c", 0)), half, NOW);
        RetentionPlan exactlyHalf = RetentionPlan.of(List.of(item("a", 5), item("c", 0)), half, NOW);
        assertThat(exactlyHalf.checked(half, false)).isSameAs(exactlyHalf);
        assertThat(exactlyHalf).asString().endsWith("1 to delete, 1 to keep");
        assertThatThrownBy(() -> most.checked(half, false))
                .hasMessage("2 of 3 items would be deleted, more than the share of 50 %");
    }

    @Test
    void shouldRefusePoliciesThatNobodyMeans() {
        assertThatThrownBy(() -> RetentionPolicy.newest(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> RetentionPolicy.youngerThan(Duration.ZERO)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> RetentionPolicy.youngerThan(Duration.ofDays(-1)))
                .hasMessageContaining("above 0");
        for (double share : new double[] {Double.NaN, 0, -0.5, 1.01}) {
            assertThatThrownBy(() -> RetentionPolicy.newest(1).deletingAtMost(share))
                    .hasMessageContaining("share");
        }
        List<RetentionItem> twice = List.of(item("a", 1), item("a", 1));
        assertThatThrownBy(() -> RetentionPlan.of(twice, RetentionPolicy.newest(1), NOW))
                .hasMessage("a is listed twice");
    }

    /** Takes minutes where each decision looks through all items, and a moment otherwise. */
    @Test
    void shouldDecideAboutHundredThousandItems() {
        int count = 100_000;
        List<RetentionItem> items = IntStream.range(0, count)
                .mapToObj(i -> RetentionItem.of("v" + i, Set.of("t" + i), Instant.EPOCH.plusSeconds(i)))
                .toList();
        RetentionPlan plan = RetentionPlan.of(items, RetentionPolicy.newest(5), Instant.EPOCH.plusSeconds(count));
        assertThat(plan.kept()).hasSize(5);
        assertThat(plan.deleted()).hasSize(count - 5);
        assertThat(plan.decisions())
                .filteredOn(decision -> decision.item().id().equals("v0"))
                .singleElement()
                .satisfies(decision -> assertThat(decision.reason()).startsWith("it is number 100000 of 100000"));
    }
}
