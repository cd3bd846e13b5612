package io.jenkins.plugins.mlcwheels.steps;

import io.jenkins.plugins.mlcwheels.agent.BundleToPublish;
import io.jenkins.plugins.mlcwheels.record.ReleaseSignature;
import java.util.ArrayList;

/**
 * What the controller signed for a release.
 *
 * @param bundles on their way to the agent
 * @param signature what the build keeps of it
 */
record SignedBundles(ArrayList<BundleToPublish> bundles, ReleaseSignature signature) {

    /** For the log. */
    @Override
    public String toString() {
        int files = signature.getStatements().size();
        return "signed the provenance of " + (files == 1 ? "1 wheel" : files + " wheels") + " with key "
                + signature.getKeyId() + " of the credentials '" + signature.getCredentialsId() + "'";
    }
}
