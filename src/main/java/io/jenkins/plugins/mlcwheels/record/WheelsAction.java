package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.RunAction2;

/**
 * The wheels of a build, by the step that recorded them: a step that is done again after a restart replaces what it
 * recorded before. Changes are made under a lock on the build. Only a record: the page is in package {@code view}.
 */
public final class WheelsAction implements RunAction2 {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Name of the directory, beside {@code build.xml}, with an audit report per wheel, named by its sha256. */
    private static final String REPORTS = "mlc-wheels";

    private final Map<String, List<WheelRecord>> wheelsByStep = new LinkedHashMap<>();
    private transient Run<?, ?> run;

    @CheckForNull
    private WheelRemoval removal;

    @CheckForNull
    private String obstacle;

    private WheelsAction() {}

    /** Whether a build has recorded wheels, told by its directory, without loading it. */
    public static boolean isIn(@NonNull Path buildDirectory) {
        return Files.isDirectory(buildDirectory.resolve(REPORTS));
    }

    /** The record of a build, if there is one. */
    @NonNull
    public static Optional<WheelsAction> of(@NonNull Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(WheelsAction.class));
    }

    /**
     * Records what one step found, instead of what it recorded before. What it archived replaces what other steps
     * archived at the same path.
     *
     * @param step id of the step's flow node
     * @param reports audit reports as JSON, by the sha256 of their wheels
     */
    public static void record(
            @NonNull Run<?, ?> run,
            @NonNull String step,
            @NonNull List<WheelRecord> wheels,
            @NonNull Map<String, String> reports)
            throws IOException {
        try (StagedReports staged = StagedReports.write(run, reports)) {
            record(run, step, wheels, staged);
        }
    }

    /** The same with reports that are written already, so that the lock is not held for that. */
    public static void record(
            @NonNull Run<?, ?> run,
            @NonNull String step,
            @NonNull List<WheelRecord> wheels,
            @NonNull StagedReports reports)
            throws IOException {
        synchronized (run) {
            WheelsAction action = run.getAction(WheelsAction.class);
            try (BulkChange change = new BulkChange(run)) {
                if (action == null) {
                    action = new WheelsAction();
                    run.addAction(action);
                }
                action.wheelsByStep.put(step, new ArrayList<>(wheels));
                action.dropReplaced(step, wheels);
                for (String sha256 : reports.sha256s()) {
                    if (!action.isJudgedWorse(step, sha256)) {
                        reports.commit(sha256);
                    }
                }
                run.save();
                change.commit();
            }
        }
    }

    private void dropReplaced(String step, List<WheelRecord> wheels) {
        for (WheelRecord wheel : wheels) {
            if (wheel.isArchived()) {
                rivals(step, wheel)
                        .forEach((other, replaced) -> wheelsByStep.get(other).removeIf(wheel::displaces));
            }
        }
    }

    /** Whether one step's passing audit has nothing to say, since another step's audit of these bytes has failed. */
    private boolean isJudgedWorse(String step, String sha256) {
        boolean worse = false;
        for (Map.Entry<String, List<WheelRecord>> recorded : wheelsByStep.entrySet()) {
            for (WheelRecord wheel : recorded.getValue()) {
                if (wheel.getSha256().equals(sha256) && !wheel.isPassed()) {
                    if (recorded.getKey().equals(step)) {
                        return false;
                    }
                    worse = true;
                }
            }
        }
        return worse;
    }

    /**
     * The steps that recorded other bytes at the path of a wheel, and what they recorded there.
     *
     * @param step id of the flow node of the step that has the wheel; it is not a rival of its own
     */
    @NonNull
    public Map<String, WheelRecord> rivals(@NonNull String step, @NonNull WheelRecord wheel) {
        Map<String, WheelRecord> rivals = new LinkedHashMap<>();
        synchronized (run) {
            wheelsByStep.forEach((other, wheels) -> {
                if (!other.equals(step)) {
                    wheels.stream().filter(wheel::displaces).forEach(rival -> rivals.put(other, rival));
                }
            });
        }
        return rivals;
    }

    /**
     * Notes that these bytes were tested with success in this build.
     *
     * @param tests how, by the sha256 of the wheels
     */
    public static void recordTested(@NonNull Run<?, ?> run, @NonNull Map<String, WheelTestRecord> tests)
            throws IOException {
        synchronized (run) {
            WheelsAction action = run.getAction(WheelsAction.class);
            if (action != null) {
                for (List<WheelRecord> wheels : action.wheelsByStep.values()) {
                    wheels.replaceAll(wheel -> tests.containsKey(wheel.getSha256())
                            ? wheel.asTested(tests.get(wheel.getSha256()))
                            : wheel);
                }
                run.save();
            }
        }
    }

    /** Records that the wheels leave the artifacts, or have left them. */
    public void recordRemoval(@NonNull WheelRemoval what) throws IOException {
        synchronized (run) {
            removal = what;
            obstacle = null;
            run.save();
        }
    }

    /** Records why the wheels are still among the artifacts though their time is over; again and again costs nothing. */
    public void recordObstacle(@NonNull String why) throws IOException {
        synchronized (run) {
            if (!why.equals(obstacle)) {
                obstacle = why;
                run.save();
            }
        }
    }

    /** That and why the wheels left the artifacts; null as long as nobody began to remove them. */
    @CheckForNull
    public WheelRemoval getRemoval() {
        synchronized (run) {
            return removal;
        }
    }

    /** Why the wheels could not be removed when their time was over; null if nobody tried, or nothing was in the way. */
    @CheckForNull
    public String getObstacle() {
        synchronized (run) {
            return obstacle;
        }
    }

    /** Paths of the wheels that were archived, relative to the artifacts, each once. */
    @NonNull
    public List<String> getArchivedPaths() {
        return getWheels().stream()
                .filter(WheelRecord::isArchived)
                .map(WheelRecord::getPath)
                .distinct()
                .toList();
    }

    /** All wheels of the build, each once, in the order in which they were first recorded. */
    @NonNull
    public List<WheelRecord> getWheels() {
        Map<String, WheelRecord> wheels = new LinkedHashMap<>();
        synchronized (run) {
            wheelsByStep
                    .values()
                    .forEach(list -> list.forEach(
                            wheel -> wheels.merge(wheel.getPath() + wheel.getSha256(), wheel, WheelRecord::and)));
        }
        return new ArrayList<>(wheels.values());
    }

    /** The audit report of a wheel as JSON; null if there is none. */
    @CheckForNull
    public String report(@NonNull String sha256) throws IOException {
        Path file = file(sha256);
        return Files.isRegularFile(file) ? Files.readString(file) : null;
    }

    private Path file(String sha256) {
        return file(run, sha256);
    }

    static Path file(Run<?, ?> run, String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a sha256: " + sha256);
        }
        return run.getRootDir().toPath().resolve(REPORTS).resolve(sha256 + ".json");
    }

    @Override
    public void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public void onLoad(Run<?, ?> owner) {
        run = owner;
    }

    /** The build that recorded the wheels. */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
