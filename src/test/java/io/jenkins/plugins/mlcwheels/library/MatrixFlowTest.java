package io.jenkins.plugins.mlcwheels.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.labels.LabelAtom;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.scm.ReleaseTagBuildStrategy;
import io.jenkins.plugins.mlcwheels.steps.MatrixProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import org.jenkinsci.plugins.scriptsecurity.scripts.ScriptApproval;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Runs mlcPipeline on Git repositories with a table of cibuildwheel, with two Pythons of this machine. */
@WithJenkins
class MatrixFlowTest {

    private static final Label LINUX = new LabelAtom("linux");

    @TempDir
    private static Path program;

    private static JenkinsRule jenkins;
    private static List<String> pythons;
    private static DockerStandIn docker;
    private static int jobs;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        GitRepository.needGit();
        Pipelines.needPython();
        pythons = MatrixProject.pythons();
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        docker = new DockerStandIn(program);
        jenkins.createOnlineSlave(LINUX, new EnvVars("PATH", docker.path()));
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @Test
    void releasesAllWheelsOfATagWithItsSourceDistribution() throws Exception {
        Path releases = temporary.resolve("releases");
        WorkflowRun run = buildOfTag(
                """
            build = "%s-* %s-*"
            test-command = "python -c 'import matrix, sys; print(\\"tested on\\", sys.version_info[:2])'"
            """.formatted(pythons.get(0), pythons.get(1)), "mlcPipeline(release: [to: '" + releases + "'])");

        jenkins.assertBuildStatusSuccess(run);
        assertThat(Pipelines.wheels(run)).hasSize(3);
        assertThat(Pipelines.wheels(run))
                .filteredOn(wheel -> !wheel.isSdist())
                .allMatch(WheelRecord::isTested)
                .extracting(WheelRecord::getIdentifier)
                .containsExactly(pythons.get(0) + "-manylinux_x86_64", pythons.get(1) + "-manylinux_x86_64");
        for (String python : pythons) {
            jenkins.assertLogContains("tested on (3, " + python.substring(3) + ")", run);
            jenkins.assertLogContains(python + "-musllinux_x86_64  left out: builds here are for glibc", run);
        }
        try (Stream<Path> files = Files.list(releases.resolve("v1.0.0"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("matrix-1.0.0.tar.gz", "SHA256SUMS")
                    .filteredOn(name -> name.endsWith(".whl"))
                    .hasSize(2);
        }
        assertThat(Files.readString(releases.resolve("v1.0.0/SHA256SUMS"))).contains("  matrix-1.0.0.tar.gz");
        assertThat(docker.calls())
                .filteredOn(call -> call.startsWith("run "))
                .hasSize(2)
                .anyMatch(call -> call.contains("manylinux"))
                .anyMatch(call -> call.contains("musllinux"));
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
    }

    @Test
    void namesTheBuildThatFailsAndReleasesNothing() throws Exception {
        Path releases = temporary.resolve("releases");
        WorkflowRun run = buildOfTag(
                """
            build = "%1$s-manylinux_* %2$s-manylinux_*"

            [[tool.cibuildwheel.overrides]]
            select = "%2$s-*"
            before-build = "exit 7"
            """.formatted(pythons.get(0), pythons.get(1)),
                "mlcPipeline(inside: false, release: [to: '" + releases + "'])");

        jenkins.assertBuildStatus(Result.FAILURE, run);
        String failed = "Failed: cpu x86_64 (1 of 2 builds failed: " + pythons.get(1) + "-manylinux_x86_64)";
        jenkins.assertLogContains(failed + ". Nothing is released.", run);
        assertThat(run.getDescription()).isEqualTo(failed);
        assertThat(Pipelines.wheels(run))
                .filteredOn(wheel -> !wheel.isSdist())
                .singleElement()
                .matches(WheelRecord::isTested);
        assertThat(releases.resolve("v1.0.0")).doesNotExist();
    }

    private WorkflowRun buildOfTag(String table, String pipeline) throws Exception {
        Path origin = MatrixProject.in(temporary.resolve("origin"), table);
        String parameters = pipeline.replace("mlcPipeline(", "mlcPipeline(agent: 'linux', ");
        GitRepository repository = new GitRepository(origin)
                .file("Jenkinsfile", "@Library('mlc-wheels') _\n" + parameters)
                .commit()
                .tag("v1.0.0");
        GitSCMSource source = new GitSCMSource(repository.directory().toString());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new TagDiscoveryTrait()));
        BranchSource branches = new BranchSource(source);
        branches.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "matrix " + ++jobs);
        project.getSourcesList().add(branches);
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return project.getItem("v1.0.0").getLastBuild();
    }
}
