package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jenkins.model.RunAction2;

/**
 * The comparisons of a build, by the step that made them: a step that is done again replaces its own. The comparisons
 * themselves lie beside {@code build.xml}, as JSON.
 */
public final class ComparisonsAction implements RunAction2 {

    private static final String DIRECTORY = "mlc-wheels-compared";
    private static final Pattern STEP = Pattern.compile("[0-9]{1,9}");

    private final Map<String, ComparisonRecord> byStep = new LinkedHashMap<>();
    private transient Run<?, ?> run;

    private ComparisonsAction() {}

    /** The comparisons of a build; empty if it made none. */
    @NonNull
    public static Optional<ComparisonsAction> of(@NonNull Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(ComparisonsAction.class));
    }

    /**
     * Records a comparison.
     *
     * @param step id of the step's flow node
     * @param json the comparison as the engine wrote it
     */
    public static void record(
            @NonNull Run<?, ?> run, @NonNull String step, @NonNull ComparisonRecord record, @NonNull String json)
            throws IOException {
        Files.createDirectories(directory(run));
        Path file = file(run, step);
        Path staged = directory(run).resolve(step + ".json.new");
        Files.writeString(staged, json);
        Files.move(staged, file, StandardCopyOption.REPLACE_EXISTING);
        synchronized (run) {
            ComparisonsAction action = run.getAction(ComparisonsAction.class);
            if (action == null) {
                action = new ComparisonsAction();
                run.addAction(action);
            }
            action.byStep.put(step, record);
            run.save();
        }
    }

    private static Path file(Run<?, ?> run, String step) {
        if (!STEP.matcher(step).matches()) {
            throw new IllegalArgumentException("not the id of a step: " + step);
        }
        return directory(run).resolve(step + ".json");
    }

    private static Path directory(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(DIRECTORY);
    }

    /** By the id of the step, in the order in which steps made them. */
    @NonNull
    public Map<String, ComparisonRecord> getComparisons() {
        synchronized (run) {
            return new LinkedHashMap<>(byStep);
        }
    }

    /** A comparison as JSON; null if it is gone. */
    @CheckForNull
    public String json(@NonNull String step) throws IOException {
        Path file = file(run, step);
        return Files.isRegularFile(file) ? Files.readString(file) : null;
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
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
