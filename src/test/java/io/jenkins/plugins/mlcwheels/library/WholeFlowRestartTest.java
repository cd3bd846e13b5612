package io.jenkins.plugins.mlcwheels.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Runs mlcPipeline while Jenkins, a process of its own, is restarted, and comes back with another version of the plugin.
 */
class WholeFlowRestartTest {

    private static final String JOB = "flow";
    private static final String NEXT_VERSION = "99.0";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @TempDir
    private Path directory;

    private DockerStandIn docker;
    private Path origin;
    private Path go;

    @BeforeEach
    void setUp() throws Exception {
        GitRepository.needGit();
        Pipelines.needPython();
        docker = new DockerStandIn(Files.createDirectory(directory.resolve("docker")));
        go = directory.resolve("go");
        jenkins.extraEnv("PATH", docker.path())
                .javaOptions("-D" + GitSCM.class.getName() + ".ALLOW_LOCAL_CHECKOUT=true");

        origin = PackedProject.good(directory, "good");
        new GitRepository(origin).file("Jenkinsfile", """
                @Library('mlc-wheels') _
                mlcPipeline(
                    image: 'registry.example/cpu:1', ccache: '', version: '1.0', platform: 'auto',
                    beforeBuild: 'echo waiting; while [ ! -e "%s" ]; do sleep 0.1; done; echo awake'
                )
                """.formatted(go)).commit();
    }

    @Test
    void keepsItsLibraryThroughRestartAndUpgrade() throws Throwable {
        jenkins.startJenkins();
        String version = jenkins.runRemotely(WholeFlowRestartTest::startBuild, origin.toString());
        jenkins.stopJenkins();
        upgrade();
        Files.createFile(go);
        jenkins.startJenkins();
        jenkins.runRemotely(WholeFlowRestartTest::endsWithTheLibraryThatItBeganWith, version);
        assertThat(docker.calls())
                .containsSubsequence("rm -f --volumes container-1", "rm -f --volumes container-2")
                .filteredOn(call -> call.startsWith("run "))
                .hasSize(2);
        jenkins.runRemotely(WholeFlowRestartTest::newBuildsHaveTheNextLibrary);
    }

    /** Puts another version, with another library, in place of the plugin. */
    private void upgrade() throws IOException {
        Path next = directory.resolve("next");
        Path vars = next.resolve("io/jenkins/plugins/mlcwheels/pipeline-library/vars");
        Files.createDirectories(vars);
        Files.writeString(vars.resolve("mlcPipeline.groovy"), "def call(Map args) { echo 'the next library' }");

        Path plugin = jenkins.getHome().toPath().resolve("plugins/mlc-wheels.jpl");
        Manifest manifest;
        try (InputStream text = Files.newInputStream(plugin)) {
            manifest = new Manifest(text);
        }
        Attributes attributes = manifest.getMainAttributes();
        attributes.putValue("Plugin-Version", NEXT_VERSION);
        attributes.putValue("Libraries", next + "," + attributes.getValue("Libraries"));
        try (OutputStream text = Files.newOutputStream(plugin)) {
            manifest.write(text);
        }
    }

    private static String startBuild(JenkinsRule jenkins, String origin) throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        GitSCM scm = new GitSCM(
                GitSCM.createRepoList(origin, null), List.of(new BranchSpec("*/main")), null, null, List.of());
        job.setDefinition(new CpsScmFlowDefinition(scm, "Jenkinsfile"));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("\nwaiting", run);
        return version(jenkins);
    }

    private static void endsWithTheLibraryThatItBeganWith(JenkinsRule jenkins, String version) throws Throwable {
        assertThat(version(jenkins)).isEqualTo(NEXT_VERSION).isNotEqualTo(version);
        WorkflowRun run = job(jenkins).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("Loading library mlc-wheels@" + version, run);
        jenkins.assertLogContains("awake", run);
        jenkins.assertLogContains("1 wheel passed the test", run);
        jenkins.assertLogNotContains("the next library", run);
        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
    }

    private static void newBuildsHaveTheNextLibrary(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(jenkins));
        jenkins.assertLogContains("Loading library mlc-wheels@" + NEXT_VERSION, run);
        jenkins.assertLogContains("the next library", run);
    }

    /** The plugin's version, without what a development build adds. */
    private static String version(JenkinsRule jenkins) {
        return jenkins.jenkins
                .getPluginManager()
                .getPlugin("mlc-wheels")
                .getVersion()
                .split(" ")[0];
    }

    private static WorkflowJob job(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class);
    }
}
