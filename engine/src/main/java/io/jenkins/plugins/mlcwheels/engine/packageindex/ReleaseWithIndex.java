package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRequest;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePlan;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes a release whose files go to a package index as well: the release becomes a complete and verified draft, the
 * files go to the index, and only then is the release published. What either place would refuse is found before
 * anything is sent to one of them. Doing it again goes on where it stopped.
 */
public final class ReleaseWithIndex {

    private final ReleasePublisher publisher;
    private final IndexUploader uploader;

    /** What will be done in both places. */
    public record Plan(ReleasePlan release, UploadPlan index) {

        /** Why nothing must be done; empty if all is well. */
        public List<ReleaseProblem> problems() {
            List<ReleaseProblem> problems = new ArrayList<>(release.problems());
            index.problems().forEach(problem -> problems.add(new ReleaseProblem(problem.what(), problem.remedy())));
            return problems;
        }

        @Override
        public String toString() {
            return release + "\n" + index;
        }
    }

    /** What was done in both places. */
    public record Report(PublishReport release, UploadReport index) {}

    public ReleaseWithIndex(ReleasePublisher publisher, IndexUploader uploader) {
        this.publisher = publisher;
        this.uploader = uploader;
    }

    /** Tells what {@link #publish} would do, problems included. Changes nothing. */
    public Plan plan(PublishRequest request, List<Distribution> files) {
        return new Plan(publisher.plan(request), uploader.plan(files));
    }

    /**
     * @param files those of the request that belong on an index
     * @param planned is told what will be done, before anything is
     * @throws PublishRefusedException with everything that is wrong, before anything is changed
     * @throws ReleaseStoppedException if it ended before all was done, with what is where
     */
    public Report publish(PublishRequest request, List<Distribution> files, Consumer<Plan> planned) {
        Plan plan = plan(request, files);
        if (!plan.index().problems().isEmpty()) {
            throw new PublishRefusedException(plan.release().tag(), plan.problems());
        }
        planned.accept(plan);
        boolean wasPublished =
                plan.release().release().filter(there -> !there.draft()).isPresent();
        String tag = plan.release().tag();
        draft(request, plan);
        String draft = tag
                + (wasPublished ? " was published before, and is complete" : " is a complete draft, and not published");
        UploadReport index;
        try {
            index = uploader.upload(files);
        } catch (EngineException e) {
            throw new ReleaseStoppedException(e, draft);
        }
        try {
            return new Report(publisher.publish(request), index);
        } catch (EngineException e) {
            throw new ReleaseStoppedException(e, index.summary());
        }
    }

    private void draft(PublishRequest request, Plan plan) {
        try {
            publisher.publish(request.withDraftOnly(true));
        } catch (PublishRefusedException e) {
            throw e;
        } catch (EngineException e) {
            long sent =
                    plan.index().steps().stream().filter(UploadPlan.Step::there).count();
            throw new ReleaseStoppedException(
                    e,
                    "nothing was sent to " + plan.index().index()
                            + (sent == 0 ? "" : ", which has " + sent + " of the files from before"));
        }
    }
}
