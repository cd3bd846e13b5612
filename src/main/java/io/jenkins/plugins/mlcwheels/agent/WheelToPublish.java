package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mlcwheels.engine.manifest.ImportProof;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A wheel on its way to a release.
 *
 * @param file where it lies on the agent, absolute or relative to the workspace
 * @param fileName its name
 * @param sha256 that its bytes must have
 * @param size in bytes
 * @param flavour what it was built as; null if unknown
 * @param platform that the audit found
 * @param passed whether the audit found nothing wrong
 * @param test how it was tested; null if nobody recorded that
 * @param objections reasons not to publish it
 */
public record WheelToPublish(
        String file,
        String fileName,
        String sha256,
        long size,
        @CheckForNull String flavour,
        String platform,
        boolean passed,
        @CheckForNull Test test,
        ArrayList<Objection> objections)
        implements Serializable {

    /** Whether it is a source distribution, which goes with the wheels. */
    public boolean isSdist() {
        return fileName.endsWith(".tar.gz");
    }

    /**
     * What a release keeps of a test.
     *
     * @param python version of the interpreter
     * @param imports the outcome of the proof of imports
     * @param modules that were imported from the wheel
     */
    public record Test(String python, String imports, ArrayList<String> modules) implements Serializable {

        /** Whether it might have imported from anywhere. */
        boolean isUnproven() {
            return ImportProof.Outcome.of(imports)
                    .orElse(ImportProof.Outcome.NOT_PROVEN)
                    .equals(ImportProof.Outcome.NOT_PROVEN);
        }
    }
}
