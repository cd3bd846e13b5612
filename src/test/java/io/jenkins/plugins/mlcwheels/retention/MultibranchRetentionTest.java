package io.jenkins.plugins.mlcwheels.retention;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.scm.GitRepository;
import io.jenkins.plugins.mlcwheels.scm.ReleaseTagBuildStrategy;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.branch.BranchSource;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import org.jenkinsci.plugins.compress_artifacts.CompressingArtifactManagerFactory;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A hundred and twenty days of a multibranch project whose branches, pull requests and tags have one build each. */
@WithJenkins
class MultibranchRetentionTest {

    private static final int DAYS = 120;

    private static JenkinsRule jenkins;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        RecordWheelStep.register();
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyTheReleaseOutlivesItsTime(boolean compressed) throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
        if (compressed) {
            ArtifactManagerConfiguration.get()
                    .getArtifactManagerFactories()
                    .add(new CompressingArtifactManagerFactory());
        }
        WorkflowMultiBranchProject project = connect("project-" + compressed);
        Map<String, WorkflowRun> builds = new TreeMap<>();
        for (String name : List.of("main", "PR-7", "v1.2.0", "v1.3.0")) {
            WorkflowJob job = project.getItem(name);
            builds.put(name, job.getLastBuild() == null ? jenkins.buildAndAssertSuccess(job) : job.getLastBuild());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(builds.get(name)));
        }
        project.getItem("PR-7").addProperty(new WheelRetentionProperty(14));

        Map<String, Integer> lastDay = new TreeMap<>();
        Instant start = Instant.now();
        for (int day = 0; day <= DAYS; day++) {
            WheelSweep.get().use(InstantSource.fixed(start.plus(Duration.ofDays(day))));
            WheelSweep.get().sweep(20);
            for (Map.Entry<String, WorkflowRun> build : builds.entrySet()) {
                if (build.getValue().getHasArtifacts()) {
                    lastDay.put(build.getKey(), day);
                }
            }
        }

        assertThat(lastDay).isEqualTo(Map.of("main", 89, "PR-7", 13, "v1.2.0", DAYS, "v1.3.0", 89));
        assertThat(builds.values()).allSatisfy(build -> {
            assertThat(build.getLogFile()).isNotEmpty();
            assertThat(build.getParent().getLastSuccessfulBuild()).isEqualTo(build);
        });
    }

    /** Of the two tags one is published, and the other one only built. */
    private WorkflowMultiBranchProject connect(String name) throws Exception {
        GitRepository repository = GitRepository.init(temporary.resolve(name));
        repository.file("Jenkinsfile", """
            node {
                deleteDir()
                recordWheel name: 'demo', archived: true
                if (env.BRANCH_NAME == 'v1.2.0') {
                    mlcPublishRelease to: 'releases'
                }
            }
            """).commit("First");
        repository.git("branch", "PR-7");
        repository.git("tag", "-a", "v1.2.0", "-m", "v1.2.0");
        repository.git("tag", "-a", "v1.3.0", "-m", "v1.3.0");
        GitSCMSource source = new GitSCMSource(repository.directory().toUri().toString());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new TagDiscoveryTrait()));
        BranchSource connected = new BranchSource(source);
        connected.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, name);
        project.getSourcesList().add(connected);
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return project;
    }
}
