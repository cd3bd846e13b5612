package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import io.jenkins.plugins.mlcwheels.engine.text.InvalidGlobException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Asks before anything is built what would make publishing fail in the end. Changes nothing. */
public final class Preflight {

    private final PublishRequest request;
    private final ReleaseHost host;
    private final List<PlannedWheel> planned;
    private final List<ReleaseProblem> problems = new ArrayList<>();

    private Preflight(PublishRequest request, ReleaseHost host, List<PlannedWheel> planned) {
        this.request = request;
        this.host = host;
        this.planned = List.copyOf(planned);
    }

    /**
     * All reasons that can be known: the host refuses the tag or the token, the tag points elsewhere, the release is
     * published, a file is too large, an expected wheel will not be built.
     *
     * @param request what will be published, as far as it is there: wheels may be missing
     * @param planned wheels that are to be built; an expected one has to be among them
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if the host can't be asked
     */
    public static List<ReleaseProblem> problems(PublishRequest request, ReleaseHost host, List<PlannedWheel> planned) {
        return new Preflight(request, host, planned).run();
    }

    private List<ReleaseProblem> run() {
        problems.addAll(ReleaseChecks.beforeWheels(request, host));
        if (problems.isEmpty()) {
            published();
        }
        request.expected().forEach(this::expected);
        return List.copyOf(problems);
    }

    private void published() {
        boolean there = host.find(request.tag().toString()).stream().anyMatch(found -> !found.draft());
        if (there && !request.amend()) {
            problems.add(new ReleaseProblem(
                    "the release " + request.tag() + " is published already on " + host.describe(),
                    "Release another version, add to this one with --amend (amend in a pipeline), or skip the preflight"
                            + " to build the same again and compare."));
        }
    }

    private void expected(String text) {
        Glob pattern;
        try {
            pattern = Glob.of(text);
        } catch (InvalidGlobException e) {
            problems.add(new ReleaseProblem(e.getMessage(), e.suggestion()));
            return;
        }
        List<PlannedWheel> matching =
                planned.stream().filter(wheel -> wheel.name().overlaps(pattern)).toList();
        if (matching.stream().anyMatch(wheel -> wheel.leftOut().isEmpty())) {
            return;
        }
        String reasons = matching.stream()
                .map(wheel -> wheel.build() + ": " + wheel.leftOut().orElseThrow())
                .collect(Collectors.joining("; "));
        problems.add(new ReleaseProblem(
                "no wheel that will be built matches '" + text + "', which is expected"
                        + (reasons.isEmpty() ? "" : ", since these are left out: " + reasons),
                "Make it possible to build it here, or expect no more than is to be released."));
    }
}
