package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.tasks.Fingerprinter;
import hudson.tasks.junit.TestResultAction;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds on the built-in node of one Jenkins. */
@WithJenkins
class BuildWheelStepTest {

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        pipelines = new Pipelines(rule);
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @Test
    void buildsRepairsAuditsArchivesRecordsAndTests() throws Exception {
        Pipelines.needCompiler();

        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$EXAMPLES/native-wheel" source'
                def wheels = mlcBuildWheel(source: 'source', version: '0.3.0', platform: 'auto')
                echo "returned ${wheels.size()}: ${wheels[0].path} ${wheels[0].name} ${wheels[0].version} ${wheels[0].passed}"
                echo "as ${wheels[0].tag} ${wheels[0].sha256} ${wheels[0].size} ${wheels[0].flavour}"
                echo "left ${findWheels()}"
                mlcTestWheel(command: 'python -m unittest discover source/tests -v')
            }
            def findWheels() {
                sh(script: 'cd wheelhouse && ls; ls -A "$WORKSPACE@tmp"', returnStdout: true).trim()
            }
            """);

        WheelRecord wheel = Pipelines.onlyWheel(run);
        assertThat(wheel.getFileName())
                .startsWith("native_wheel-0.3.0-py3-none-manylinux")
                .endsWith(".whl");
        assertThat(wheel.getPath()).isEqualTo("wheelhouse/" + wheel.getFileName());
        assertThat(wheel.getFileName()).contains(wheel.getTag(), wheel.getPlatform());
        assertThat(wheel.getFlavour()).isEqualTo("cpu");
        assertThat(wheel.isPassed()).isTrue();
        assertThat(wheel.isArchived()).isTrue();
        assertThat(wheel.isTested()).isTrue();
        assertThat(WheelsAction.of(run).orElseThrow().report(wheel.getSha256())).contains(wheel.getSha256());
        jenkins.assertLogContains("[mlc-wheels] phase build", run);
        jenkins.assertLogContains(wheel.getFileName() + ": passed the audit as " + wheel.getPlatform(), run);
        jenkins.assertLogContains("returned 1: " + wheel.getPath() + " native-wheel 0.3.0 true", run);
        jenkins.assertLogContains(
                "as " + wheel.getTag() + " " + wheel.getSha256() + " " + wheel.getSize() + " cpu", run);
        jenkins.assertLogContains("left " + wheel.getFileName() + "\ndurable-", run);
        jenkins.assertLogContains("[mlc-wheels] passed import native_wheel", run);
        jenkins.assertLogContains("Ran ", run);
        assertThat(run.getAction(TestResultAction.class).getTotalCount()).isGreaterThanOrEqualTo(4);
        assertThat(run.getAction(TestResultAction.class).getFailCount()).isZero();
        assertThat(run.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactly(wheel.getPath());
        assertThat(run.getAction(Fingerprinter.FingerprintAction.class).getFingerprints())
                .containsKey(wheel.getPath());
    }

    @Test
    void graftsLibrariesThatOnlyTheBuildCouldFind() throws Exception {
        Pipelines.needCompiler();

        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$EXAMPLES/native-wheel" source'
                def away = sh(script: 'mktemp -d', returnStdout: true).trim()
                withEnv(["AWAY=$away"]) {
                    sh 'echo "int away() { return 1; }" | c++ -x c++ -shared -fPIC -Wl,-soname,libaway.so.1 -o $AWAY/libaway.so.1 -'
                    sh 'ln -s libaway.so.1 $AWAY/libaway.so'
                }
                mlcBuildWheel(source: 'source', version: '0.3.0', platform: 'auto',
                    environment: ["LDFLAGS=-Wl,--no-as-needed -L$away -laway", "LD_LIBRARY_PATH=$away"])
            }
            """);

        WheelRecord wheel = Pipelines.onlyWheel(run);
        assertThat(WheelsAction.of(run).orElseThrow().report(wheel.getSha256())).contains("libs/libaway-");
        jenkins.assertLogContains("grafting ", run);
    }
}
