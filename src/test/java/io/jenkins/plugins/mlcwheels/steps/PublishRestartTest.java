package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubExchange;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Publishes to a GitHub in this process, while Jenkins, a process of its own, is restarted amid an upload. */
class PublishRestartTest {

    private static final String JOB = "release";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String WHEELS = "-1.2.0-py3-none-manylinux_2_28_x86_64.whl";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    private final CountDownLatch uploading = new CountDownLatch(1);
    private LoopbackGitHub github;

    @BeforeEach
    void stallTheSecondUpload() throws IOException {
        github = LoopbackGitHub.start().tag("v1.2.0", COMMIT);
        GitHubFault stalled = GitHubFault.stallAfter(10);
        github.fail(
                request -> request.isUpload()
                        && request.query().getOrDefault("name", "").startsWith("second"),
                1,
                new GitHubFault() {
                    @Override
                    public void apply(GitHubExchange exchange) throws IOException {
                        uploading.countDown();
                        stalled.apply(exchange);
                    }

                    @Override
                    public void end() {
                        stalled.end();
                    }
                });
    }

    @AfterEach
    void stop() {
        github.close();
    }

    @Test
    void goesOnAfterARestartAmidAnUpload() throws Throwable {
        startAndAwaitUpload();
        jenkins.stopJenkins();
        goOn();
    }

    @Test
    void goesOnAfterDeathAmidAnUpload() throws Throwable {
        startAndAwaitUpload();
        jenkins.stopJenkinsForcibly();
        goOn();
    }

    private void startAndAwaitUpload() throws Throwable {
        String script = """
            node {
                recordWheel name: 'first'
                recordWheel name: 'second'
                def release = mlcPublishRelease(tag: 'v1.2.0', commit: '%s', repository: '%s', apiUri: '%s',
                    credentialsId: 'text', parallelUploads: 1)
                echo "the end: ${release.tag}"
            }
            """.formatted(COMMIT, github.repository(), github.api());
        jenkins.startJenkins();
        jenkins.runRemotely(PublishRestartTest::startBuild, script);
        assertThat(uploading.await(2, TimeUnit.MINUTES)).isTrue();
    }

    private void goOn() throws Throwable {
        assertThat(github.model().release("v1.2.0").isDraft()).isTrue();
        github.forgetFaults();
        jenkins.startJenkins();
        jenkins.runRemotely(PublishRestartTest::releaseIsRecorded);

        assertThat(github.model().releases("v1.2.0")).hasSize(1);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
        assertThat(github.model().release("v1.2.0").files()).containsKeys("first" + WHEELS, "second" + WHEELS);
        assertThat(github.model().arrivals("first" + WHEELS)).isEqualTo(1);
    }

    private static void startBuild(JenkinsRule jenkins, String script) throws Throwable {
        RecordWheelStep.register();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString("token")));
        SystemCredentialsProvider.getInstance().save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("publishing v1.2.0 to", run);
        for (StepExecution step : run.getExecution().getCurrentExecutions(false).get()) {
            step.getContext().saveState().get();
        }
    }

    private static void releaseIsRecorded(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("the end: v1.2.0", run);
        assertThat(run.isKeepLog()).isTrue();
        assertThat(ReleasesAction.of(run).orElseThrow().getReleases()).hasSize(1);
    }
}
