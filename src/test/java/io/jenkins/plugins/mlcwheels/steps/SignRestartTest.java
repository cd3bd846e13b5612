package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins, a process of its own, goes down between the build of a wheel and its signing. */
class SignRestartTest {

    private static final String JOB = "release";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @TempDir
    private Path temporary;

    @Test
    void shouldSignWhatWasBuiltBeforeARestart() throws Throwable {
        SigningKeys keys = new SigningKeys();
        Path go = temporary.resolve("go");
        Path releases = temporary.resolve("releases");
        String script = """
            node {
                mlcBuildWheel(source: 'projects/good', platform: 'auto')
                sh 'echo waiting; while [ ! -e "%s" ]; do sleep 0.1; done'
                mlcPublishRelease(tag: 'v1.2.0', to: '%s', signWith: 'key', requireTests: false)
                echo "the end"
            }
            """.formatted(go, releases);
        Path workspace = jenkins.getHome().toPath().resolve("workspace").resolve(JOB);
        PackedProject.good(Files.createDirectories(workspace.resolve("projects")), "good", "1.2.0");
        jenkins.startJenkins();
        jenkins.runRemotely(SignRestartTest::startBuild, script, keys.pem());
        jenkins.stopJenkins();
        Files.createFile(go);
        jenkins.startJenkins();
        jenkins.runRemotely(SignRestartTest::buildSucceeds);

        FileReport report = keys.verify(SigningKeys.onlyWheel(releases.resolve("v1.2.0")), VerifyPolicy.PROVENANCE);
        assertThat(report.passed()).as(report.checks().toString()).isTrue();
        var predicate = report.statement(StatementKind.PROVENANCE).orElseThrow().predicate();
        assertThat(predicate.at("/buildDefinition/externalParameters/platform").asText())
                .isEqualTo("auto");
        assertThat(predicate.at("/buildDefinition/internalParameters/reported/agent"))
                .hasSize(1);
        keys.assertNowhere(List.of(jenkins.getHome().toPath().resolve("jobs"), workspace, releases));
    }

    private static void startBuild(JenkinsRule jenkins, String script, String key) throws Throwable {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "key",
                        "",
                        "release.key",
                        SecretBytes.fromRawBytes(key.getBytes(StandardCharsets.US_ASCII))));
        SystemCredentialsProvider.getInstance().save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.waitForMessage("\nwaiting", job.scheduleBuild2(0).waitForStart());
    }

    private static void buildSucceeds(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("the end", run);
    }
}
