package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Runs pipelines, each as a job of its own. They find the examples in the directory {@code $EXAMPLES}, and the projects
 * {@code good}, {@code other}, {@code toonew} and {@code pure} of {@link PackedProject} in {@code $PROJECTS}.
 */
public final class Pipelines {

    /** Shell commands that make a directory a repository of its own, whose tags are not those of the one around it. */
    public static final String OWN_REPOSITORY = "git init --quiet && git add --all && git -c user.name=Test"
            + " -c user.email=test@example.org -c commit.gpgsign=false commit --quiet --message first";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JenkinsRule jenkins;

    public Pipelines(JenkinsRule jenkins) throws Exception {
        this.jenkins = jenkins;
        Path projects = jenkins.jenkins.getRootDir().toPath().resolve("projects");
        PackedProject.good(projects, "good");
        PackedProject.good(projects, "other");
        PackedProject.tooNew(projects, "toonew");
        PackedProject.pure(projects, "pure");
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("EXAMPLES", new File("examples").getAbsolutePath()),
                        new EnvironmentVariablesNodeProperty.Entry("PROJECTS", projects.toString())));
    }

    /** Skips the test where the examples can't be compiled. */
    public static void needCompiler() {
        needTools("python3", "c++", "cmake");
    }

    /** Skips the test where no Python is. */
    public static void needPython() {
        needTools("bash", "git", "python3");
    }

    private static void needTools(String... tools) {
        TestTools.need(tools);
    }

    public WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job-" + NUMBER.incrementAndGet());
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    public WorkflowRun run(Result expected, String script) throws Exception {
        return jenkins.buildAndAssertStatus(expected, job(script));
    }

    public WorkflowRun succeed(String script) throws Exception {
        return run(Result.SUCCESS, script);
    }

    /** The one wheel that a build recorded. */
    public static WheelRecord onlyWheel(WorkflowRun run) {
        List<WheelRecord> wheels = wheels(run);
        assertThat(wheels).hasSize(1);
        return wheels.get(0);
    }

    public static List<WheelRecord> wheels(WorkflowRun run) {
        return WheelsAction.of(run).map(WheelsAction::getWheels).orElse(List.of());
    }
}
