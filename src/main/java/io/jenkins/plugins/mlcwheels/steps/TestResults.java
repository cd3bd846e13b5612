package io.jenkins.plugins.mlcwheels.steps;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.FilePath;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Takes in the JUnit results of a test step. There is an implementation where the JUnit plugin is installed. */
public interface TestResults extends ExtensionPoint {

    /**
     * Records results, once for each step however often it is asked to.
     *
     * @param directory on an agent, with XML files
     */
    void record(StepContext context, FilePath directory) throws IOException, InterruptedException;

    /** Lets all implementations record. */
    static void recordAll(StepContext context, FilePath directory) throws IOException, InterruptedException {
        for (TestResults recorder : ExtensionList.lookup(TestResults.class)) {
            recorder.record(context, directory);
        }
    }
}
