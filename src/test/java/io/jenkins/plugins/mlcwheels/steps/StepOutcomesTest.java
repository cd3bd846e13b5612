package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How steps end, with projects that need no compiler, on the built-in node of one Jenkins. */
@WithJenkins
class StepOutcomesTest {

    /** A project whose package lies at its top, as those of most do, with what is to be said of its test. */
    private static final String FLAT = """
            node {
                deleteDir()
                sh 'cp -R "$EXAMPLES/native-wheel/." . && cp -R python/native_wheel .'
                mlcBuildWheel(platform: 'auto')
                mlcTestWheel(command: 'PYTHONPATH={project} python -c "import native_wheel" || true', %s)
            }
            """;

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        Pipelines.needPython();
        jenkins = rule;
        pipelines = new Pipelines(rule);
    }

    @AfterAll
    static void end() throws Exception {
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        mlcBuildWheel(source: 'nothing')             | neither pyproject.toml nor setup.py
        mlcBuildWheel(flavour: 'abacus')             | abacus
        mlcBuildWheel(platform: 'manylinux_9_99')    | unknown platform
        mlcBuildWheel(wheelhouse: '../outside')      | '../outside' leads out of the workspace
        mlcBuildWheel(source: '../..')               | '../..' leads out of the workspace
        mlcBuildWheel(version: 'one')                | one
        mlcBuildWheel(environment: ['NAME'])         | environment: 'NAME' is not NAME=VALUE
        mlcBuildWheel(environment: ['A B=1'])        | no environment variable that can be set: A B
        mlcBuildWheel(channel: 'weekly')             | channel is 'stable' or 'nightly', not 'weekly'
        mlcBuildWheel(pure: 'perhaps')               | pure is 'allow' or 'refuse', not 'perhaps'
        mlcBuildWheel(timeout: '1 day')              | timeout: '1 day' is not a time
        mlcBuildWheel(auditFailure: 'ignore')        | auditFailure is 'failure' or 'unstable', not 'ignore'
        mlcBuildWheel(python: 'python9')             | the build failed (exit code 2)
        mlcBuildWheel(beforeBuild: 'exit 3')         | the build failed (exit code 10)
        mlcAuditWheel()                              | no wheel matches 'wheelhouse/*.whl'
        mlcAuditWheel(wheels: 'notes.whl')           | notes.whl
        mlcTestWheel()                               | no wheel matches 'wheelhouse/*.whl'
        """)
    void saysInOneLineWhatTheUserHasToMend(String step, String message) throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                dir('tree') {
                    sh 'cp -R "$PROJECTS/good/." . && echo no zip > notes.whl && mkdir -p nothing'
                    %s
                }
            }
            """.formatted(step));

        jenkins.assertLogContains(message, run);
        assertThat(run.getLog(1000)).noneMatch(line -> line.startsWith("\tat ") || line.startsWith("java."));
        assertThat(Pipelines.wheels(run)).isEmpty();
    }

    @Test
    void failsWithTheReasonWhenTheWheelCantHoldThePlatform() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$PROJECTS/toonew" source'
                mlcBuildWheel(source: 'source', platform: 'manylinux_2_28_x86_64')
            }
            """);

        jenkins.assertLogContains("1 wheel failed the audit:", run);
        jenkins.assertLogContains("GLIBC_2.99", run);
        WheelRecord wheel = Pipelines.onlyWheel(run);
        jenkins.assertLogContains("\n  " + wheel.getFileName() + ": can't be manylinux_2_28_x86_64: ", run);
        assertThat(wheel.isPassed()).isFalse();
        assertThat(wheel.getPlatform()).isEqualTo("linux_x86_64");
        assertThat(WheelsAction.of(run).orElseThrow().report(wheel.getSha256())).contains("repair-failed");
    }

    @Test
    void becomesUnstableAndGoesOnWhenToldSo() throws Exception {
        WorkflowRun run = pipelines.run(Result.UNSTABLE, """
            node {
                sh 'cp -R "$PROJECTS/toonew" source'
                def wheels = mlcBuildWheel(source: 'source', auditFailure: 'unstable', archive: false)
                echo "went on: ${wheels[0].passed}"
            }
            """);

        jenkins.assertLogContains("went on: false", run);
        assertThat(run.getHasArtifacts()).isFalse();
        assertThat(new DepthFirstScanner().allNodes(run.getExecution()))
                .extracting(node -> node.getAction(WarningAction.class))
                .filteredOn(warning -> warning != null)
                .singleElement()
                .satisfies(warning -> assertThat(warning.getMessage()).contains("GLIBC_2.99"));
    }

    @Test
    void passesTheEnvironmentOfThePipelineAndOfTheStep() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                withEnv(['FROM_OUTSIDE=with $HOME "quotes"']) {
                    mlcBuildWheel(source: 'source', environment: ["FROM_STEP=and \\$PATH 'those'"], configSettings: ['a=b'],
                        beforeBuild: 'echo before the build', jobs: 3)
                }
            }
            """);

        jenkins.assertLogContains("backend at work with $HOME \"quotes\" and $PATH 'those' {'a': 'b'}", run);
        jenkins.assertLogContains("before the build", run);
        jenkins.assertLogContains("jobs 3", run);
    }

    @Test
    void refusesAPlatformOfAnotherArchitectureBeforeAnythingIsBuilt() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'manylinux_2_28_s390x', beforeBuild: 'echo begun')
            }
            """);

        jenkins.assertLogContains("manylinux_2_28_s390x is a platform of s390x, and ", run);
        jenkins.assertLogNotContains("phase before-build", run);
        jenkins.assertLogContains(
                "unknown platform 'manylinux2_28'\nKnown are auto, manylinux_2_5, ",
                pipelines.run(
                        Result.FAILURE,
                        "node { sh 'cp -R \"$PROJECTS/good\" source'\n"
                                + "mlcBuildWheel(source: 'source', platform: 'manylinux2_28') }"));
    }

    @Test
    void relativeCacheIsInTheWorkspace() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'auto', ccache: 'caches/ccache',
                    beforeBuild: 'echo "cache <$MLC_CCACHE>"')
                echo "workspace <$WORKSPACE/caches/ccache>"
            }
            """);

        String log = JenkinsRule.getLog(run);
        String cache = log.replaceAll("(?s).*\ncache (<.*?>).*", "$1");
        assertThat(log).contains("workspace " + cache);
        jenkins.assertLogContains(
                "'../cache' leads out of the workspace",
                pipelines.run(
                        Result.FAILURE,
                        "node { sh 'cp -R \"$PROJECTS/good\" source'\n"
                                + "mlcBuildWheel(source: 'source', ccache: '../cache') }"));
    }

    @Test
    void takesATextWhereAListIsAskedFor() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                def value = 'b'
                mlcBuildWheel(source: 'source', configSettings: "a=${value}", environment: 'ONE=1\\nTWO=2',
                    beforeBuild: 'echo $ONE and $TWO')
                mlcTestWheel(requirements: '--no-index')
            }
            """);

        jenkins.assertLogContains(" {'a': 'b'}", run);
        jenkins.assertLogContains("\n1 and 2", run);
    }

    @Test
    void buildsInParallelBranchesAndStages() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            pipeline {
                agent any
                stages {
                    stage('build') {
                        matrix {
                            axes { axis { name 'PROJECT'; values 'good', 'other' } }
                            stages {
                                stage('wheel') {
                                    steps {
                                        sh 'cp -R "$PROJECTS/$PROJECT" .'
                                        mlcBuildWheel source: "${PROJECT}", platform: 'auto'
                                    }
                                }
                            }
                        }
                    }
                    stage('test') {
                        steps { mlcAuditWheel() }
                    }
                }
            }
            """);

        assertThat(Pipelines.wheels(run))
                .extracting(WheelRecord::getName, WheelRecord::isArchived)
                .containsExactlyInAnyOrder(tuple("good", true), tuple("other", true));
        assertThat(run.getArtifacts()).hasSize(2);
    }

    @Test
    void auditsAndArchivesWheelsOfOthers() throws Exception {
        WorkflowRun run = pipelines.run(Result.UNSTABLE, """
            node {
                sh 'mkdir deep && cp "$PROJECTS"/good/*.whl "$PROJECTS"/toonew/*.whl deep'
                def wheels = mlcAuditWheel(wheels: 'deep/*.whl', archive: true, flavour: 'mixed')
                echo "both: ${wheels*.passed}"
                mlcAuditWheel(wheels: 'deep/*.whl', platform: 'manylinux_2_28', auditFailure: 'unstable')
            }
            """);

        jenkins.assertLogContains("both: [true, true]", run);
        jenkins.assertLogContains("is asked to be consistent with manylinux_2_28, and is only with linux_x86_64", run);
        assertThat(Pipelines.wheels(run)).extracting(WheelRecord::getFlavour).contains("mixed");
        assertThat(run.getArtifacts()).hasSize(2);
    }

    @Test
    void everyWheelHasAnOutcomeOfItsOwn() throws Exception {
        WorkflowRun run = pipelines.run(Result.UNSTABLE, """
            node {
                sh 'mkdir deep && cp "$PROJECTS"/good/*.whl "$PROJECTS"/pure/*.whl deep'
                sh 'echo broken > deep/broken-1.0-py3-none-any.whl; echo nameless > deep/nameless.whl'
                sh 'cp deep/pure-1.0-py3-none-any.whl deep/pure-1.0-py3-none-manylinux_2_28_x86_64.whl'
                def wheels = mlcAuditWheel(wheels: 'deep/*.whl', auditFailure: 'unstable')
                echo "outcomes: ${wheels.collect { "${it.name} ${it.passed}" }}"
            }
            """);

        jenkins.assertLogContains("outcomes: [broken false, good true, pure true, pure false]", run);
        jenkins.assertLogContains("WARNING: 3 wheels failed the audit:", run);
        jenkins.assertLogContains("\n  broken-1.0-py3-none-any.whl: ", run);
        jenkins.assertLogContains("\n  deep/nameless.whl: ", run);
        jenkins.assertLogContains("no native code", run);
        assertThat(Pipelines.wheels(run))
                .extracting(WheelRecord::getName, WheelRecord::getPlatform, WheelRecord::isPassed)
                .containsExactly(
                        tuple("broken", "unknown", false),
                        tuple("good", "manylinux_2_5_x86_64", true),
                        tuple("pure", "any", true),
                        tuple("pure", "any", false));
    }

    @Test
    void pureWheelsAreBuiltTestedAndPublished() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/pure" source'
                mlcBuildWheel(source: 'source')
                mlcTestWheel(requirements: ['--no-index'])
                mlcPublishRelease(tag: 'v1.0.0', to: 'releases')
                sh 'ls releases/v1.0.0'
            }
            """);

        jenkins.assertLogContains("pure-1.0-py3-none-any.whl: passed the audit as any, ", run);
        assertThat(Pipelines.onlyWheel(run).getPlatform()).isEqualTo("any");
        assertThat(ReleasesAction.of(run)).isPresent();
    }

    @Test
    void wheelWithoutNativeCodeOfAProjectThatHasSomeIsTakenOnlyWhenToldSo() throws Exception {
        String project = """
            node {
                deleteDir()
                sh 'cp -R "$PROJECTS/pure" source'
                def declared = "[tool.setuptools]\\next-modules = [{name = 'x', sources = ['x.c']}]\\n"
                writeFile(file: 'source/pyproject.toml', text: readFile('source/pyproject.toml') + declared)
                mlcBuildWheel(source: 'source'%s)
                mlcTestWheel(requirements: ['--no-index'])
                mlcPublishRelease(tag: 'v1.0.0', to: 'releases')
            }
            """;

        WorkflowRun refused = pipelines.run(Result.FAILURE, project.formatted(""));
        jenkins.assertLogContains(
                "pure-1.0-py3-none-any.whl has no native code, although the project has some: pyproject.toml", refused);
        jenkins.assertLogContains("pure: 'allow'", refused);
        assertThat(Pipelines.wheels(refused)).isEmpty();

        WorkflowRun taken = pipelines.succeed(project.formatted(", pure: 'allow'"));
        assertThat(Pipelines.onlyWheel(taken).getPlatform()).isEqualTo("any");
        assertThat(ReleasesAction.of(taken)).isPresent();
    }

    @Test
    void buildThatTakesTooLongEndsWithAllItStarted() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', timeout: '2s', beforeBuild: 'sleep 4322 & echo child $!; wait')
            }
            """);

        jenkins.assertLogContains("timeout: the build was not done after 2 seconds", run);
        long child = Long.parseLong(String.join("\n", run.getLog(1000)).replaceAll("(?s).*\nchild (\\d+).*", "$1"));
        ProcessHandle.of(child).ifPresent(process -> process.onExit().join());
        assertThat(Pipelines.wheels(run)).isEmpty();
    }

    @Test
    void recordsFailedTestsAndFails() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'auto')
                mlcTestWheel(command: 'echo in $PWD; false', requirements: ['--no-index'])
            }
            """);

        jenkins.assertLogContains("[mlc-wheels] error: command", run);
        jenkins.assertLogContains("the test failed (exit code 13)", run);
        assertThat(Pipelines.onlyWheel(run).isTested()).isFalse();
        TestResultAction results = run.getAction(TestResultAction.class);
        assertThat(results.getFailCount()).isEqualTo(1);
        assertThat(results.getFailedTests().get(0).getName()).isEqualTo("command");
    }

    @Test
    void failsTestsThatImportTheTreeInPlaceOfTheWheel() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, FLAT.formatted("imports: 'wheel'"));

        jenkins.assertLogContains("native_wheel was imported from ", run);
        jenkins.assertLogContains("/native_wheel, not from the wheel", run);
        jenkins.assertLogContains("the test failed (exit code 13)", run);
        assertThat(Pipelines.onlyWheel(run).isTested()).isFalse();
    }

    @Test
    void recordsWhatTestsImported() throws Exception {
        WheelTestRecord anywhere = Pipelines.onlyWheel(pipelines.succeed(FLAT.formatted("imports: 'anywhere'")))
                .getTest();
        assertThat(anywhere.getImports()).isEqualTo("not proven");

        WheelTestRecord proven = Pipelines.onlyWheel(pipelines.succeed(
                        FLAT.formatted("testSources: ['tests']").replace("PYTHONPATH={project} ", "")))
                .getTest();
        assertThat(proven.getImports()).isEqualTo("proven");
        assertThat(proven.getModules()).contains("native_wheel");
        assertThat(proven.getPython()).startsWith("3.");
    }

    @Test
    void abortEndsAllProcessesOfTheBuild() throws Exception {
        WorkflowJob job = pipelines.job("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', beforeBuild: 'sleep 4321 & echo child $!; touch started; wait')
            }
            """);
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("child ", run);
        long child = Long.parseLong(String.join("\n", run.getLog(1000)).replaceAll("(?s).*\nchild (\\d+).*", "$1"));

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        ProcessHandle.of(child).ifPresent(process -> process.onExit().join());
        jenkins.assertLogContains("mlcBuildWheel is stopped: its processes are ended", run);
        assertThat(run.getLog(1000)).noneMatch(line -> line.startsWith("\tat "));
        assertThat(Pipelines.wheels(run)).isEmpty();
    }

    @Test
    void abortEndsTheWorkAfterTheScript(@TempDir Path directory) throws Exception {
        WorkflowJob job = pipelines.job("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'auto', beforeBuild: '%s')
            }
            """.formatted(HangingWork.command(directory)));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("phase build", run);
        HangingWork.await();

        run.getExecutor().interrupt();

        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        assertThat(Pipelines.wheels(run)).isEmpty();
        Path dist = Files.readSymbolicLink(directory.resolve("dist"));
        HangingWork.release(directory);
        while (Files.exists(dist)) {
            Thread.onSpinWait();
        }
        assertThat(run.getHasArtifacts()).isFalse();
    }

    @Test
    void releaseTagsAreReadByTheRuleOfTheEngine() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            def dev = mlcReleaseTag(tag: 'v0.20.dev0')
            echo "read ${dev.tag} ${dev.version} ${dev.prerelease}"
            withEnv(['TAG_NAME=v1.2.0']) {
                echo "from the environment ${mlcReleaseTag().version}"
            }
            echo "own form ${mlcReleaseTag(tag: 'demo-2.0', tagPattern: 'demo-{version}').version}"
            echo "no tag ${mlcReleaseTag()}, another ${mlcReleaseTag(tag: 'nightly')}"
            """);

        jenkins.assertLogContains("read v0.20.dev0 0.20.dev0 true", run);
        jenkins.assertLogContains("from the environment 1.2.0", run);
        jenkins.assertLogContains("own form 2.0", run);
        jenkins.assertLogContains("no tag null, another null", run);
        jenkins.assertLogContains("No release tag: tag \"nightly\": a release tag begins with v", run);
    }

    @Test
    void saysWhichCompilerIsMissing() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$EXAMPLES/native-wheel" source'
                mlcBuildWheel(source: 'source', version: '1.0', environment: ['CXX=nonesuch'])
            }
            """);

        jenkins.assertLogContains("[mlc-wheels] error: no C++ compiler found", run);
        jenkins.assertLogContains("[mlc-wheels] hint: Install one", run);
    }

    @Test
    void failsWhenNoWheelComesOut() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            node {
                sh 'cp -R "$PROJECTS/good" source && sed -i s/shutil.copy/print/ source/backend.py'
                mlcBuildWheel(source: 'source')
            }
            """);

        jenkins.assertLogContains("the build failed (exit code 10)", run);
        assertThat(Pipelines.wheels(run)).isEmpty();
    }
}
