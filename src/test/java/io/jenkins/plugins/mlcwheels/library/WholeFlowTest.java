package io.jenkins.plugins.mlcwheels.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.labels.LabelAtom;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.config.FlavourImage;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.scm.ReleaseTagBuildStrategy;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchBuildStrategy;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.scriptsecurity.scripts.ScriptApproval;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMRetriever;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Runs mlcPipeline on two agents, from Git repositories on disk, in containers of a stand-in for Docker. */
@WithJenkins
class WholeFlowTest {

    private static final Label LINUX = new LabelAtom("linux");
    private static final String FROM_GIT = "from-git";

    @TempDir
    private static Path program;

    @TempDir
    private static Path library;

    private static JenkinsRule jenkins;
    private static DockerStandIn docker;
    private static int jobs;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        GitRepository.needGit();
        Pipelines.needPython();
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        docker = new DockerStandIn(program);
        EnvVars environment = new EnvVars("PATH", docker.path());
        jenkins.createOnlineSlave(LINUX, environment);
        jenkins.createOnlineSlave(LINUX, environment);
        offerLibraryFromGit();
    }

    /** This repository as an ordinary shared library. */
    private static void offerLibraryFromGit() throws Exception {
        GitRepository repository = new GitRepository(library)
                .tree("vars", "vars")
                .tree("resources", "resources")
                .commit();
        SCMRetriever retriever =
                new SCMRetriever(new GitSCM(repository.directory().toString()));
        LibraryConfiguration configuration = new LibraryConfiguration(FROM_GIT, retriever);
        configuration.setDefaultVersion("main");
        GlobalLibraries.get().setLibraries(List.of(configuration));
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @BeforeEach
    void configure() throws Exception {
        docker.forgetCalls();
        MlcWheelsConfiguration.get()
                .setImages(List.of(
                        new FlavourImage("cpu", "registry.example/cpu:1"),
                        new FlavourImage("cuda-12.8", "registry.example/cuda:1")));
        MlcWheelsConfiguration.get().setCcache("");
    }

    @ParameterizedTest
    @ValueSource(strings = {BundledLibrary.NAME, FROM_GIT})
    void buildsTestsChecksAndReleasesTwoFlavoursOfATag(String name) throws Exception {
        Pipelines.needCompiler();
        Path releases = temporary.resolve("releases");
        GitRepository repository = new GitRepository(temporary.resolve("origin"))
                .tree("examples/native-wheel", ".")
                .file("Jenkinsfile", """
                    @Library('%s') _
                    mlcPipeline(
                        agent: 'linux', platform: 'auto', jobs: 1,
                        flavours: ['cpu': [:], 'cuda-12.8': [cmake: ['set(USE_CUBLAS ON)']]],
                        test: [command: 'python -m unittest discover tests'],
                        checks: [features: [flavour: 'cuda-12.8', run: { sh 'ls wheelhouse/cuda-12.8' }]],
                        nightly: 'H 6 * * *',
                        release: [to: '%s']
                    )
                    """.formatted(name, releases))
                .commit()
                .tag("v0.3.0");

        WorkflowRun run = buildOfTag(repository, "v0.3.0");

        jenkins.assertBuildStatusSuccess(run);
        assertThat(Pipelines.wheels(run))
                .hasSize(2)
                .allMatch(WheelRecord::isPassed)
                .allMatch(WheelRecord::isTested)
                .allMatch(WheelRecord::isArchived)
                .allSatisfy(wheel -> assertThat(releases.resolve("v0.3.0").resolve(wheel.getFileName()))
                        .hasSize(wheel.getSize()))
                .extracting(WheelRecord::getFlavour)
                .containsExactlyInAnyOrder("cpu", "cuda-12.8");
        jenkins.assertLogContains("Loading library " + name + "@", run);
        jenkins.assertLogContains("Running on slave0 in", run);
        jenkins.assertLogContains("Running on slave1 in", run);
        jenkins.assertLogContains("workspace/exec_0/", run);
        assertThat(docker.calls())
                .filteredOn(call -> call.startsWith("run "))
                .hasSize(5)
                .filteredOn(call -> call.contains(" registry.example/cuda:1 "))
                .hasSize(3);
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
    }

    @Test
    void worksInContainersWithMountedCache() throws Exception {
        Path cache = temporary.resolve("cache");
        MlcWheelsConfiguration.get().setCcache(cache.toString());
        MlcWheelsConfiguration.get().setImages(List.of(new FlavourImage("cpu", "registry.example/cached:1")));

        WorkflowRun run = build(Result.SUCCESS, packed("""
            mlcPipeline(agent: 'linux', version: '1.0', platform: 'auto', testImage: 'registry.example/python:3')
            """));

        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
        List<String> calls = docker.calls();
        assertThat(calls)
                .containsSubsequence(
                        "image inspect registry.example/cached:1",
                        "pull --quiet registry.example/cached:1",
                        "stop --time=1 container-1",
                        "rm -f --volumes container-1",
                        "image inspect registry.example/python:3",
                        "stop --time=1 container-2",
                        "rm -f --volumes container-2");
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
                agent: 'linux', inside: false, version: '1.0', platform: 'auto',
                flavours: ['cpu': [:], 'rocm-6.2': [beforeBuild: 'exit 3']]
            )
            """));

        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
        jenkins.assertLogContains("Failed: rocm-6.2 (build). Nothing is released.", run);
        jenkins.assertLogContains("the build failed (exit code 10)", run);
        assertThat(run.getDescription()).isEqualTo("Failed: rocm-6.2 (build)");
    }

    @Test
    void checksOutTagsThatTheProjectLeavesOut() throws Exception {
        GitRepository repository = new GitRepository(temporary.resolve("origin"))
                .file("Jenkinsfile", """
                    @Library('mlc-wheels') _
                    node('linux') {
                        mlcCheckout()
                        sh 'git describe --tags'
                    }
                    """)
                .commit()
                .tag("v0.3.0")
                .file("README", "text")
                .commit();

        WorkflowRun run = multibranch(repository, new BranchDiscoveryTrait())
                .getItem("main")
                .getLastBuild();
        jenkins.assertBuildStatusSuccess(run);
        assertThat(run.getLog(1000)).anyMatch(line -> line.matches("v0\\.3\\.0-1-g[0-9a-f]+"));
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {BundledLibrary.NAME, FROM_GIT})
    void buildsAndPushesTheToolchainImageOfAFlavour(String name) throws Exception {
        WorkflowRun run = build(
                Result.SUCCESS,
                new GitRepository(temporary.resolve("origin"))
                        .file("Jenkinsfile", """
            @Library('%s') _
            node('linux') {
                mlcCheckout()
                def image = mlcToolchainImage(
                    repository: 'registry.example/team/cuda', flavour: 'cuda-12.8', revision: 'c0ffee',
                    buildArgs: [PYTHON: 'cp312-cp312', NOTE: 'a b  *'])
                echo "the image is ${image}"
            }
            """.formatted(name))
                        .commit());

        jenkins.assertLogContains("the image is registry.example/team/cuda@sha256:" + "0".repeat(63) + "7", run);
        assertThat(docker.calls())
                .containsSubsequence(
                        "build --pull --cache-from registry.example/team/cuda"
                                + " --build-arg BUILDKIT_INLINE_CACHE=1 --build-arg CUDA_VERSION=12.8"
                                + " --build-arg PYTHON=cp312-cp312 --build-arg NOTE=a b  *"
                                + " --label org.opencontainers.image.revision=c0ffee"
                                + " --tag registry.example/team/cuda:c0ffee --tag registry.example/team/cuda:latest .",
                        "push --quiet registry.example/team/cuda:c0ffee",
                        "push --quiet registry.example/team/cuda:latest",
                        "pull --quiet registry.example/team/cuda@sha256:" + "0".repeat(63) + "7");
        assertThat(docker.dockerfile()).startsWith("# Toolchain image for CUDA wheels.");
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
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
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
        job.setDefinition(new CpsScmFlowDefinition(scm, "Jenkinsfile"));
        return jenkins.buildAndAssertStatus(expected, job);
    }

    private static WorkflowRun buildOfTag(GitRepository repository, String tag) throws Exception {
        return multibranch(repository, new TagDiscoveryTrait(), new ReleaseTagBuildStrategy())
                .getItem(tag)
                .getLastBuild();
    }

    /** A project that has built what its first scan found. */
    private static WorkflowMultiBranchProject multibranch(
            GitRepository repository, SCMSourceTrait discovery, BranchBuildStrategy... strategies) throws Exception {
        GitSCMSource source = new GitSCMSource(repository.directory().toString());
        source.setTraits(List.of(discovery));
        BranchSource branches = new BranchSource(source);
        branches.setBuildStrategies(List.of(strategies));
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "wheels of " + ++jobs);
        project.getSourcesList().add(branches);
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return project;
    }
}
