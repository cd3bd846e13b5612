package io.jenkins.plugins.mlcwheels.library;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.scripts.ScriptApproval;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.GlobalVariable;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMRetriever;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How pipelines get the library, shown by what its variables refuse. */
@WithJenkins
class BundledLibraryTest {

    private static final String CALL = "mlcPipeline(flavours: [])";
    private static final String ANSWER = "mlcPipeline: no flavours; name at least one";

    private static JenkinsRule jenkins;
    private static int jobs;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        jenkins.after();
    }

    @AfterEach
    void forgetConfiguration() {
        MlcWheelsConfiguration.get().setImplicitLibrary(false);
        GlobalLibraries.get().setLibraries(List.of());
    }

    @Test
    void needsNothingConfigured() throws Exception {
        WorkflowRun run = fail("@Library('mlc-wheels') _\n" + CALL);

        jenkins.assertLogContains(ANSWER, run);
        jenkins.assertLogContains("Loading library mlc-wheels@" + BundledLibraryRetriever.version(), run);
        assertThat(run.getRootDir().toPath().resolve("libs"))
                .isDirectoryRecursivelyContaining("glob:**/mlcPipeline.groovy");
        assertThat(ScriptApproval.get().getPendingSignatures()).isEmpty();
        assertThat(ScriptApproval.get().getPendingScripts()).isEmpty();
    }

    @Test
    void isLoadedByTheStep() throws Exception {
        jenkins.assertLogContains(ANSWER, fail("library 'mlc-wheels'\n" + CALL));
    }

    @Test
    void isLoadedInDeclarativePipelines() throws Exception {
        jenkins.assertLogContains(ANSWER, fail("""
            pipeline {
                agent none
                libraries { lib('mlc-wheels') }
                stages { stage('all') { steps { %s } } }
            }
            """.formatted(CALL)));
        jenkins.assertLogContains(ANSWER, fail("""
            @Library('mlc-wheels') _
            pipeline {
                agent none
                stages { stage('all') { steps { script { %s } } } }
            }
            """.formatted(CALL)));
    }

    @Test
    void isImplicitOnlyWhenConfiguredSo() throws Exception {
        jenkins.assertLogContains("No such DSL method 'mlcPipeline'", fail(CALL));

        MlcWheelsConfiguration.get().setImplicitLibrary(true);

        jenkins.assertLogContains(ANSWER, fail(CALL));
    }

    @Test
    void refusesOtherVersionsThanThePlugins() throws Exception {
        WorkflowRun run = fail("@Library('mlc-wheels@9.9') _\n" + CALL);

        jenkins.assertLogContains(
                "The library mlc-wheels is part of the plugin MLC Wheels, whose version here is "
                        + BundledLibraryRetriever.version() + ", not 9.9.",
                run);
    }

    @Test
    void acceptsThePluginsVersion() throws Exception {
        String version = BundledLibraryRetriever.version();
        assertThat(version).matches("[0-9A-Za-z._-]+").isNotEqualTo("bundled");

        jenkins.assertLogContains(ANSWER, fail("@Library('mlc-wheels@" + version + "') _\n" + CALL));
    }

    @Test
    void stepsAsideForConfiguredLibraryOfItsName() throws Exception {
        GitRepository.needGit();
        MlcWheelsConfiguration.get().setImplicitLibrary(true);
        configure(
                "mlc-wheels",
                new GitRepository(temporary)
                        .file("vars/mlcPipeline.groovy", "def call(Map args) { echo 'of the administrator' }")
                        .commit());

        WorkflowRun run = run(Result.SUCCESS, "@Library('mlc-wheels') _\n" + CALL);

        jenkins.assertLogContains("of the administrator", run);
        jenkins.assertLogNotContains("Only using first definition", run);
    }

    @Test
    void isAnOrdinarySharedLibraryInThisRepository() throws Exception {
        GitRepository.needGit();
        configure(
                "from-git",
                new GitRepository(temporary)
                        .tree("vars", "vars")
                        .tree("resources", "resources")
                        .commit());

        jenkins.assertLogContains(ANSWER, fail("@Library('from-git') _\n" + CALL));
    }

    @Test
    void listsItsVariablesWithHelpBeforeTheFirstBuild() throws Exception {
        WorkflowJob job = job(CALL);

        String page = jenkins.createWebClient()
                .goTo(job.getUrl() + "pipeline-syntax/globals")
                .getBody()
                .asNormalizedText();
        assertThat(page).contains("mlcPipeline", "mlcCheckout", "mlcToolchainImage", "gpuAgent");
        assertThat(ExtensionList.lookupSingleton(BundledVariables.class).forJob(null))
                .isEmpty();
    }

    @Test
    void listsEachVariableOnceAfterBuildsThatLoadedIt() throws Exception {
        WorkflowJob job = job("@Library('mlc-wheels') _\n echo 'loaded'");
        jenkins.buildAndAssertSuccess(job);

        assertThat(GlobalVariable.forJob(job))
                .extracting(GlobalVariable::getName)
                .containsOnlyOnce("mlcPipeline");
    }

    @Test
    void isOfferedInNoForm() throws Exception {
        assertThat(jenkins.createWebClient().goTo("configure").getWebResponse().getContentAsString())
                .contains("Modern SCM")
                .doesNotContain("Part of MLC Wheels");
    }

    private static void configure(String name, GitRepository repository) {
        GitSCM scm = new GitSCM(repository.directory().toString());
        LibraryConfiguration library = new LibraryConfiguration(name, new SCMRetriever(scm));
        library.setDefaultVersion("main");
        GlobalLibraries.get().setLibraries(List.of(library));
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job-" + ++jobs);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static WorkflowRun run(Result expected, String script) throws Exception {
        return jenkins.buildAndAssertStatus(expected, job(script));
    }

    private static WorkflowRun fail(String script) throws Exception {
        return run(Result.FAILURE, script);
    }
}
