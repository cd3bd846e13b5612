package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.build.BuildFacts;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.GitRevision;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.InvalidBuildRecordException;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what an agent knows of a build from its beginning until there is a wheel that it is the record of. It travels to
 * the controller and back, and into the saved state of the step; there is no secret in it.
 *
 * @param planned the record of no file yet, as JSON
 * @param facts file on the agent in which the script leaves what it tells of itself
 */
public record BuildRecorder(String planned, String facts) implements Serializable {

    private static final String NO_FILE = "planned";
    private static final int LARGEST = 1 << 20;

    /** @param tag that is built; null for other builds */
    static BuildRecorder of(BuildPlan plan, @CheckForNull String tag, String facts) {
        Instant now = Clock.systemUTC().instant();
        BuildRecord record = plan.record(
                NO_FILE, Sha256.of(NO_FILE), BuildFacts.NONE, GitRevision.of(plan, Optional.ofNullable(tag)), now, now);
        return new BuildRecorder(new String(record.toJson(), StandardCharsets.UTF_8), facts);
    }

    /**
     * The record of a wheel that came of the build, as JSON; null if none can be made.
     *
     * @param grafts what repair put into it
     * @param programs that made its bytes, with their versions
     */
    @CheckForNull
    String record(String file, String sha256, List<BuildMaterial> grafts, Map<String, String> programs)
            throws IOException {
        BuildFacts told = told();
        try {
            BuildRecord record = BuildRecord.parse(planned.getBytes(StandardCharsets.UTF_8))
                    .built(
                            told.requirements(),
                            told.versions(),
                            Clock.systemUTC().instant())
                    .repaired(file, sha256, grafts, programs);
            return new String(record.toJson(), StandardCharsets.UTF_8);
        } catch (InvalidBuildRecordException e) {
            return null;
        }
    }

    private BuildFacts told() throws IOException {
        Path file = Path.of(facts);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            return BuildFacts.NONE;
        }
        ScriptOutput output = new ScriptOutput(ProgressListener.SILENT);
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> output.on(new ProgressListener.Output(line)));
        return BuildFacts.of(output);
    }
}
