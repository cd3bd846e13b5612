package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.registry.LoopbackGhcr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Prunes and indexes from pipelines on an agent, against a registry and a GitHub on this machine. */
@WithJenkins
class PruneStepsTest {

    private static final String TOKEN = "ghs_Secret+of/the=test";
    private static final String OLD = "mlc_llm_nightly_cpu-0.20.dev44-py3-none-manylinux_2_28_x86_64.whl";
    private static final String NEW = "mlc_llm_nightly_cpu-0.20.dev45-py3-none-manylinux_2_28_x86_64.whl";
    private static final String STABLE = "mlc_llm_cpu-0.19.0-py3-none-manylinux_2_28_x86_64.whl";

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    private LoopbackGhcr ghcr;
    private LoopbackGitHub github;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        pipelines = new Pipelines(rule);
        jenkins.createOnlineSlave(Label.get("builder"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "registry", "", Secret.fromString("token")),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "wrong", "", Secret.fromString("nonsense")),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(TOKEN))));
        SystemCredentialsProvider.getInstance().save();
    }

    @BeforeEach
    void startServers() throws Exception {
        ghcr = LoopbackGhcr.start();
        github = LoopbackGitHub.start().allow(TOKEN);
    }

    @AfterEach
    void stopServers() {
        assertThat(github.violations()).isEmpty();
        assertThat(ghcr.violations()).isEmpty();
        github.close();
        ghcr.close();
    }

    private static WorkflowRun run(Result expected, String body) throws Exception {
        WorkflowRun run = pipelines.run(expected, "node('builder') {\n" + body + "\n}");
        assertThat(run.getLog(10_000)).noneMatch(line -> line.contains(TOKEN) || line.startsWith("\tat "));
        return run;
    }

    private String images(String more) {
        return "echo \"returned ${mlcPruneImages(repository: '" + ghcr.repository() + "', apiUri: '" + ghcr.apiAddress()
                + "', credentialsId: 'registry', keep: 2" + more + ")}\"";
    }

    private long deletions() {
        return ghcr.requests().stream()
                .filter(request -> request.method().equals("DELETE"))
                .count();
    }

    @Test
    void imagesAreOnlyShownUnlessTold() throws Exception {
        ghcr.model().image("new");
        ghcr.model().image("middle");
        String old = ghcr.model().image("old");

        WorkflowRun run = run(Result.SUCCESS, images(""));

        jenkins.assertLogContains("delete  " + old + " (old): it is number 3 of 3, and the newest 2 are kept", run);
        jenkins.assertLogContains("Nothing was deleted. Say dryRun: false to delete.", run);
        jenkins.assertLogContains("returned [" + old + "]", run);
        assertThat(deletions()).isZero();
    }

    @Test
    void oldImagesGoAndAgainNothing() throws Exception {
        ghcr.model().image("new");
        ghcr.model().image("middle");
        ghcr.model().image("v1.0");
        String old = ghcr.model().image("old");

        WorkflowRun first = run(Result.SUCCESS, images(", dryRun: false, protect: ['v1.*']"));
        WorkflowRun second = run(Result.SUCCESS, images(", dryRun: false, protect: ['v1.*']"));

        jenkins.assertLogContains("returned [" + old + "]", first);
        jenkins.assertLogContains("(v1.0): its tag v1.0 is protected", first);
        jenkins.assertLogContains("returned []", second);
        assertThat(deletions()).isEqualTo(1);
    }

    @Test
    void deletesMoreThanTheShareOnlyByForce() throws Exception {
        ghcr.model().image("new");
        ghcr.model().image("middle");
        String old = ghcr.model().image("old");

        WorkflowRun refused = run(Result.FAILURE, images(", dryRun: false, maxShare: 0.25"));
        long deletedByRefused = deletions();
        WorkflowRun forced = run(Result.SUCCESS, images(", dryRun: false, maxShare: 0.25, force: true"));

        jenkins.assertLogContains("delete  " + old + " (old): it is number 3 of 3", refused);
        jenkins.assertLogContains("1 of 3 items would be deleted, more than the share of 25 %", refused);
        assertThat(deletedByRefused).isZero();
        jenkins.assertLogContains("returned [" + old + "]", forced);
        assertThat(deletions()).isEqualTo(1);
    }

    @Test
    void failsWhenNotAllCouldBeDeleted() throws Exception {
        ghcr.model().image("old");
        ghcr.model().image("middle");
        ghcr.model().image("new");
        ghcr.fail(request -> request.method().equals("DELETE"), 9, LoopbackGhcr.Fault.status(403, "not this package"));

        WorkflowRun run = run(Result.FAILURE, images(", dryRun: false"));

        jenkins.assertLogContains("Not all that is to go could be deleted", run);
        jenkins.assertLogContains("0 deleted, 2 kept, 1 failed", run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        mlcPruneImages()                                                    | Give repository: 'ghcr.io/OWNER/NAME'
        mlcPruneImages(repository: 'ghcr.io/o/n')                           | No credentials to prune
        mlcPruneImages(repository: 'ghcr.io/o/n:tag', credentialsId: 'text') | Write it as ghcr.io/OWNER/NAME, without a tag
        mlcPruneImages(repository: 'quay.io/o/n', apiUri: 'https://api.github.com', credentialsId: 'text') | must not hear its token
        mlcPruneImages(repository: 'ghcr.io/o/n', newestBy: 'luck')         | newestBy has to be time or version
        mlcPruneImages(repository: 'ghcr.io/o/n', credentialsId: 'text', maxShare: 2) | the largest share has to be above 0 and at most 1, not 2.0
        mlcPruneReleases(repository: 'o/n', credentialsId: 'text', maxShare: 0) | the largest share has to be above 0 and at most 1, not 0.0
        mlcPruneReleases(credentialsId: 'text')                             | no repository on GitHub to prune
        mlcPruneReleases(repository: 'o/n')                                 | no credentials to prune
        mlcPublishIndex(repository: 'o/n')                                  | no credentials to index
        mlcPublishIndex(repository: 'o/n', credentialsId: 'none')           | There are no credentials 'none'
        """)
    void saysWhatIsMissing(String call, String message) throws Exception {
        jenkins.assertLogContains(message, run(Result.FAILURE, call));
    }

    @Test
    void saysThatTheTokenIsRefused() throws Exception {
        WorkflowRun run =
                run(Result.FAILURE, images(", credentialsId: 'wrong'").replace("credentialsId: 'registry', ", ""));

        jenkins.assertLogContains("token", run);
        jenkins.assertLogNotContains("nonsense", run);
    }

    private String onGitHub(String step, String more) {
        return step + "(repository: '" + github.repository() + "', apiUri: '" + github.api()
                + "', credentialsId: 'text'" + more + ")";
    }

    private GitHubModel.StoredRelease publishNightlies() {
        GitHubModel.StoredRelease nightly = github.model().addPrerelease("nightly");
        for (String name : List.of(OLD, NEW)) {
            github.model().addAsset(nightly, name, name.getBytes(StandardCharsets.UTF_8));
        }
        GitHubModel.StoredRelease stable = github.model().add("v0.19.0", false, "");
        github.model().addAsset(stable, STABLE, STABLE.getBytes(StandardCharsets.UTF_8));
        return nightly;
    }

    @Test
    void nightliesGoAndTheIndexNamesWhatStays() throws Exception {
        GitHubModel.StoredRelease nightly = publishNightlies();

        WorkflowRun shown =
                run(Result.SUCCESS, "def gone = " + onGitHub("mlcPruneReleases", "") + "\necho \"gone ${gone}\"");
        assertThat(nightly.files()).containsOnlyKeys(OLD, NEW);
        WorkflowRun applied = run(
                Result.SUCCESS,
                "def gone = " + onGitHub("mlcPruneReleases", ", index: 'public/simple', dryRun: false")
                        + "\necho \"gone ${gone}\"\n"
                        + "echo readFile('public/simple/mlc-llm-nightly-cpu/index.html')\n"
                        + "echo readFile('public/simple/mlc-llm-cpu/index.html')");

        jenkins.assertLogContains("gone [" + OLD + "]", shown);
        jenkins.assertLogContains("gone [" + OLD + "]", applied);
        assertThat(nightly.files()).containsOnlyKeys(NEW);
        String log = JenkinsRule.getLog(applied);
        String html = log.substring(log.indexOf("<!DOCTYPE html>"));
        assertThat(html).contains(NEW, STABLE, "#sha256=").doesNotContain(OLD);
    }

    @Test
    void moreNightliesThanTheShareGoOnlyByForce() throws Exception {
        GitHubModel.StoredRelease nightly = publishNightlies();

        WorkflowRun refused = run(Result.FAILURE, onGitHub("mlcPruneReleases", ", dryRun: false, maxShare: 0.4"));
        assertThat(nightly.files()).containsOnlyKeys(OLD, NEW);
        run(Result.SUCCESS, onGitHub("mlcPruneReleases", ", dryRun: false, maxShare: 0.4, force: true"));

        jenkins.assertLogContains("1 of 2 items would be deleted, more than the share of 40 %", refused);
        assertThat(nightly.files()).containsOnlyKeys(NEW);
    }

    @Test
    void releasesOfVersionsAreRefused() throws Exception {
        publishNightlies();

        WorkflowRun run = run(Result.FAILURE, onGitHub("mlcPruneReleases", ", tag: 'v0.19.0', dryRun: false"));

        jenkins.assertLogContains("v0.19.0 is the release of a version, whose wheels stay for ever", run);
        assertThat(github.model().release("v0.19.0").files()).containsOnlyKeys(STABLE);
    }

    @Test
    void indexOfDirectoryNeedsNoRepository() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, """
                writeFile file: 'releases/v1.0.0/notes.txt', text: 'none'
                writeFile file: 'releases/v1.0.0/demo-1.0.0-py3-none-any.whl', text: 'no archive'
                echo "projects ${mlcPublishIndex(from: 'releases', to: 'public', allowEmpty: true)}"
                """);
        jenkins.assertLogContains("'v1.0.0/demo-1.0.0-py3-none-any.whl' is left out of the index", run);
        jenkins.assertLogContains("projects []", run);
        WorkflowRun both = run(Result.FAILURE, "mlcPublishIndex(from: 'releases', repository: 'o/n')");
        jenkins.assertLogContains("does not go with repository", both);
    }

    @Test
    void indexWithoutWheelsIsRefusedAndTheOldOneStays() throws Exception {
        GitHubModel.StoredRelease nightly = publishNightlies();
        run(Result.SUCCESS, onGitHub("mlcPublishIndex", ", to: '../kept'"));
        for (String tag : List.of("nightly", "v0.19.0")) {
            github.model().releases(tag).forEach(github.model()::remove);
        }

        WorkflowRun over = run(
                Result.FAILURE,
                "try {\n" + onGitHub("mlcPublishIndex", ", to: '../kept'") + "\n} finally {\n"
                        + "echo readFile('../kept/mlc-llm-cpu/index.html')\n}");
        WorkflowRun fresh = run(Result.FAILURE, onGitHub("mlcPublishIndex", ", to: 'fresh'"));
        WorkflowRun wrong = run(Result.FAILURE, "mlcPublishIndex(from: 'nowhere', to: 'fresh')");
        WorkflowRun allowed = run(
                Result.SUCCESS,
                "echo \"before ${fileExists('fresh')}\"\n" + "echo \"projects ${"
                        + onGitHub("mlcPublishIndex", ", to: 'fresh', allowEmpty: true") + "}\"");

        assertThat(nightly.files()).containsOnlyKeys(OLD, NEW);
        jenkins.assertLogContains("which has 2 projects and stays as it is", over);
        jenkins.assertLogContains(STABLE, over);
        jenkins.assertLogContains("there are no wheels for the index", fresh);
        jenkins.assertLogContains("allowEmpty: true", fresh);
        jenkins.assertLogContains("nowhere: no such file or directory\nCheck its name", wrong);
        jenkins.assertLogContains("before false", allowed);
        jenkins.assertLogContains("projects []", allowed);
    }

    @Test
    void indexHasAllPublishedWheels() throws Exception {
        publishNightlies();

        WorkflowRun run = run(
                Result.SUCCESS,
                "echo \"projects ${" + onGitHub("mlcPublishIndex", ", to: 'public'") + "}\"\n"
                        + "echo readFile('public/mlc-llm-nightly-cpu/index.html')");

        jenkins.assertLogContains("projects [mlc-llm-cpu, mlc-llm-nightly-cpu]", run);
        jenkins.assertLogContains("wrote the index of 3 wheels of 2 projects to ", run);
        jenkins.assertLogContains(OLD, run);
        jenkins.assertLogContains(github.api().getHost(), run);
    }
}
