package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.credentials.LoopbackApp;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.PolicyFile;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import io.jenkins.plugins.mlcwheels.steps.SigningKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.github_branch_source.BranchDiscoveryTrait;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;
import org.jenkinsci.plugins.github_branch_source.OriginPullRequestDiscoveryTrait;
import org.jenkinsci.plugins.github_branch_source.TagDiscoveryTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a pushed tag to a release that anybody verifies: built on an agent, signed on the controller. */
@WithJenkins
class SignedTagTest {

    private static final String PLANTED = "planted-value-of-the-test";

    private static JenkinsRule jenkins;
    private static SigningKeys keys;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        keys = new SigningKeys();
        RecordWheelStep.register();
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        jenkins.createOnlineSlave(hudson.model.Label.get("builder"));
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        jenkins.after();
    }

    private WorkflowMultiBranchProject connect(LoopbackGitHub github, String name) throws Exception {
        GitHubAppCredentials app = new GitHubAppCredentials(
                CredentialsScope.GLOBAL, "app", "", "1", Secret.fromString(LoopbackApp.privateKey()));
        app.setApiUri(github.api().toString());
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().getCredentials().add(app);
        keys.addToSystem("key");
        String[] repository = github.repository().split("/");
        GitHubSCMSource source = new GitHubSCMSource(repository[0], repository[1], null, false);
        source.setApiUri(github.api().toString());
        source.setCredentialsId("app");
        source.setTraits(
                List.of(new BranchDiscoveryTrait(1), new OriginPullRequestDiscoveryTrait(2), new TagDiscoveryTrait()));
        BranchSource branches = new BranchSource(source);
        branches.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, name);
        project.getSourcesList().add(branches);
        return project;
    }

    private static void scan(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
    }

    private static void tellGit(LoopbackSource source) throws Exception {
        jenkins.jenkins
                .getGlobalNodeProperties()
                .replaceBy(List.of(new EnvironmentVariablesNodeProperty(source.gitEnvironment().entrySet().stream()
                        .map(entry -> new EnvironmentVariablesNodeProperty.Entry(entry.getKey(), entry.getValue()))
                        .toList())));
    }

    @Test
    void shouldSignWhatTheControllerKnowsAndKeepApartWhatTheAgentReported() throws Exception {
        Pipelines.needPython();
        try (LoopbackGitHub github = LoopbackGitHub.start()) {
            LoopbackApp.on(github);
            GitRepository repository = GitRepository.init(temporary.resolve("demo"));
            LoopbackSource source = LoopbackSource.on(github, repository);
            tellGit(source);
            PackedProject.good(temporary, "demo", "1.0.0");
            String commit =
                    repository.file("Jenkinsfile", """
                node('builder') {
                    checkout scm
                    mlcBuildWheel(platform: 'auto', environment: ['PLANTED=%s'])
                    mlcTestWheel(command: 'python -c "import demo"', requirements: ['--no-index'])
                    mlcPublishRelease(to: 'releases', signWith: 'key')
                    sh 'env; ps axeww -o args >everything.txt'
                }
                """.formatted(PLANTED)).commit("Release");
            WorkflowMultiBranchProject project = connect(github, "tag");
            repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");

            scan(project);

            WorkflowRun run =
                    jenkins.assertBuildStatusSuccess(project.getItem("v1.0.0").getLastBuild());
            Path wheel = SigningKeys.onlyWheel(Path.of(
                    ReleasesAction.of(run).orElseThrow().getReleases().get(0).getUrl()));
            VerifyPolicy policy = new VerifyPolicy(
                    Optional.of("http://127.0.0.1/" + github.repository()),
                    Optional.of("v1.0.0"),
                    Optional.of(commit),
                    Optional.of(jenkins.getURL().toString()),
                    Optional.empty(),
                    Optional.of(PolicyFile.age("1d")),
                    Set.of());
            FileReport report = keys.verify(wheel, policy);
            assertThat(report.passed()).as(report.checks().toString()).isTrue();
            JsonNode statement =
                    report.statement(StatementKind.PROVENANCE).orElseThrow().predicate();
            assertThat(statement
                            .at("/buildDefinition/externalParameters/environment")
                            .asText())
                    .isEqualTo("PLANTED");
            assertThat(statement.at("/buildDefinition/internalParameters/agent").asText())
                    .contains("builder");
            JsonNode reported = statement.at("/buildDefinition/internalParameters/reported/agent/0");
            assertThat(reported.path("file").asText())
                    .isEqualTo(wheel.getFileName().toString());
            assertThat(reported.at("/source/commit").asText()).isEqualTo(commit);
            assertThat(reported.at("/versions/python").asText()).matches("3\\..*");
            Path agent = Path.of(jenkins.jenkins.getNode("slave0").getRootPath().getRemote());
            assertThat(statement.toString())
                    .doesNotContain(PLANTED, agent.toString(), System.getProperty("user.name") + "/");
            keys.assertNowhere(List.of(project.getRootDir().toPath(), agent));
            assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                    .contains("<origin>", keys.trusted().id());
        }
    }

    @Test
    void shouldNeverSignInBuildsOfChangeRequests() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start()) {
            LoopbackApp.on(github);
            GitRepository repository = GitRepository.init(temporary.resolve("demo"));
            LoopbackSource source = LoopbackSource.on(github, repository);
            tellGit(source);
            repository.file("Jenkinsfile", """
                node('builder') {
                    deleteDir()
                    recordWheel name: 'demo'
                    mlcPublishRelease(tag: 'v1.2.0', to: 'releases')
                }
                """).commit("Release");
            source.pull(1, github.repository().split("/")[0], repository.commit("Change"));
            WorkflowMultiBranchProject project = connect(github, "change");
            MlcWheelsConfiguration.get().setSignWith("key");
            scan(project);

            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("PR-1"));

            jenkins.assertLogContains("this is a build of the change request PR-1, which signs nothing", run);
            assertThat(ReleasesAction.of(run)).isEmpty();
        } finally {
            MlcWheelsConfiguration.get().setSignWith(null);
        }
    }
}
