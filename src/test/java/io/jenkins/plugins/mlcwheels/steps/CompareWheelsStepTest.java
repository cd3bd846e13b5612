package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.util.List;
import java.util.Map;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CompareWheelsStepTest {

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        RecordWheelStep.register();
    }

    @Test
    void comparesWithTheLastSuccessfulBuildThatHasWheels() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "compared");
        WorkflowRun first = run(job, Result.SUCCESS, wheel("demo", "1.0"), "echo \"result: ${mlcCompareWheels()}\"");
        jenkins.assertLogContains("There is nothing to compare with", first);
        jenkins.assertLogContains("result: null", first);
        run(job, Result.SUCCESS, "echo 'no wheels here'");
        run(job, Result.FAILURE, wheel("demo", "1.1"), "error 'broken'");

        WorkflowRun last = run(
                job,
                Result.SUCCESS,
                wheel("demo", "2.0"),
                "def result = mlcCompareWheels(failOn: ['size+500%'])",
                "echo \"before: ${result.wheels[0].before}, failures: ${result.failures}\"");

        jenkins.assertLogContains("Compared with compared #1:", last);
        jenkins.assertLogContains("demo py3-none linux x86_64: 1.0 -> 2.0", last);
        jenkins.assertLogContains("before: demo-1.0-py3-none-manylinux_2_28_x86_64.whl, failures: []", last);
        HtmlPage page = jenkins.createWebClient().getPage(last, "wheels/");
        assertThat(page.asNormalizedText())
                .contains("Compared with compared #1", "demo py3-none linux x86_64: 1.0 -> 2.0");
    }

    @Test
    void failsOrBecomesUnstableWhenAConditionIsNotMet() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "held");
        run(job, Result.SUCCESS, wheel("demo", "1.0"), wheel("extra", "1.0"));
        WorkflowRun unstable = run(
                job,
                Result.UNSTABLE,
                wheel("demo", "2.0"),
                "mlcCompareWheels(failOn: 'wheel-missing,tag-newer', failure: 'unstable', wheels: '**/demo-*.whl')",
                "mlcCompareWheels(with: 'wheelhouse', failOn: 'wheel-missing')");
        jenkins.assertLogContains("WARNING: Compared with held #1, 1 condition is not met:", unstable);
        jenkins.assertLogContains(
                "wheel-missing: extra-1.0-py3-none-manylinux_2_28_x86_64.whl: there is no such wheel among the new ones",
                unstable);

        WorkflowRun failed = run(
                job,
                Result.FAILURE,
                wheel("demo", "3.0"),
                "mlcCompareWheels(with: 'lastRelease')",
                "writeFile file: 'a', text: ''",
                "mlcCompareWheels(with: 'nowhere')");
        jenkins.assertLogContains("no earlier build has a release and wheels among its artifacts", failed);
        jenkins.assertLogContains("There is no file or directory 'nowhere'", failed);
    }

    @Test
    void countsNoNightliesAsReleases() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "released");
        PublishedRelease release = new PublishedRelease("v1.0", "1", "https://x.example/", false, List.of());
        ReleasesAction.record(run(job, Result.SUCCESS, wheel("demo", "1.0")), "9", release);
        ReleasesAction.record(run(job, Result.SUCCESS, wheel("demo", "1.1")), "9", release.asNightly("nightly"));

        WorkflowRun last = run(job, Result.SUCCESS, wheel("demo", "2.0"), "mlcCompareWheels(with: 'lastRelease')");

        jenkins.assertLogContains("Compared with released #1:", last);
    }

    @Test
    void comparesNoSourceDistributions() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "sdists");
        WorkflowRun first = run(job, Result.SUCCESS, wheel("demo", "1.0"));
        WheelFacts sdist = new WheelFacts(
                "demo-1.0.tar.gz", "demo-1.0.tar.gz", "demo", "1.0", WheelFacts.SDIST, "any", "0a".repeat(32), 5, true);
        WheelsAction.record(first, "9", List.of(new WheelRecord(sdist, "cpu", true)), Map.of());

        assertThat(EarlierBuild.wheels(first)).singleElement().matches(wheel -> !wheel.isSdist());
    }

    @Test
    void refusesMistakesBeforeAnythingIsRead() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "mistakes");
        jenkins.assertLogContains(
                "failOn: 'tag-never' is no condition",
                run(job, Result.FAILURE, "mlcCompareWheels(failOn: 'tag-never')"));
        jenkins.assertLogContains(
                "failure is 'failure' or 'unstable', not 'ignore'",
                run(job, Result.FAILURE, "mlcCompareWheels(failure: 'ignore')"));
        jenkins.assertLogContains(
                "This build has recorded no wheels to compare.", run(job, Result.FAILURE, "mlcCompareWheels()"));
    }

    private static String wheel(String name, String version) {
        return "recordWheel(name: '" + name + "', version: '" + version + "', archived: true)";
    }

    private static WorkflowRun run(WorkflowJob job, Result expected, String... lines) throws Exception {
        String body = String.join("\n", List.of(lines));
        job.setDefinition(new CpsFlowDefinition("node {\ndeleteDir()\n" + body + "\n}", true));
        return jenkins.buildAndAssertStatus(expected, job);
    }
}
