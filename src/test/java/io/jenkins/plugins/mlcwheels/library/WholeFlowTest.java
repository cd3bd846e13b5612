package io.jenkins.plugins.mlcwheels.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.labels.LabelAtom;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.config.FlavourImage;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.scm.ReleaseTagBuildStrategy;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import org.jenkinsci.plugins.scriptsecurity.scripts.ScriptApproval;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Runs mlcPipeline as the plugin delivers it, on an agent, from Git repositories on disk. */
@WithJenkins
class WholeFlowTest {

    private static final Label LINUX = new LabelAtom("linux");

    @TempDir
    private static Path docker;

    private static JenkinsRule jenkins;
    private static int jobs;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        GitRepository.needGit();
        Pipelines.needPython();
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        try (InputStream standIn = WholeFlowTest.class.getResourceAsStream("docker")) {
            Files.copy(standIn, docker.resolve("docker"));
        }
        assertThat(docker.resolve("docker").toFile().setExecutable(true)).isTrue();
        EnvVars environment = new EnvVars("PATH", docker + File.pathSeparator + System.getenv("PATH"));
        jenkins.createOnlineSlave(LINUX, environment).setNumExecutors(2);
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @Test
    void buildsTestsChecksAndReleasesTwoFlavoursOfATag() throws Exception {
        Pipelines.needCompiler();
        Path releases = temporary.resolve("releases");
        GitRepository repository = new GitRepository(temporary.resolve("origin"))
                .tree("examples/native-wheel", ".")
                .file("Jenkinsfile", """
                    @Library('mlc-wheels') _
                    mlcPipeline(
                        agent: 'linux', inside: false, platform: 'auto', jobs: 1,
                        flavours: ['cpu': [:], 'cuda-12.8': [cmake: ['set(USE_CUBLAS ON)']]],
                        test: [command: 'python -m unittest discover tests'],
                        checks: [features: [flavour: 'cuda-12.8', run: { sh 'ls wheelhouse/cuda-12.8' }]],
                        nightly: 'H 6 * * *',
                        release: [to: '%s']
                    )
                    """.formatted(releases))
                .commit()
                .tag("v0.3.0");

        WorkflowRun run = buildOfTag(repository, "v0.3.0");

        jenkins.assertBuildStatusSuccess(run);
        assertThat(Pipelines.wheels(run))
                .hasSize(2)
                .allMatch(WheelRecord::isPassed)
                .allMatch(WheelRecord::isTested)
                .allMatch(WheelRecord::isArchived)
                .extracting(WheelRecord::getFlavour)
                .containsExactlyInAnyOrder("cpu", "cuda-12.8");
        assertThat(Pipelines.wheels(run))
                .allSatisfy(wheel -> assertThat(releases.resolve("v0.3.0").resolve(wheel.getFileName()))
                        .hasSize(wheel.getSize()));
        jenkins.assertLogContains("workspace/exec_", run);
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
    }

    @Test
    void worksInContainersWithMountedCache() throws Exception {
        Path cache = temporary.resolve("cache");
        MlcWheelsConfiguration.get().setImages(List.of(new FlavourImage("cpu", "registry.example/cpu:1")));
        MlcWheelsConfiguration.get().setCcache(cache.toString());

        WorkflowRun run = build(Result.SUCCESS, packed("""
            mlcPipeline(agent: 'linux', version: '1.0', platform: 'auto', testImage: 'registry.example/python:3')
            """));

        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
        List<String> calls = Files.readAllLines(docker.resolve("calls"));
        assertThat(calls)
                .containsSubsequence(
                        "image inspect registry.example/cpu:1",
                        "pull --quiet registry.example/cpu:1",
                        "stop --time=1 container-1",
                        "rm -f --volumes container-1",
                        "image inspect registry.example/python:3",
                        "stop --time=1 container-1",
                        "rm -f --volumes container-1");
        assertThat(calls)
                .filteredOn(call -> call.startsWith("run "))
                .hasSize(2)
                .allMatch(call -> call.contains(" -v " + cache + ":/ccache "))
                .noneMatch(call -> call.contains("--gpus"));
        assertThat(calls).anyMatch(call -> call.startsWith("exec ") && call.contains("MLC_CCACHE=/ccache"));
        assertThat(cache).isDirectory();
    }

    @Test
    void buildsOtherFlavoursWhenOneFails() throws Exception {
        WorkflowRun run = build(Result.FAILURE, packed("""
            mlcPipeline(
                agent: 'linux', inside: false, version: '1.0', platform: 'auto', ccache: '',
                flavours: ['cpu': [:], 'rocm-6.2': [beforeBuild: 'exit 3']]
            )
            """));

        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
        jenkins.assertLogContains("Failed: rocm-6.2 (build). Nothing is released.", run);
        jenkins.assertLogContains("the build failed (exit code 10)", run);
    }

    private GitRepository packed(String jenkinsfile) throws Exception {
        Path origin = temporary.resolve("good");
        PackedProject.good(temporary, "good");
        return new GitRepository(origin)
                .file("Jenkinsfile", "@Library('mlc-wheels') _\n" + jenkinsfile)
                .commit();
    }

    private static WorkflowRun build(Result expected, GitRepository repository) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "flow-" + ++jobs);
        GitSCM scm = new GitSCM(
                GitSCM.createRepoList(repository.directory().toString(), null),
                List.of(new hudson.plugins.git.BranchSpec("*/main")),
                null,
                null,
                List.of());
        job.setDefinition(new CpsScmFlowDefinition(scm, "Jenkinsfile"));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static WorkflowRun buildOfTag(GitRepository repository, String tag) throws Exception {
        GitSCMSource source = new GitSCMSource(repository.directory().toString());
        source.setTraits(List.of(new TagDiscoveryTrait()));
        BranchSource branches = new BranchSource(source);
        branches.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "wheels of " + ++jobs);
        project.getSourcesList().add(branches);
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return project.getItem(tag).getLastBuild();
    }
}
