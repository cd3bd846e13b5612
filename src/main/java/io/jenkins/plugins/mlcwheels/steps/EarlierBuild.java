package io.jenkins.plugins.mlcwheels.steps;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelRemoval;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/** The build whose wheels those of another build are compared with. */
final class EarlierBuild {

    /** How far back a build with wheels is looked for; builds are loaded for that. */
    private static final int MOST_BUILDS = 50;

    private static final int MOST_JOBS = 200;

    private EarlierBuild() {}

    /**
     * The last successful build of the job that still has its wheels; of a change request that has none, that of the
     * branch that it is for.
     */
    static Optional<Run<?, ?>> lastSuccessful(Run<?, ?> run) {
        Optional<Run<?, ?>> own = from(run.getPreviousSuccessfulBuild());
        return own.isPresent() ? own : target(run).flatMap(job -> from(job.getLastSuccessfulBuild()));
    }

    private static Optional<Run<?, ?>> from(Run<?, ?> newest) {
        Run<?, ?> build = newest;
        for (int i = 0; i < MOST_BUILDS && build != null; i++) {
            if (!wheels(build).isEmpty()) {
                return Optional.of(build);
            }
            build = build.getPreviousSuccessfulBuild();
        }
        return Optional.empty();
    }

    /** The archived wheels of a build, unless they left the artifacts. */
    static List<WheelRecord> wheels(Run<?, ?> build) {
        Optional<WheelsAction> record = WheelsAction.of(build);
        if (record.isEmpty()) {
            return List.of();
        }
        WheelRemoval removal = record.get().getRemoval();
        return removal != null
                ? List.of()
                : record.get().getWheels().stream()
                        .filter(WheelRecord::isArchived)
                        .toList();
    }

    private static Optional<Job<?, ?>> target(Run<?, ?> run) {
        if (!(SCMHead.HeadByItem.findHead(run.getParent()) instanceof ChangeRequestSCMHead change)) {
            return Optional.empty();
        }
        String branch = change.getTarget().getName();
        return siblings(run).stream()
                .filter(job -> {
                    SCMHead head = SCMHead.HeadByItem.findHead(job);
                    return head != null && head.getName().equals(branch);
                })
                .findFirst();
    }

    /** The newest build, of the job or of the same multibranch project, that published a release and has its wheels. */
    static Optional<Run<?, ?>> lastRelease(Run<?, ?> run) {
        List<Run<?, ?>> found = new ArrayList<>();
        Run<?, ?> build = run.getPreviousSuccessfulBuild();
        for (int i = 0; i < MOST_BUILDS && build != null; i++) {
            if (isRelease(build)) {
                found.add(build);
                break;
            }
            build = build.getPreviousSuccessfulBuild();
        }
        if (SCMHead.HeadByItem.findHead(run.getParent()) != null) {
            for (Job<?, ?> job : siblings(run)) {
                Run<?, ?> last = job == run.getParent() ? null : job.getLastSuccessfulBuild();
                if (last != null && isRelease(last)) {
                    found.add(last);
                }
            }
        }
        return found.stream().max(Comparator.comparingLong(Run::getTimeInMillis));
    }

    private static boolean isRelease(Run<?, ?> build) {
        return !wheels(build).isEmpty()
                && ReleasesAction.of(build).map(ReleasesAction::getReleases).orElse(List.of()).stream()
                        .anyMatch(release -> !release.isDraft());
    }

    /** The other jobs of the same multibranch project that the build may see. */
    private static List<Job<?, ?>> siblings(Run<?, ?> run) {
        ItemGroup<?> parent = run.getParent().getParent();
        List<Job<?, ?>> jobs = new ArrayList<>();
        for (Item item : parent.getItems()) {
            if (item instanceof Job<?, ?> job && jobs.size() < MOST_JOBS && job.hasPermission(Item.READ)) {
                jobs.add(job);
            }
        }
        return jobs;
    }
}
