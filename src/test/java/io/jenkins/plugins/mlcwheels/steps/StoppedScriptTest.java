package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Descriptor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.agent.PlannedScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

/** A step that is stopped while it decides its script. */
@WithJenkins
class StoppedScriptTest {

    private static final CompletableFuture<Path> SECRET = new CompletableFuture<>();

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void leavesNoSecretBehind(JenkinsRule jenkins) throws Exception {
        StoppedStep.DescriptorImpl descriptor = new StoppedStep.DescriptorImpl();
        ExtensionList.lookup(StepDescriptor.class).add(descriptor);
        ExtensionList.lookup(Descriptor.class).add(descriptor);

        new Pipelines(jenkins).run(Result.ABORTED, "node { stoppedWhileDeciding() }");

        Path secret = SECRET.get();
        while (Files.exists(secret.getParent())) {
            Thread.onSpinWait();
        }
        assertThat(secret).doesNotExist();
    }

    /** A step for tests: writes a secret, and is stopped and writes it again before its script is known. */
    public static final class StoppedStep extends Step {

        @DataBoundConstructor
        public StoppedStep() {}

        @Override
        public StepExecution start(StepContext context) {
            return new Execution(context);
        }

        private static final class Execution extends ScriptExecution {

            private static final long serialVersionUID = 1L;

            Execution(StepContext context) {
                super(context);
            }

            @Override
            PlannedScript script() throws IOException, InterruptedException {
                FilePath secret = temporary().child("secret");
                try {
                    stop(new FlowInterruptedException(Result.ABORTED, true));
                } catch (Exception e) {
                    throw new IOException(e);
                }
                Path file = Path.of(secret.getRemote());
                try {
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, "secret");
                } finally {
                    SECRET.complete(file);
                }
                return new PlannedScript("#!/bin/sh\nexit 0\n", new LinkedHashMap<>());
            }

            @Override
            Object work(int code) {
                return null;
            }

            @Override
            String workStatus() {
                return "testing";
            }

            @Override
            String stopped() {
                return "It is stopped.";
            }
        }

        public static final class DescriptorImpl extends StepDescriptor {

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(FilePath.class, FlowNode.class, Launcher.class, Run.class, TaskListener.class);
            }

            @Override
            public String getFunctionName() {
                return "stoppedWhileDeciding";
            }
        }
    }
}
