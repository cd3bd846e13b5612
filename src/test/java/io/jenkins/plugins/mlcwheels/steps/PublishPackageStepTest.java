package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.packageindex.LoopbackIndex;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Uploads from plain pipelines on an agent of one Jenkins to a package index on this machine. */
@WithJenkins
class PublishPackageStepTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String PASSWORD = "pypi-good-token";
    private static final String TOKEN = "ghs_Secret+of/the=test";
    private static final String WHEEL = "demo-1.2.0-py3-none-manylinux_2_28_x86_64.whl";

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    private LoopbackIndex index;
    private LoopbackGitHub github;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RecordWheelStep.register();
        pipelines = new Pipelines(rule);
        jenkins.createOnlineSlave(Label.get("builder"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "github", "", Secret.fromString(TOKEN)),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(PASSWORD)),
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL, "wrong", "", Secret.fromString("pypi-wrong-token")),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "password", "", "__token__", PASSWORD)));
        SystemCredentialsProvider.getInstance().save();
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void startServers() throws Exception {
        index = LoopbackIndex.start();
        github = LoopbackGitHub.start().tag("v1.2.0", COMMIT).allow(TOKEN);
    }

    @AfterEach
    void stopServers() {
        index.close();
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    private String release(String more) {
        return "mlcPublishRelease(tag: 'v1.2.0', commit: '" + COMMIT + "', repository: '" + github.repository()
                + "', apiUri: '" + github.api() + "', credentialsId: 'github'" + more + ")\n";
    }

    private String upload(String more) {
        return "mlcPublishPackage(index: '" + index.address() + "'" + more + ")\n";
    }

    private static String onAgent(String body) {
        return "node('builder') {\ndeleteDir()\n" + body + "\n}";
    }

    @ParameterizedTest
    @CsvSource({"text", "password"})
    void goesBetweenTheDraftAndTheRelease(String credentials) throws Exception {
        List<Boolean> drafts = new ArrayList<>();
        index.fail(LoopbackIndex.Request::isUpload, 9, exchange -> {
            GitHubModel.StoredRelease release = github.model().release("v1.2.0");
            drafts.add(release.isDraft() && release.files().containsKey(WHEEL));
            return false;
        });

        WorkflowRun run = pipelines.succeed(onAgent("recordWheel name: 'demo'\n" + release(", draftOnly: true")
                + "def there = " + upload(", credentialsId: '" + credentials + "'")
                + release("") + "echo \"returned ${there.index} ${there.files*.name} ${there.files*.sha256}\""));

        assertThat(drafts).containsExactly(true);
        assertThat(index.names()).containsExactly(WHEEL);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
        jenkins.assertLogContains("returned " + index.address() + " [" + WHEEL + "]", run);
        assertThat(ReleasesAction.of(run).orElseThrow().getUploads())
                .singleElement()
                .satisfies(upload -> {
                    assertThat(upload.getIndex()).isEqualTo(index.address().toString());
                    assertThat(upload.getNames()).isEqualTo(WHEEL);
                });
        assertThat(CredentialsProvider.getFingerprintOf(
                                SystemCredentialsProvider.getInstance().getCredentials().stream()
                                        .filter(found -> found.toString().contains(credentials)
                                                || idOf(found).equals(credentials))
                                        .findFirst()
                                        .orElseThrow())
                        .getUsages())
                .containsKey(run.getParent().getFullName());
        assertNowhere(PASSWORD, run);
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(run).asNormalizedText()).contains("On " + index.address() + ": " + WHEEL);
            assertThat(client.goTo(
                                    run.getUrl() + "api/json?tree=actions[uploads[index,files[name]]]",
                                    "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains(index.address().toString(), WHEEL);
        }
    }

    private static String idOf(Object credentials) {
        return ((com.cloudbees.plugins.credentials.common.StandardCredentials) credentials).getId();
    }

    /** The password is in no file of the build or of the agent. */
    private static void assertNowhere(String secret, WorkflowRun run) throws Exception {
        assertThat(run.getLog(10_000)).noneMatch(line -> line.contains(secret));
        FilePath agent = new FilePath(jenkins.jenkins.getNode("slave0").getRootPath(), ".");
        for (Path root : List.of(run.getRootDir().toPath(), Path.of(agent.getRemote()))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(secret);
                }
            }
        }
    }

    @Test
    void tellsTheWordsOfTheIndexAndNeverThePassword() throws Exception {
        index.fail(
                LoopbackIndex.Request::isUpload,
                1,
                LoopbackIndex.Fault.answer(403, "text/plain", "you sent pypi-wrong-token"));
        WorkflowRun run = pipelines.run(
                Result.FAILURE, onAgent("recordWheel name: 'demo'\n" + upload(", credentialsId: 'wrong'")));
        jenkins.assertLogContains("you sent ***", run);
        jenkins.assertLogContains("0 of 1 file is on " + index.address(), run);
        assertNowhere("pypi-wrong-token", run);
        assertThat(ReleasesAction.of(run)).isEmpty();

        WorkflowRun next = pipelines.succeed(onAgent("recordWheel name: 'demo'\n" + upload(", credentialsId: 'text'")));
        jenkins.assertLogContains("on " + index.address() + ": " + WHEEL, next);
        assertThat(next.isKeepLog()).isFalse();
    }

    @Test
    void dryRunTellsAndSendsNothing() throws Exception {
        WorkflowRun run = pipelines.succeed(
                onAgent("recordWheel name: 'demo'\n" + upload(", credentialsId: 'text', dryRun: true")));
        jenkins.assertLogContains("upload " + WHEEL, run);
        assertThat(index.requests()).noneMatch(LoopbackIndex.Request::isUpload);
        assertThat(ReleasesAction.of(run)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        name: 'demo'                | credentialsId: 'text'                          | it is not known which package index
        name: 'demo'                | index: 'not an address'                        | 'not an address' is no package index
        name: 'demo'                | index: 'https://user:hush@pypi.example.org/'   | has a user or a password in it
        name: 'demo'                | index: 'https://127.0.0.1:1/', credentialsId: 'none' | There are no credentials 'none'
        name: 'demo', passed: false | index: 'https://127.0.0.1:1/'                  | failed its audit
        name: 'demo', tested: false | index: 'https://127.0.0.1:1/'                  | was not tested in this build
        name: 'demo', proven: false | index: 'https://127.0.0.1:1/'                  | are not proven to have tested it
        name: 'demo'                | index: 'https://127.0.0.1:1/', wheels: 'x/*'   | recorded no wheel that matches 'x/*'
        name: 'demo', gone: true    | index: 'https://127.0.0.1:1/'                  | neither in the workspace nor archived
        """)
    void refuses(String wheel, String parameters, String reason) throws Exception {
        WorkflowRun run = pipelines.run(
                Result.FAILURE, onAgent("recordWheel " + wheel + "\nmlcPublishPackage(" + parameters + ")"));
        jenkins.assertLogContains(reason, run);
        assertThat(run.getLog(1000)).noneMatch(line -> line.startsWith("\tat ") || line.contains("hush"));
    }
}
