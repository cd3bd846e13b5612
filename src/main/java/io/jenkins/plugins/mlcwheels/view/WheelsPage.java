package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import io.jenkins.plugins.mlcwheels.record.ComparisonsAction;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelRemoval;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import io.jenkins.plugins.mlcwheels.retention.WheelLifetime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The page of a build's wheels, {@code wheels/} below the build, with a page {@code wheels/SHA256/} for each of them.
 * The build guards both: whoever may not read its job never gets here.
 */
@ExportedBean
public final class WheelsPage implements Action {

    private static final int SUMMARY = 10;

    private final Run<?, ?> run;
    private final WheelsAction record;

    WheelsPage(@NonNull Run<?, ?> run, @NonNull WheelsAction record) {
        this.run = run;
        this.record = record;
    }

    /** The build that recorded the wheels. */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** The remote API of this page. */
    public Api getApi() {
        return new Api(this);
    }

    /** All wheels of the build, in the order in which they were recorded. */
    @Exported
    @NonNull
    public List<WheelView> getWheels() {
        return views(record.getWheels());
    }

    /** What came of the builds of the matrix, by identifier; empty where there is none. */
    @Exported
    @NonNull
    public List<CellRecord> getCells() {
        return record.getCells();
    }

    /** The same with their wheels, for the table. */
    @NonNull
    public List<CellView> getBuilds() {
        List<WheelView> wheels = getWheels();
        return record.getCells().stream()
                .map(cell -> new CellView(cell, wheels))
                .toList();
    }

    /** The first wheels, those that failed the audit before the others. */
    @NonNull
    public List<WheelView> getSummary() {
        List<WheelRecord> wheels = new ArrayList<>(record.getWheels());
        wheels.sort((one, other) -> Boolean.compare(one.isPassed(), other.isPassed()));
        return views(wheels.subList(0, Math.min(SUMMARY, wheels.size())));
    }

    /** How many wheels the build has, in words that say how many of them are good. */
    @NonNull
    public String getCounts() {
        List<WheelRecord> wheels =
                record.getWheels().stream().filter(wheel -> !wheel.isSdist()).toList();
        boolean sdist = record.getWheels().size() > wheels.size();
        if (wheels.isEmpty()) {
            return sdist ? "a source distribution, no wheels" : "no wheels";
        }
        return (sdist ? "a source distribution, " : "") + counts(wheels);
    }

    private static String counts(List<WheelRecord> wheels) {
        long failed = wheels.stream().filter(wheel -> !wheel.isPassed()).count();
        long tested = wheels.stream().filter(WheelRecord::isTested).count();
        return wheels.size() + (wheels.size() == 1 ? " wheel, " : " wheels, ")
                + (failed == 0 ? "audit passed" : "audit failed for " + failed) + ", "
                + (tested == 0 ? "not tested" : tested == wheels.size() ? "tested" : tested + " tested");
    }

    /** Until when the wheels are among the artifacts, or since when not; null if none was archived. */
    @Exported(visibility = 2)
    @CheckForNull
    public WheelLifetime getLifetime() {
        return WheelLifetime.of(run, record).orElse(null);
    }

    /** Whether the wheels left the artifacts when their time was over. */
    boolean isRemoved() {
        WheelRemoval removal = record.getRemoval();
        return removal != null && removal.isComplete();
    }

    /** What the wheels were compared with, and what differs. */
    @Exported(visibility = 2)
    @NonNull
    public List<ComparisonView> getComparisons() {
        List<ComparisonView> comparisons = new ArrayList<>();
        ComparisonsAction.of(run)
                .ifPresent(action -> action.getComparisons()
                        .forEach((step, comparison) -> comparisons.add(new ComparisonView(action, step, comparison))));
        return comparisons;
    }

    /** The index of the wheels of this build, for pip and uv. */
    @NonNull
    public WheelIndex getSimple() {
        return new WheelIndex(IndexedBuilds.of(run));
    }

    /** The wheels that the index leads to. */
    @NonNull
    public WheelDownloads getFile() {
        return new WheelDownloads(number -> number == run.getNumber() ? run : null);
    }

    /** How to install from here. */
    @NonNull
    public InstallLine getInstall() {
        return new InstallLine(run.getUrl() + "wheels/simple/", record.getWheels());
    }

    /** The page of one wheel; null, which makes a 404, unless it is the SHA-256 of a wheel of this build. */
    @CheckForNull
    public WheelView getDynamic(String sha256, StaplerRequest2 request, StaplerResponse2 response) {
        for (WheelRecord wheel : record.getWheels()) {
            if (wheel.getSha256().equals(sha256)) {
                return views(List.of(wheel)).get(0);
            }
        }
        return null;
    }

    private List<WheelView> views(List<WheelRecord> wheels) {
        Artifacts artifacts = new Artifacts(run, wheels);
        List<WheelView> views = new ArrayList<>();
        wheels.forEach(wheel -> views.add(new WheelView(this, wheel, artifacts)));
        return views;
    }

    @CheckForNull
    String report(String sha256) throws IOException {
        return record.report(sha256);
    }

    @Override
    public String getIconFileName() {
        return "symbol-wheel plugin-mlc-wheels";
    }

    @Override
    public String getDisplayName() {
        return Messages.WheelsPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "wheels";
    }

    /** Gives the page to every build that has a record of wheels. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return WheelsPage.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Run target) {
            Run<?, ?> run = target;
            Optional<WheelsAction> record = WheelsAction.of(run);
            return record.map(wheels -> List.of(new WheelsPage(run, wheels))).orElse(List.of());
        }
    }
}
