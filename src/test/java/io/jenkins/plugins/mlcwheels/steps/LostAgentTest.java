package io.jenkins.plugins.mlcwheels.steps;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Descriptor;
import hudson.model.Label;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

/** An agent that is lost amid the work, and away when it is looked for again. */
@WithJenkins
class LostAgentTest {

    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch AWAY = new CountDownLatch(1);

    @Test
    void workWaitsForAnAgentThatIsAway(JenkinsRule jenkins) throws Exception {
        LookStep.DescriptorImpl look = new LookStep.DescriptorImpl();
        ExtensionList.lookup(StepDescriptor.class).add(look);
        ExtensionList.lookup(Descriptor.class).add(look);
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("builder"));
        WorkflowRun run = new Pipelines(jenkins)
                .job("node('builder') { echo \"found ${lookAround()}\" }")
                .scheduleBuild2(0)
                .waitForStart();

        BEGUN.await();
        agent.toComputer().disconnect(new OfflineCause.ByCLI("away")).get();
        AWAY.countDown();
        jenkins.waitForMessage("The agent was lost", run);
        agent.toComputer().connect(true).get();

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        jenkins.assertLogContains("found true", run);
    }

    /** A step for tests: looks whether there is a workspace, when the agent has gone. */
    public static final class LookStep extends Step {

        @DataBoundConstructor
        public LookStep() {}

        @Override
        public StepExecution start(StepContext context) {
            return new Execution(context);
        }

        private static final class Execution extends WorkExecution {

            private static final long serialVersionUID = 1L;

            Execution(StepContext context) {
                super(context);
            }

            @Override
            Object work() throws Exception {
                BEGUN.countDown();
                AWAY.await();
                FilePath workspace = workspace();
                workspace.mkdirs();
                return workspace.exists();
            }

            @Override
            String workStatus() {
                return "looking";
            }
        }

        /** Registered by hand, since extensions of tests are not found. */
        public static final class DescriptorImpl extends StepDescriptor {

            @Override
            public String getFunctionName() {
                return "lookAround";
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(FilePath.class);
            }
        }
    }
}
