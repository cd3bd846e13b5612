package io.jenkins.plugins.mlcwheels.engine.release;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of the releases of one tag to work on. A published one comes first; then a draft that a person made; then, of
 * those that publishers of ours made, one that is held, the one that holds most, the oldest. Every publisher chooses
 * the same from the same list, so that two of them meet at one lease.
 *
 * @param chosen what to work on; empty if it has to be created
 * @param surplus drafts of ours that are to be deleted
 * @param problems why there is no choice
 */
record DraftChoice(Optional<HostedRelease> chosen, List<HostedRelease> surplus, List<ReleaseProblem> problems) {

    private static final Comparator<HostedRelease> BEST_FIRST = Comparator.comparing(
                    (HostedRelease draft) -> !draft.held())
            .thenComparing(Comparator.comparingLong(HostedRelease::bytes).reversed())
            .thenComparing(DraftChoice::older);

    static DraftChoice of(String tag, List<HostedRelease> found) {
        List<HostedRelease> published =
                found.stream().filter(release -> !release.draft()).toList();
        List<HostedRelease> foreign = found.stream()
                .filter(release -> release.draft() && release.mark().isEmpty())
                .toList();
        List<HostedRelease> ours =
                new ArrayList<>(found.stream().filter(HostedRelease::isOurDraft).toList());
        ours.sort(BEST_FIRST);
        if (!published.isEmpty()) {
            return new DraftChoice(Optional.of(published.get(0)), ours, List.of());
        }
        if (foreign.size() > 1) {
            return new DraftChoice(Optional.empty(), ours, List.of(tooMany(tag, foreign)));
        }
        if (foreign.size() == 1) {
            return new DraftChoice(Optional.of(foreign.get(0)), ours, List.of());
        }
        return ours.isEmpty()
                ? new DraftChoice(Optional.empty(), List.of(), List.of())
                : new DraftChoice(Optional.of(ours.get(0)), ours.subList(1, ours.size()), List.of());
    }

    /** Whether the first was made before the second. */
    static int older(HostedRelease first, HostedRelease second) {
        return number(first.id()).compareTo(number(second.id()));
    }

    private static BigInteger number(String id) {
        return id.matches("[0-9]{1,30}") ? new BigInteger(id) : BigInteger.ZERO;
    }

    private static ReleaseProblem tooMany(String tag, List<HostedRelease> foreign) {
        return new ReleaseProblem(
                "there are " + foreign.size() + " drafts of " + tag + " that people made: "
                        + String.join(
                                ", ", foreign.stream().map(HostedRelease::url).toList()),
                "Delete all but the one to publish.");
    }
}
