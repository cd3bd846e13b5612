package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.SecretSource;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.credentials.LoopbackApp;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Does what docs/multibranch.md says, as it stands there, with a GitHub on this machine in the place of github.com. */
@WithJenkins
class MultibranchDocumentationTest {

    private static final Pattern BLOCK = Pattern.compile("```(yaml|groovy)\n(.*?)```", Pattern.DOTALL);

    private JenkinsRule jenkins;

    @TempDir
    private Path temporary;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    /** Where the private key of the App comes from. */
    @TestExtension
    public static final class Key extends SecretSource {

        @Override
        public Optional<String> reveal(String secret) throws IOException {
            try {
                return secret.equals("GITHUB_APP_KEY") ? Optional.of(LoopbackApp.privateKey()) : Optional.empty();
            } catch (NoSuchAlgorithmException e) {
                throw new IOException(e);
            }
        }
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("docs/multibranch.md")))
                .results()
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    @Test
    void leadsFromAnEmptyJenkinsToTheFirstRelease() throws Exception {
        Pipelines.needPython();
        List<String> blocks = blocks();
        assertThat(blocks).hasSize(3);
        PackedProject.good(temporary, "demo", "0.1.0");
        GitRepository repository = GitRepository.init(temporary.resolve("demo"));
        repository.file("Jenkinsfile", blocks.get(2)).commit("First");
        boolean localCheckout = GitSCM.ALLOW_LOCAL_CHECKOUT;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        try (LoopbackGitHub github = LoopbackGitHub.start()) {
            LoopbackApp.on(github);
            LoopbackSource source = LoopbackSource.on(github, repository);
            configure(blocks.get(0), github);
            addAgent(source);
            WorkflowMultiBranchProject project = connect(blocks.get(1), github);
            scan(project);
            repository.git("tag", "v0.1.0");

            String log = scan(project);

            assertThat(log).contains("tag v0.1.0 is a release tag and is built");
            WorkflowRun run = project.getItem("v0.1.0").getLastBuild();
            jenkins.assertBuildStatusSuccess(run);
            assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
            assertThat(project.getItem("main").getLastBuild()).isNull();
            assertThat(github.violations()).isEmpty();
        } finally {
            GitSCM.ALLOW_LOCAL_CHECKOUT = localCheckout;
        }
    }

    private void configure(String yaml, LoopbackGitHub github) throws Exception {
        String here =
                yaml.replace("appID: \"12345\"", "appID: \"12345\"\n              apiUri: \"" + github.api() + "\"");
        assertThat(here).isNotEqualTo(yaml);
        ConfigurationAsCode.get()
                .configure(Files.writeString(temporary.resolve("jenkins.yaml"), here)
                        .toString());
        assertThat(MlcWheelsConfiguration.get().isImplicitLibrary()).isTrue();
        assertThat(MlcWheelsConfiguration.get().getPlatform()).isEqualTo("manylinux_2_28");
        assertThat(MlcWheelsConfiguration.get().getImages()).hasSize(1);
    }

    private void addAgent(LoopbackSource source) throws Exception {
        jenkins.jenkins
                .getGlobalNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(source.gitEnvironment().entrySet().stream()
                        .map(entry -> new EnvironmentVariablesNodeProperty.Entry(entry.getKey(), entry.getValue()))
                        .toList()));
        jenkins.createOnlineSlave(Label.get("linux"));
    }

    private WorkflowMultiBranchProject connect(String script, LoopbackGitHub github) throws Exception {
        String here = script.replace(
                        "repositoryUrl('https://github.com/mlc-ai/mlc-llm')", "apiUri('" + github.api() + "')")
                .replace("configuredByUrl(true)", "configuredByUrl(false)");
        BranchSource source = JobScript.parse(here)
                .in("multibranchPipelineJob")
                .in("branchSources")
                .in("branchSource")
                .toBranchSource();
        assertThat(source.getBuildStrategies()).singleElement().isInstanceOf(ReleaseTagBuildStrategy.class);
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "mlc-llm");
        project.getSourcesList().add(source);
        return project;
    }

    private String scan(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        String log = Files.readString(project.getComputation().getLogFile().toPath());
        assertThat(project.getComputation().getResult()).as(log).isEqualTo(Result.SUCCESS);
        return log;
    }
}
