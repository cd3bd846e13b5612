package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Builds that go on while Jenkins or its agent's connection is gone, with a Jenkins and an agent of their own. */
class RestartTest {

    private static final String JOB = "wheels";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path directory;

    @BeforeEach
    void needPython() throws Exception {
        Pipelines.needPython();
        PackedProject.good(directory, "good");
    }

    @Test
    void buildSurvivesRestartInTheMiddleOfTheScript() throws Throwable {
        String go = directory.resolve("go").toString();
        String script = script("", go);
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::startBuild, script);
        jenkins.stopJenkins();
        Files.createFile(Path.of(go));
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    @Test
    void buildSurvivesDeathInTheMiddleOfTheScript() throws Throwable {
        String go = directory.resolve("go").toString();
        String script = script("", go);
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::startBuild, script);
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        Files.createFile(Path.of(go));
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    @Test
    void scriptWhoseStartWasNotSavedIsEndedAndStartedAgain() throws Throwable {
        Path go = directory.resolve("go");
        String script = script("", go.toString()).replace("echo waiting", "echo run as $$ >> \"$PIDS\"; echo waiting");
        script = "withEnv(['PIDS=" + directory.resolve("pids") + "']) {\n" + script + "}";
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::startBuildAndForgetScript, script);
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        while (Files.readAllLines(directory.resolve("pids")).size() < 2) {
            Thread.onSpinWait();
        }
        List<String> pids = Files.readAllLines(directory.resolve("pids"));
        ProcessHandle.of(Long.parseLong(pids.get(0).replaceAll("\\D+", "")))
                .ifPresent(first -> first.onExit().join());
        Files.createFile(go);
        jenkins.runRemotely(RestartTest::onlyOneWheelIsRecorded);
    }

    @Test
    void buildThatWasAbortedBeforeTheRestartEndsAborted() throws Throwable {
        abortWhileTheScriptGoesOn();
        jenkins.stopJenkins();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::isAborted);
    }

    @Test
    void buildThatWasAbortedBeforeTheDeathEndsAborted() throws Throwable {
        abortWhileTheScriptGoesOn();
        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::isAborted);
    }

    @Test
    void buildThatWasAbortedEndsAbortedIfItsScriptEndedMeanwhile() throws Throwable {
        abortWhileTheScriptGoesOn();
        jenkins.stopJenkinsForcibly();
        Files.createFile(directory.resolve("go"));
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::isAborted);
    }

    /** The script of the build does not end by itself when it is told to. */
    private void abortWhileTheScriptGoesOn() throws Throwable {
        String script = script("", directory.resolve("go").toString())
                // The sleep that is told to end as well is no reason to end.
                .replace("sleep 0.1", "sleep 0.1 || true")
                .replace("echo waiting", "trap \"echo told to end\" TERM; echo waiting");
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::startAndAbort, script);
    }

    private static void startAndAbort(JenkinsRule jenkins, String script) throws Throwable {
        startBuild(jenkins, script);
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        run.getExecutor().interrupt();
        jenkins.waitForMessage("\ntold to end", run);
        assertThat(run.isBuilding()).isTrue();
    }

    private static void isAborted(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogNotContains("the end:", run);
    }

    /** As if Jenkins had ended after the start of the script and before it was saved. */
    private static void startBuildAndForgetScript(JenkinsRule jenkins, String script) throws Throwable {
        startBuild(jenkins, script);
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        for (StepExecution step : run.getExecution().getCurrentExecutions(false).get()) {
            // By name: this class and the plugin's come from two class loaders there.
            Class<?> type = step.getClass();
            while (type != null && !type.getSimpleName().equals("ScriptExecution")) {
                type = type.getSuperclass();
            }
            if (type != null) {
                Field field = type.getDeclaredField("script");
                field.setAccessible(true);
                field.set(step, null);
            }
            step.getContext().saveState().get();
        }
    }

    private static void onlyOneWheelIsRecorded(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("What runs of it is ended, and it is started again.", run);
        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
    }

    @Test
    void buildSurvivesTheLossOfItsAgent() throws Throwable {
        String go = directory.resolve("go").toString();
        String script = script("compiler", go);
        jenkins.startJenkins();
        agents.createAgent(
                jenkins,
                InboundAgentExtension.Options.newBuilder().name("compiler").build());
        jenkins.runRemotely(RestartTest::startBuild, script);
        agents.stop(jenkins, "compiler");
        Files.createFile(Path.of(go));
        agents.start(
                jenkins,
                InboundAgentExtension.Options.newBuilder().name("compiler").build());
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    @Test
    void buildSurvivesRestartAfterTheScript() throws Throwable {
        startAndReachWork("");
        jenkins.stopJenkins();
        letWorkEnd();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    @Test
    void buildSurvivesDeathAfterTheScript() throws Throwable {
        startAndReachWork("");
        jenkins.stopJenkinsForcibly();
        letWorkEnd();
        jenkins.startJenkins();
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    @Test
    void buildSurvivesTheLossOfItsAgentAfterTheScript() throws Throwable {
        startAndReachWork("compiler");
        agents.stop(jenkins, "compiler");
        letWorkEnd();
        agents.start(
                jenkins,
                InboundAgentExtension.Options.newBuilder().name("compiler").build());
        jenkins.runRemotely(RestartTest::wheelIsRecorded);
    }

    /** Starts a build whose script has ended, and whose repair hangs. */
    private void startAndReachWork(String node) throws Throwable {
        String go = Files.createFile(directory.resolve("go")).toString();
        String script = script(node, go).replace("echo awake", "echo awake; " + HangingWork.command(directory));
        jenkins.startJenkins();
        if (!node.isEmpty()) {
            agents.createAgent(
                    jenkins,
                    InboundAgentExtension.Options.newBuilder().name(node).build());
        }
        jenkins.runRemotely(RestartTest::startBuildAndReachWork, script);
    }

    private void letWorkEnd() throws IOException {
        HangingWork.removeFrom(directory);
    }

    private static void startBuildAndReachWork(JenkinsRule jenkins, String script) throws Throwable {
        startBuild(jenkins, script);
        HangingWork.await();
    }

    private String script(String node, String go) {
        return """
            node('%s') {
                sh 'cp -R "%s" source'
                def wheels = mlcBuildWheel(source: 'source', platform: 'auto',
                    beforeBuild: 'echo waiting; while [ ! -e "%s" ]; do sleep 0.1; done; echo awake')
                mlcTestWheel(requirements: ['--no-index'])
                echo "the end: ${wheels[0].name}"
            }
            """.formatted(node, directory.resolve("good"), go);
    }

    private static void startBuild(JenkinsRule jenkins, String script) throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("\nwaiting", run);
        for (StepExecution step : run.getExecution().getCurrentExecutions(false).get()) {
            while ("preparing".equals(step.getStatus())) {
                Thread.onSpinWait();
            }
            step.getContext().saveState().get();
        }
    }

    private static void wheelIsRecorded(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName(JOB, WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("awake", run);
        jenkins.assertLogContains("the end: good", run);
        assertThat(run.getLog(1000).stream().filter(line -> line.contains("phase before-build")))
                .hasSize(1);
        assertThat(Pipelines.onlyWheel(run).isTested()).isTrue();
        assertThat(run.getArtifacts()).hasSize(1);
    }
}
