package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The releases that a build made, on its page and as a badge in the history; by the step that made them. */
@ExportedBean
public final class ReleasesAction implements RunAction2, BuildBadgeAction {

    private final Map<String, PublishedRelease> releasesByStep = new LinkedHashMap<>();

    /** Null in builds from before there were uploads. */
    private Map<String, PackageUpload> uploadsByStep;

    private transient Run<?, ?> run;

    private ReleasesAction() {}

    /** The releases of a build; empty if it made none. */
    @NonNull
    public static Optional<ReleasesAction> of(@NonNull Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(ReleasesAction.class));
    }

    /**
     * Records a release, says where it is in the build's description, and keeps the build for ever unless it is a draft or
     * a nightly. What was a draft until then is no longer recorded as one.
     * Doing it again changes nothing.
     *
     * @param step id of the step's flow node
     */
    public static void record(@NonNull Run<?, ?> run, @NonNull String step, @NonNull PublishedRelease release)
            throws IOException {
        synchronized (run) {
            // The record is the plugin's; whom the build runs as need not have the right to change descriptions.
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2);
                    BulkChange change = new BulkChange(run)) {
                Map<String, PublishedRelease> releases = ofNew(run).releasesByStep;
                if (!release.isDraft()) {
                    releases.values()
                            .removeIf(other -> other.isDraft()
                                    && other.getTag().equals(release.getTag())
                                    && other.getId().equals(release.getId()));
                }
                releases.put(step, release);
                if (!release.isDraft()) {
                    describe(run, release);
                    if (!release.isNightly()) {
                        run.keepLog(true);
                    }
                }
                run.save();
                change.commit();
            }
        }
    }

    private static ReleasesAction ofNew(Run<?, ?> run) {
        ReleasesAction action = run.getAction(ReleasesAction.class);
        if (action == null) {
            action = new ReleasesAction();
            run.addAction(action);
        }
        return action;
    }

    /**
     * Records what a build has on a package index. Doing it again changes nothing.
     *
     * @param step id of the step's flow node
     */
    public static void record(@NonNull Run<?, ?> run, @NonNull String step, @NonNull PackageUpload upload)
            throws IOException {
        synchronized (run) {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2);
                    BulkChange change = new BulkChange(run)) {
                ReleasesAction action = ofNew(run);
                if (action.uploadsByStep == null) {
                    action.uploadsByStep = new LinkedHashMap<>();
                }
                action.uploadsByStep.put(step, upload);
                run.save();
                change.commit();
            }
        }
    }

    /** In the order in which steps made them first. */
    @Exported
    @NonNull
    public List<PackageUpload> getUploads() {
        synchronized (run) {
            return uploadsByStep == null ? List.of() : new ArrayList<>(uploadsByStep.values());
        }
    }

    private static void describe(Run<?, ?> run, PublishedRelease release) throws IOException {
        String line = release.getTag() + ": " + release.getUrl();
        String before = run.getDescription();
        if (before == null || before.isBlank()) {
            run.setDescription(line);
        } else if (!before.contains(line)) {
            run.setDescription(before + "\n" + line);
        }
    }

    /** The build that made the releases. */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** In the order in which steps made them first. */
    @Exported
    @NonNull
    public List<PublishedRelease> getReleases() {
        synchronized (run) {
            return new ArrayList<>(releasesByStep.values());
        }
    }

    /** What the badge says. */
    @NonNull
    public String getSummary() {
        StringBuilder text = new StringBuilder();
        for (PublishedRelease release : getReleases()) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(release.isDraft() ? "Draft of " : "Release ")
                    .append(release.getTag());
        }
        for (PackageUpload upload : getUploads()) {
            text.append(text.length() == 0 ? "On " : ", on ").append(upload.getIndex());
        }
        return text.toString();
    }

    @Override
    public void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public void onLoad(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleasesAction_displayName();
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
