package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has to be sent to have all files on the index.
 *
 * @param index for people
 * @param steps in the order in which they are carried out: wheels, the smallest first, then source distributions
 * @param problems why nothing may be sent; empty if all is well
 */
public record UploadPlan(String index, List<Step> steps, List<UploadProblem> problems) {

    /**
     * One file.
     *
     * @param there whether the index has it, with the same bytes
     */
    public record Step(Distribution file, boolean there) {}

    public UploadPlan {
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /** For people, a line for each file and problem. */
    @Override
    public String toString() {
        String lines = steps.stream()
                .map(step -> "\n  " + (step.there() ? "keep   " : "upload ")
                        + step.file().name() + " (" + ByteSize.print(step.file().size()) + ")")
                .collect(Collectors.joining());
        String objections =
                problems.stream().map(problem -> "\n  problem: " + problem).collect(Collectors.joining());
        return index + ":" + lines + objections;
    }
}
