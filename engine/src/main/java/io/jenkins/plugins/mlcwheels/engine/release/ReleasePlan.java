package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.release.PlanStep.Action;
import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * What publishing will do to a release, from a comparison of what shall be there with what is there. Does no I/O.
 *
 * @param release what is there of it, if anything
 * @param steps in the order in which they are done
 * @param problems why it must not be done; nothing is, unless this is empty
 */
public record ReleasePlan(
        String tag, Optional<HostedRelease> release, List<PlanStep> steps, List<ReleaseProblem> problems) {

    /** Suffix of an asset that is complete and verified, but not yet under its name. */
    static final String STAGED = ".mlc-new";

    /** Suffix of an asset that was replaced and is about to be deleted. */
    static final String REPLACED = ".mlc-old";

    public ReleasePlan {
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /** Compares. {@code hosted} has the digests of all assets whose bytes matter here. */
    static ReleasePlan of(
            PublishRequest request,
            Optional<HostedRelease> release,
            List<HostedAsset> hosted,
            ReleaseSet wanted,
            HostCapabilities capabilities) {
        return new PlanComparison(request, release, hosted).plan(wanted, capabilities);
    }

    /** Whether the release is just as it has to be. */
    public boolean isNothing() {
        return problems.isEmpty() && steps.stream().noneMatch(PlanStep::changes);
    }

    /** How many bytes will be sent. */
    public long bytesToSend() {
        return steps.stream()
                .filter(PlanStep::sends)
                .mapToLong(step -> step.asset().orElseThrow().size())
                .sum();
    }

    /** The steps of one kind. */
    public List<PlanStep> steps(Action action) {
        return steps.stream().filter(step -> step.action() == action).toList();
    }

    /** One line for the whole, one for each step. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(tag).append(": ").append(summary());
        steps.forEach(step -> text.append("\n  ").append(step));
        problems.forEach(problem -> text.append("\n  refused: ").append(problem));
        return text.toString();
    }

    private String summary() {
        if (isNothing()) {
            return "all is there, nothing to do";
        }
        long sending = steps.stream().filter(PlanStep::sends).count();
        return sending + (sending == 1 ? " file" : " files") + " to send (" + ByteSize.print(bytesToSend()) + "), "
                + steps(Action.SKIP).size() + " already there"
                + (problems.isEmpty() ? "" : ", " + problems.size() + " in the way");
    }
}
