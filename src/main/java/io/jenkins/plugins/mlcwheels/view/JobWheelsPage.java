package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.TransientActionFactory;

/** The wheels of a job: an index to install from, and the way to the newest ones. The job guards it. */
public final class JobWheelsPage implements Action {

    private final Job<?, ?> job;

    JobWheelsPage(@NonNull Job<?, ?> job) {
        this.job = job;
    }

    /** The job whose builds recorded wheels. */
    @NonNull
    public Job<?, ?> getJob() {
        return job;
    }

    /** The index of the wheels of the newest builds, for pip and uv. */
    @NonNull
    public WheelIndex getSimple() {
        return new WheelIndex(IndexedBuilds.of(job));
    }

    /** The wheels that the index leads to. */
    @NonNull
    public WheelDownloads getFile() {
        return new WheelDownloads(job::getBuildByNumber);
    }

    /** The page of the last successful build with wheels; null if that has none. */
    @CheckForNull
    public WheelsPage getNewest() {
        Run<?, ?> build = job.getLastSuccessfulBuild();
        Optional<WheelsAction> record = build == null ? Optional.empty() : WheelsAction.of(build);
        return record.map(wheels -> new WheelsPage(build, wheels)).orElse(null);
    }

    /** How to install from here. */
    @NonNull
    public InstallLine getInstall() {
        WheelsPage newest = getNewest();
        return new InstallLine(
                job.getUrl() + "wheels/simple/",
                newest == null
                        ? List.of()
                        : WheelsAction.of(newest.getRun())
                                .map(WheelsAction::getWheels)
                                .orElse(List.of()));
    }

    /** Without a link where the last successful build has no wheels. */
    @Override
    public String getIconFileName() {
        return getNewest() == null ? null : "symbol-wheel plugin-mlc-wheels";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobWheelsPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "wheels";
    }

    /** Gives the page to every job. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobWheelsPage.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Job target) {
            Job<?, ?> job = target;
            return List.of(new JobWheelsPage(job));
        }
    }
}
