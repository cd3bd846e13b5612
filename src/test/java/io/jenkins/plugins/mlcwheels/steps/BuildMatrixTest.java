package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Does builds of a matrix with two Pythons of this machine, on the built-in node of one Jenkins. */
@WithJenkins
class BuildMatrixTest {

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @TempDir
    private Path directory;

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

    private static String id(String python) {
        return python + "-manylinux_x86_64";
    }

    private String build(String parameters) {
        return "node { sh 'cp -R \"" + directory.resolve("source") + "\" source; cd source; " + Pipelines.OWN_REPOSITORY
                + "'\n"
                + "def wheels = mlcBuildWheel(source: 'source', " + parameters + ")\n"
                + "echo \"returned ${wheels.collect { it.identifier + '=' + it.path }.join(' ')}\" }";
    }

    @Test
    void buildsEachAndTestsItOnItsPythonAndShowsThemByIdentifier() throws Exception {
        List<String> pythons = MatrixProject.pythons();
        MatrixProject.in(directory.resolve("source"), """
            environment = { FLAG = "set" }
            before-all = "echo once for all; echo $FLAG > made"
            before-build = "cat made"
            test-command = "python -c 'import matrix, sys; assert matrix.FLAG == b\\"set\\"; print(\\"tested on\\", sys.version_info[:2])'"
            """);

        WorkflowRun run = pipelines.succeed(
                build("sdist: true, identifiers: ['" + id(pythons.get(0)) + "', '" + id(pythons.get(1)) + "']"));

        assertThat(Pipelines.wheels(run))
                .allMatch(WheelRecord::isArchived)
                .extracting(WheelRecord::getFileName)
                .hasSize(3)
                .contains("matrix-1.0.tar.gz")
                .anyMatch(name -> name.startsWith("matrix-1.0-" + pythons.get(0) + "-"))
                .anyMatch(name -> name.startsWith("matrix-1.0-" + pythons.get(1) + "-"));
        assertThat(Pipelines.wheels(run))
                .filteredOn(wheel -> !wheel.isSdist())
                .allMatch(WheelRecord::isPassed)
                .allMatch(WheelRecord::isTested)
                .extracting(WheelRecord::getIdentifier)
                .containsExactly(id(pythons.get(0)), id(pythons.get(1)));
        assertThat(run.getLog(2000).stream().filter("once for all"::equals)).hasSize(1);
        for (String python : pythons) {
            jenkins.assertLogContains("tested on (3, " + python.substring(3) + ")", run);
            jenkins.assertLogContains(id(python) + "=wheelhouse/matrix-1.0-" + python, run);
        }
        assertThat(WheelsAction.of(run).orElseThrow().getCells())
                .allMatch(cell -> cell.getStatus().equals(CellRecord.BUILT))
                .allMatch(cell -> cell.getMillis() > 0)
                .extracting(CellRecord::getName)
                .containsExactly(id(pythons.get(0)), id(pythons.get(1)));

        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.getPage(run, "wheels/");
            assertThat(page.getElementById("mlc-wheels-builds").asNormalizedText())
                    .contains(id(pythons.get(0)), id(pythons.get(1)), "built", "KiB");
            JSONObject api =
                    jenkins.getJSON(run.getUrl() + "wheels/api/json?depth=1").getJSONObject();
            JSONArray builds = api.getJSONArray("cells");
            assertThat(builds.getJSONObject(1).getString("name")).isEqualTo(id(pythons.get(1)));
            assertThat(api.getJSONArray("wheels").getJSONObject(1).getString("identifier"))
                    .isEqualTo(id(pythons.get(0)));
        }
    }

    @Test
    void namesTheBuildThatFailsAndDoesTheOthers() throws Exception {
        List<String> pythons = MatrixProject.pythons();
        MatrixProject.in(directory.resolve("source"), """
            test-skip = "*"

            [[tool.cibuildwheel.overrides]]
            select = "%s-*"
            before-build = "echo no luck; exit 7"
            """.formatted(pythons.get(0)));

        WorkflowRun run = pipelines.run(
                Result.FAILURE, build("identifiers: ['" + id(pythons.get(0)) + "', '" + id(pythons.get(1)) + "']"));

        jenkins.assertLogContains("1 of 2 builds failed: " + id(pythons.get(0)), run);
        jenkins.assertLogContains(
                id(pythons.get(0)) + ": the build failed (exit code 10): the command before the build failed", run);
        assertThat(Pipelines.onlyWheel(run).getIdentifier()).isEqualTo(id(pythons.get(1)));
        assertThat(Pipelines.onlyWheel(run).isTested()).isFalse();
        assertThat(WheelsAction.of(run).orElseThrow().getCells())
                .extracting(CellRecord::getStatus)
                .containsExactly(CellRecord.FAILED, CellRecord.BUILT);
    }

    @Test
    void testsOneWheelOnTheOtherPythonsThatItServes() throws Exception {
        List<String> pythons = MatrixProject.pythons();
        MatrixProject.in(directory.resolve("source"), "");
        Files.createFile(directory.resolve("source/form"));

        WorkflowRun run =
                pipelines.succeed(build("identifiers: ['" + id(pythons.get(0)) + "', '" + id(pythons.get(1)) + "']"));

        assertThat(Pipelines.onlyWheel(run).getFileName()).startsWith("matrix-1.0-py3-none-manylinux");
        assertThat(Pipelines.onlyWheel(run).getOrigin().getParameters())
                .containsEntry("identifier", id(pythons.get(0)))
                .containsEntry("flavour", "cpu")
                .containsEntry("source", "source");
        assertThat(WheelsAction.of(run).orElseThrow().getCells())
                .extracting(CellRecord::getStatus, CellRecord::getWhy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(CellRecord.BUILT, null),
                        org.assertj.core.groups.Tuple.tuple(CellRecord.REUSED, "wheel of " + id(pythons.get(0))));
    }

    @Test
    void saysBeforeItBuildsWhatCannotBeBuiltHere() throws Exception {
        List<String> pythons = MatrixProject.pythons();
        MatrixProject.in(directory.resolve("source"), "");

        WorkflowRun run = pipelines.run(
                Result.FAILURE,
                build("identifiers: ['" + id(pythons.get(0)) + "', '" + pythons.get(0) + "-musllinux_x86_64']"));
        jenkins.assertLogContains(
                "can't be built here:\n  " + pythons.get(0) + "-musllinux_x86_64: builds here are", run);
        assertThat(Pipelines.wheels(run)).isEmpty();

        run = pipelines.run(Result.FAILURE, build("only: 'cp999-manylinux_x86_64'"));
        jenkins.assertLogContains("there is no build identifier cp999-manylinux_x86_64", run);
        run = pipelines.run(Result.FAILURE, build("sdist: true"));
        jenkins.assertLogContains("sdist is for builds of a matrix: give identifiers", run);
    }
}
