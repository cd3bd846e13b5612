package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.credentials.LoopbackApp;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubExchange;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Publishes to a GitHub in this process with the credentials of a GitHub App, while Jenkins, a process of its own, goes
 * down amid an upload.
 */
class PublishRestartTest {

    private static final String JOB = "release";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String WHEELS = "-1.2.0-py3-none-manylinux_2_28_x86_64.whl";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    private final Stall stall = new Stall();
    private LoopbackGitHub github;
    private LoopbackApp app;

    /** Uploads of the second wheel come to no end until it is lifted. */
    private static final class Stall implements GitHubFault {

        private final GitHubFault fault = GitHubFault.stallAfter(10);
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile boolean lifted;

        private boolean takes(LoopbackGitHub.Request request) {
            return !lifted
                    && request.isUpload()
                    && request.query().getOrDefault("name", "").startsWith("second");
        }

        @Override
        public void apply(GitHubExchange exchange) throws IOException {
            reached.countDown();
            fault.apply(exchange);
        }

        @Override
        public void end() {
            lifted = true;
            fault.end();
        }
    }

    @BeforeEach
    void startGitHub() throws IOException {
        github = LoopbackGitHub.start().tag("v1.2.0", COMMIT);
        app = LoopbackApp.on(github);
        github.fail(stall::takes, Integer.MAX_VALUE, stall);
    }

    @AfterEach
    void stopGitHub() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    @Test
    void goesOnAfterARestartAmidAnUpload() throws Throwable {
        jenkins.startJenkins();
        publishUntilStalled("");
        jenkins.stopJenkins();
        goOn();
    }

    @Test
    void goesOnAfterDeathAmidAnUploadWithANewToken() throws Throwable {
        jenkins.startJenkins();
        publishUntilStalled("");
        jenkins.stopJenkinsForcibly();
        app.expireTokens();
        int made = app.tokens().size();
        goOn();
        assertThat(app.tokens()).hasSizeGreaterThan(made);
    }

    @Test
    void goesOnWhileTheAgentThatWasCutOffIsStillAtIt() throws Throwable {
        jenkins.startJenkins();
        startAgent();
        publishUntilStalled("builder");
        jenkins.stopJenkinsForcibly();
        goOn();
    }

    @Test
    void goesOnWhenAnAgentThatDiedIsBack() throws Throwable {
        jenkins.startJenkins();
        startAgent();
        publishUntilStalled("builder");
        agents.stop(jenkins, "builder");
        stall.end();
        agents.start(
                jenkins,
                InboundAgentExtension.Options.newBuilder().name("builder").build());
        releaseIsWhole();
    }

    @Test
    void findsThatItHadPublishedWhenItDied() throws Throwable {
        stall.end();
        LostAnswer lost = new LostAnswer();
        github.fail(request -> request.method().equals("PATCH"), Integer.MAX_VALUE, lost);
        jenkins.startJenkins();
        publish("");
        assertThat(lost.reached.await(2, TimeUnit.MINUTES)).isTrue();
        jenkins.stopJenkinsForcibly();
        lost.end();
        jenkins.startJenkins();
        releaseIsWhole();
    }

    /** Does not tell for a while that the release is published. */
    private static final class LostAnswer implements GitHubFault {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void apply(GitHubExchange exchange) throws IOException {
            GitHubModel.Answer answer = exchange.effect();
            if (end.getCount() > 0 && !exchange.model().release("v1.2.0").isDraft()) {
                reached.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            exchange.send(answer.status(), answer.body());
        }

        @Override
        public void end() {
            end.countDown();
        }
    }

    private void startAgent() throws Throwable {
        agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder().name("builder").build());
    }

    private void publishUntilStalled(String node) throws Throwable {
        publish(node);
        assertThat(stall.reached.await(2, TimeUnit.MINUTES)).isTrue();
    }

    private void publish(String node) throws Throwable {
        String script = """
            node('%s') {
                recordWheel name: 'first'
                recordWheel name: 'second'
                def release = mlcPublishRelease(tag: 'v1.2.0', commit: '%s', repository: '%s', apiUri: '%s',
                    credentialsId: 'app', parallelUploads: 1)
                echo "the end: ${release.tag}"
            }
            """.formatted(node, COMMIT, github.repository(), github.api());
        jenkins.runRemotely(PublishRestartTest::startBuild, script, github.api().toString(), LoopbackApp.privateKey());
    }

    private void goOn() throws Throwable {
        assertThat(github.model().release("v1.2.0").isDraft()).isTrue();
        assertNoTokenInFiles();
        stall.end();
        jenkins.startJenkins();
        releaseIsWhole();
    }

    private void releaseIsWhole() throws Throwable {
        jenkins.runRemotely(PublishRestartTest::releaseIsRecorded);
        assertThat(github.model().releases("v1.2.0")).hasSize(1);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
        assertThat(github.model().release("v1.2.0").names())
                .containsExactlyInAnyOrder("first" + WHEELS, "second" + WHEELS, "release.json", "SHA256SUMS");
        assertThat(github.model().arrivals("first" + WHEELS)).isEqualTo(1);
        assertNoTokenInFiles();
    }

    /** Neither in the state of the pipeline, nor elsewhere in the home of Jenkins, nor in workspaces. */
    private void assertNoTokenInFiles() throws IOException {
        assertThat(app.tokens()).isNotEmpty();
        try (Stream<Path> files = Files.walk(jenkins.getHome().toPath())) {
            for (Path file :
                    (Iterable<Path>) files.filter(Files::isRegularFile).filter(one -> !isPlugin(one))::iterator) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("ghs_AppToken");
            }
        }
    }

    private boolean isPlugin(Path file) {
        return file.startsWith(jenkins.getHome().toPath().resolve("plugins"));
    }

    private static void startBuild(JenkinsRule jenkins, String script, String api, String privateKey) throws Throwable {
        RecordWheelStep.register();
        GitHubAppCredentials credentials =
                new GitHubAppCredentials(CredentialsScope.GLOBAL, "app", "", "1", Secret.fromString(privateKey));
        credentials.setApiUri(api);
        SystemCredentialsProvider.getInstance().getCredentials().add(credentials);
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
        jenkins.assertLogNotContains("ghs_AppToken", run);
        assertThat(run.isKeepLog()).isTrue();
        assertThat(ReleasesAction.of(run).orElseThrow().getReleases()).hasSize(1);
    }
}
