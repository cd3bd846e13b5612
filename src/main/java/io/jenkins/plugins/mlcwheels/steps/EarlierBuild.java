package io.jenkins.plugins.mlcwheels.steps;

import hudson.Functions;
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
import java.util.stream.Stream;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.TagSCMHead;
import org.springframework.security.access.AccessDeniedException;

/** The build whose wheels those of another build are compared with. */
final class EarlierBuild {

    /** How far back a build with wheels is looked for; builds are loaded for that. */
    private static final int MOST_BUILDS = 50;

    /** How many other jobs are asked for their last release; their last builds are loaded for that. */
    private static final int MOST_JOBS = 200;

    private EarlierBuild() {}

    /**
     * The last successful build of the job that still has its wheels; of a change request that has none, that of the
     * branch that it is for.
     */
    static Optional<Run<?, ?>> lastSuccessful(Run<?, ?> run) {
        Optional<Run<?, ?>> own = from(run.getPreviousSuccessfulBuild());
        return own.isPresent()
                ? own
                : target(run).filter(EarlierBuild::showsArtifacts).flatMap(job -> from(job.getLastSuccessfulBuild()));
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

    /** The archived wheels of a build, without source distributions, unless they left the artifacts. */
    static List<WheelRecord> wheels(Run<?, ?> build) {
        Optional<WheelsAction> record = WheelsAction.of(build);
        if (record.isEmpty()) {
            return List.of();
        }
        WheelRemoval removal = record.get().getRemoval();
        return removal != null
                ? List.of()
                : record.get().getWheels().stream()
                        .filter(wheel -> wheel.isArchived() && !wheel.isSdist())
                        .toList();
    }

    private static Optional<Job<?, ?>> target(Run<?, ?> run) {
        if (!(SCMHead.HeadByItem.findHead(run.getParent()) instanceof ChangeRequestSCMHead change)) {
            return Optional.empty();
        }
        String branch = change.getTarget().getName();
        try {
            if (run.getParent().getParent().getItem(branch) instanceof Job<?, ?> job && isOf(job, branch)) {
                return Optional.of(job);
            }
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
        // The names of jobs are not those of branches that have a slash.
        return siblings(run).filter(job -> isOf(job, branch)).findFirst();
    }

    private static boolean isOf(Job<?, ?> job, String branch) {
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        return head != null
                && !(head instanceof ChangeRequestSCMHead)
                && !(head instanceof TagSCMHead)
                && head.getName().equals(branch);
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
            for (Job<?, ?> job : releasing(run)) {
                Run<?, ?> last = job.getLastSuccessfulBuild();
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
                        .anyMatch(release -> !release.isDraft() && !release.isNightly());
    }

    /** Other jobs that may have published releases: those of tags, the newest tag first, then those of branches. */
    private static List<Job<?, ?>> releasing(Run<?, ?> run) {
        return siblings(run)
                .filter(job -> job != run.getParent())
                .filter(job -> !(SCMHead.HeadByItem.findHead(job) instanceof ChangeRequestSCMHead))
                .sorted(Comparator.comparingLong(EarlierBuild::timeOfTag).reversed())
                .filter(EarlierBuild::showsArtifacts)
                .limit(MOST_JOBS)
                .toList();
    }

    private static long timeOfTag(Job<?, ?> job) {
        return SCMHead.HeadByItem.findHead(job) instanceof TagSCMHead tag ? tag.getTimestamp() : Long.MIN_VALUE;
    }

    private static boolean showsArtifacts(Job<?, ?> job) {
        return !Functions.isArtifactsPermissionEnabled() || job.hasPermission(Run.ARTIFACTS);
    }

    /** The jobs of the same multibranch project that the build may see. */
    private static Stream<Job<?, ?>> siblings(Run<?, ?> run) {
        List<Job<?, ?>> jobs = new ArrayList<>();
        ItemGroup<?> parent = run.getParent().getParent();
        for (Item item : parent.getItems()) {
            if (item instanceof Job<?, ?> job && job.hasPermission(Item.READ)) {
                jobs.add(job);
            }
        }
        return jobs.stream();
    }
}
