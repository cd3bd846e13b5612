package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.index.IndexedWheel;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wheels of builds that an index offers: those among the artifacts of the newest builds. Of several of one name that
 * of the newest build counts that is fit to be installed. Builds are loaded only if their directory has records of wheels.
 */
final class IndexedBuilds {

    /** Builds with wheels that are looked at. */
    private static final int MOST_BUILDS = 50;

    /** Directories of builds that are looked at. */
    private static final int MOST_DIRECTORIES = 5000;

    private final List<Run<?, ?>> builds;

    private IndexedBuilds(List<Run<?, ?>> builds) {
        this.builds = builds;
    }

    static IndexedBuilds of(@NonNull Run<?, ?> build) {
        return new IndexedBuilds(List.of(build));
    }

    /** Those of a job that have ended, the newest first. */
    static IndexedBuilds of(@NonNull Job<?, ?> job) {
        List<Run<?, ?>> builds = new ArrayList<>();
        int newest = job.getNextBuildNumber() - 1;
        int oldest = Math.max(1, newest - MOST_DIRECTORIES);
        for (int number = newest; number >= oldest && builds.size() < MOST_BUILDS; number--) {
            if (WheelsAction.isIn(job.getBuildDir().toPath().resolve(Integer.toString(number)))) {
                Run<?, ?> build = job.getBuildByNumber(number);
                if (build != null && !build.isBuilding()) {
                    builds.add(build);
                }
            }
        }
        return new IndexedBuilds(builds);
    }

    /** Whether the reader may see artifacts of all of them. */
    boolean visible() {
        return builds.stream().allMatch(build -> new Artifacts(build, List.of()).visible());
    }

    SimpleIndex index() {
        Map<String, IndexedWheel> wheels = new LinkedHashMap<>();
        for (Run<?, ?> build : builds) {
            List<WheelRecord> records =
                    WheelsAction.of(build).map(WheelsAction::getWheels).orElse(List.of());
            Artifacts artifacts = new Artifacts(build, records);
            for (WheelRecord record : records) {
                if (artifacts.state(record) == ArtifactState.KEPT && isOffered(record)) {
                    wheels.merge(
                            record.getFileName(),
                            wheel(build, record),
                            (newer, older) ->
                                    newer.yanked().isPresent() && older.yanked().isEmpty() ? older : newer);
                }
            }
        }
        return SimpleIndex.of(wheels.values());
    }

    /** Installers take no names and versions that are none. */
    private static boolean isOffered(WheelRecord record) {
        try {
            Pep440Version.parse(WheelFilename.parse(record.getFileName()).version());
            return true;
        } catch (EngineException | IllegalArgumentException e) {
            return false;
        }
    }

    private static IndexedWheel wheel(Run<?, ?> build, WheelRecord record) {
        WheelFilename name = WheelFilename.parse(record.getFileName());
        IndexedWheel wheel = IndexedWheel.of(
                        name,
                        "../../file/" + build.getNumber() + "/" + record.getSha256() + "/" + encoded(name),
                        record.getSha256())
                .withSize(record.getSize())
                .withUploaded(Instant.ofEpochMilli(build.getStartTimeInMillis() + build.getDuration()));
        String reason = reasonAgainst(build, record);
        return reason.isEmpty() ? wheel : wheel.withYanked(reason);
    }

    /** The characters that names of wheels may have are those of addresses, but for two. */
    private static String encoded(WheelFilename name) {
        return name.toString().replace("+", "%2B").replace("!", "%21");
    }

    private static String reasonAgainst(Run<?, ?> build, WheelRecord record) {
        if (!record.isPassed()) {
            return "the audit failed in build " + build.getDisplayName();
        }
        Result result = build.getResult();
        boolean failed = result != null && result.isWorseThan(Result.UNSTABLE);
        return failed && !record.isTested() ? "build " + build.getDisplayName() + " failed and did not test it" : "";
    }
}
