package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubFault;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.engine.release.ReleasePublisher;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.model.ArtifactManagerConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Publishes from plain pipelines on an agent of one Jenkins, to a directory and to a GitHub on this machine. */
@WithJenkins
class PublishReleaseStepTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String TOKEN = "ghs_Secret+of/the=test";
    private static final String WHEEL = "demo-1.2.0-py3-none-manylinux_2_28_x86_64.whl";

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    private LoopbackGitHub github;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RecordWheelStep.register();
        pipelines = new Pipelines(rule);
        jenkins.createOnlineSlave(hudson.model.Label.get("builder"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(TOKEN)),
                        new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "password", "", "bot", TOKEN),
                        new FileCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                "file",
                                "",
                                "token.txt",
                                SecretBytes.fromRawBytes(new byte[1]))));
        SystemCredentialsProvider.getInstance().save();
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void startGitHub() throws IOException {
        github = LoopbackGitHub.start().tag("v1.2.0", COMMIT).allow(TOKEN);
    }

    @AfterEach
    void stopGitHub() {
        assertThat(github.violations()).isEmpty();
        github.close();
    }

    private String toGitHub(String more) {
        return "mlcPublishRelease(tag: 'v1.2.0', commit: '" + COMMIT + "', repository: '" + github.repository()
                + "', apiUri: '" + github.api() + "'" + more + ")";
    }

    private static String onAgent(String body) {
        return "node('builder') {\n" + body + "\n}";
    }

    @Test
    void publishesToADirectory() throws Exception {
        WorkflowRun run = pipelines.succeed(onAgent("""
            deleteDir()
            recordWheel name: 'demo'
            def release = mlcPublishRelease(tag: 'v1.2.0', to: 'releases')
            echo "returned ${release.tag} ${release.draft} ${release.assets*.name}"
            echo "left ${sh(script: 'ls releases/v1.2.0; ls -A "$WORKSPACE@tmp"', returnStdout: true)}"
            """));

        jenkins.assertLogContains("returned v1.2.0 false [SHA256SUMS, " + WHEEL, run);
        jenkins.assertLogContains("left SHA256SUMS\n" + WHEEL, run);
        jenkins.assertLogNotContains("mlc-wheels-", run);
        PublishedRelease release = onlyRelease(run);
        assertThat(release.getUrl()).endsWith("/releases/v1.2.0");
        assertThat(run.isKeepLog()).isTrue();
        assertThat(run.getDescription()).isEqualTo("v1.2.0: " + release.getUrl());
    }

    @ParameterizedTest
    @CsvSource({"text", "password"})
    void publishesToGitHubWithCredentials(String credentials) throws Exception {
        WorkflowRun run = pipelines.succeed(onAgent("deleteDir()\nrecordWheel name: 'demo'\n"
                + "def release = "
                + toGitHub(", credentialsId: '" + credentials + "', notes: 'First.', expect: ['demo-*']")
                + "\necho \"returned ${release.url} ${release.assets.find { it.name.startsWith('demo') }.sha256}\""));

        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
        assertThat(github.model().release("v1.2.0").files()).containsKeys(WHEEL, "SHA256SUMS");
        assertThat(github.model().release("v1.2.0").body()).isEqualTo("First.");
        PublishedRelease release = onlyRelease(run);
        jenkins.assertLogContains("returned " + release.getUrl(), run);
        assertThat(run.getDescription()).contains(release.getUrl());
        assertThat(run.isKeepLog()).isTrue();
        assertThat(CredentialsProvider.getFingerprintOf(credentials(credentials))
                        .getUsages())
                .containsKey(run.getParent().getFullName());
        assertNowhere(TOKEN, run);
        assertPages(run, release);
    }

    private static void assertPages(WorkflowRun run, PublishedRelease release) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(run)
                            .getAnchorByHref(release.getUrl())
                            .getTextContent()
                            .strip())
                    .isEqualTo(release.getUrl());
            assertThat(client.goTo(run.getParent().getUrl() + "buildHistory/ajax")
                            .asXml())
                    .contains("Release v1.2.0");
            String json = client.goTo(
                            run.getUrl() + "api/json?tree=actions[releases[tag,url,draft,assets[name,sha256]]]",
                            "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(json).contains("\"tag\":\"v1.2.0\"", release.getUrl(), WHEEL, "\"draft\":false");
        }
    }

    /** The token is in no file of the build, of the agent or of Jenkins but the encrypted store of credentials. */
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
    void takesWheelsFromTheArtifactsWhereTheWorkspaceHasThemNot() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node('builder') {
                deleteDir()
                recordWheel name: 'demo', archived: true, gone: true
                recordWheel name: 'other', archived: true
                sh 'echo changed > wheelhouse/other-*.whl'
                mlcPublishRelease tag: 'v1.2.0', to: 'releases'
                sh 'cd releases/v1.2.0 && sha256sum --check --strict SHA256SUMS && ls -A "$WORKSPACE@tmp"'
            }
            """);

        jenkins.assertLogContains("fetching " + WHEEL + " from the artifacts of this build", run);
        jenkins.assertLogContains("other-1.2.0-py3-none-manylinux_2_28_x86_64.whl: OK", run);
    }

    @Test
    void agentGetsWheelsFromTheStoreThatKeepsThem(@TempDir Path directory) throws Exception {
        try (DistantArtifacts store = new DistantArtifacts(directory)) {
            ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(store);
            WorkflowRun run = pipelines.succeed("""
                node('builder') {
                    deleteDir()
                    recordWheel name: 'demo', archived: true, gone: true
                    mlcPublishRelease tag: 'v1.2.0', to: 'releases'
                    sh 'cd releases/v1.2.0 && sha256sum --check --strict SHA256SUMS'
                }
                """);

            jenkins.assertLogContains("fetching " + WHEEL + " from the artifacts of this build", run);
            assertThat(store.downloads()).isEqualTo(1);
        } finally {
            ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
        }
    }

    @Test
    void storeThatRefusesIsNamedWithoutTheAddressThatIsASecret(@TempDir Path directory) throws Exception {
        try (DistantArtifacts store = new DistantArtifacts(directory)) {
            store.refuse();
            ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(store);
            WorkflowRun run = pipelines.run(Result.FAILURE, """
                node('builder') {
                    deleteDir()
                    recordWheel name: 'demo', archived: true, gone: true
                    mlcPublishRelease tag: 'v1.2.0', to: 'releases'
                }
                """);

            jenkins.assertLogContains("The store of artifacts at 127.0.0.1 answered 403 when asked for " + WHEEL, run);
            assertNowhere(DistantArtifacts.SIGNATURE, run);
        } finally {
            ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
        }
    }

    @Test
    void dryRunTellsAndMarksNothing() throws Exception {
        WorkflowRun run = pipelines.succeed(
                onAgent("deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'text', dryRun: true")));

        jenkins.assertLogContains("v1.2.0: 3 files to send", run);
        assertThat(github.model().releases("v1.2.0")).isEmpty();
        assertThat(ReleasesAction.of(run)).isEmpty();
        assertThat(run.isKeepLog()).isFalse();
        assertThat(run.getDescription()).isNull();
    }

    private String nightly(String more) {
        return "mlcPublishRelease(channel: 'nightly', commit: '" + COMMIT + "', repository: '" + github.repository()
                + "', apiUri: '" + github.api() + "', credentialsId: 'text'" + more + ")";
    }

    @Test
    void nightlyIsPublishedAndItsBuildNotKept() throws Exception {
        WorkflowRun run = pipelines.succeed(onAgent("deleteDir()\nrecordWheel name: 'demo', version: '1.2.0.dev5'\n"
                + "echo \"returned ${" + nightly("") + ".tag}\""));

        jenkins.assertLogContains("returned nightly", run);
        assertThat(github.model().release("nightly").isPrerelease()).isTrue();
        assertThat(github.model().release("nightly").latest()).isEqualTo("false");
        assertThat(github.model().tags()).containsEntry("nightly", COMMIT);
        assertThat(onlyRelease(run).isNightly()).isTrue();
        assertThat(run.isKeepLog()).isFalse();
        assertNowhere(TOKEN, run);

        WorkflowRun failed = pipelines.run(
                Result.FAILURE,
                onAgent("deleteDir()\nrecordWheel name: 'demo', version: '1.2.0.dev6', tested: false\n" + nightly("")));
        jenkins.assertLogContains("was not tested in this build", failed);
        assertThat(github.model().release("nightly").names()).noneMatch(name -> name.contains("dev6"));

        WorkflowRun dated = pipelines.succeed(onAgent(
                "deleteDir()\nrecordWheel name: 'demo', version: '1.2.0.dev6'\n" + nightly(", nightlyKind: 'dated'")));
        assertThat(onlyRelease(dated).getTag()).matches("nightly-[0-9]{8}-g0123456");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        tag: 'v1.2.0'         | a nightly has no tag of its own
        nightlyKind: 'weekly' | 'weekly' is no kind of nightlies
        nightlyTag: 'v1.2.0'  | v1.2.0 is the tag of a version
        """)
    void refusesNightly(String parameter, String reason) throws Exception {
        WorkflowRun run = pipelines.run(
                Result.FAILURE,
                onAgent("deleteDir()\nrecordWheel name: 'demo', version: '1.2.0.dev5'\n" + nightly(", " + parameter)));
        jenkins.assertLogContains(reason, run);
        assertThat(ReleasesAction.of(run)).isEmpty();
    }

    @Test
    void draftIsMarkedAndNotKept() throws Exception {
        WorkflowRun run = pipelines.succeed(onAgent(
                "deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'text', draftOnly: true")));

        assertThat(github.model().release("v1.2.0").isDraft()).isTrue();
        assertThat(onlyRelease(run).isDraft()).isTrue();
        assertThat(run.isKeepLog()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        name: 'demo', passed: false                | to: 'releases'                       | failed its audit
        name: 'demo', tested: false                | to: 'releases'                       | was not tested in this build
        name: 'demo', version: '1.3.0'             | to: 'releases'                       | is version 1.3.0, but the tag v1.2.0 is 1.2.0
        name: 'demo'                               | to: 'releases', expect: ['demo-*', 'mlc-*'] | no wheel matches 'mlc-*', which is expected
        name: 'demo'                               | to: 'releases', wheels: 'dist/*.whl' | recorded no wheel that matches 'dist/*.whl'
        name: 'demo', gone: true                   | to: 'releases'                       | neither in the workspace nor archived
        name: 'demo'                               | commit: 'abc', repository: 'mlc-ai/mlc-llm' | no credentials to
        name: 'demo'                               | repository: 'mlc-ai/mlc-llm', credentialsId: 'text' | it is not known which commit was built
        name: 'demo'                               | commit: 'abc', credentialsId: 'text' | no repository on GitHub
        name: 'demo'                               | commit: 'abc', repository: 'mlc-ai/mlc-llm', credentialsId: 'text' | 'abc' is not the whole hash
        name: 'demo'                               | commit: 'abc', repository: 'mlc-ai/mlc-llm', credentialsId: 'text', apiUri: 'nowhere' | 'nowhere' is not an address
        name: 'demo'                               | commit: 'abc', repository: 'mlc-ai/mlc-llm', credentialsId: 'file' | The credentials 'file' hold no token
        name: 'demo'                               | to: 'releases', notesFile: '../outside' | '../outside' leads out of the workspace
        name: 'demo'                               | to: 'releases', expect: ['['] | '[' is not a valid file pattern
        name: 'demo'                               | to: 'releases', notes: 'a', notesFile: 'b' | both notes and notesFile are given
        """)
    void refuses(String wheel, String parameters, String reason) throws Exception {
        WorkflowRun run = pipelines.run(
                Result.FAILURE,
                onAgent("deleteDir()\nrecordWheel " + wheel + "\nmlcPublishRelease(tag: 'v1.2.0', " + parameters
                        + ")"));

        jenkins.assertLogContains(reason, run);
        assertThat(ReleasesAction.of(run)).isEmpty();
        assertThat(run.getLog(1000)).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void refusesNotesThatAreNotUtf8() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, onAgent("""
            deleteDir()
            recordWheel name: 'demo'
            writeFile file: 'NOTES.md', text: 'buRo', encoding: 'Base64'
            mlcPublishRelease tag: 'v1.2.0', to: 'releases', notesFile: 'NOTES.md'
            """));

        jenkins.assertLogContains("NOTES.md: is not UTF-8", run);
        jenkins.assertLogContains("Save the release notes as UTF-8.", run);
    }

    @Test
    void namesAllReasonsAtOnce() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, onAgent("""
            deleteDir()
            recordWheel name: 'demo', passed: false, tested: false
            recordWheel name: 'other', version: '9.9'
            mlcPublishRelease tag: 'v1.2.0', to: 'releases', expect: ['third-*']
            """));

        jenkins.assertLogContains("v1.2.0 was not published, for 4 reasons:", run);
        jenkins.assertLogContains("failed its audit", run);
        jenkins.assertLogContains("was not tested", run);
        jenkins.assertLogContains("is version 9.9", run);
        jenkins.assertLogContains("third-*", run);
    }

    @Test
    void doesNotBelieveAVariable() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, onAgent("""
            recordWheel name: 'demo'
            withEnv(['TAG_NAME=v1.2.0']) {
                mlcPublishRelease to: 'releases'
            }
            """));

        jenkins.assertLogContains(
                "this is not a build of a tag in a multibranch project; that TAG_NAME is 'v1.2.0' does not make it one",
                run);
    }

    @Test
    void publishesUntestedWheelsWhenTold() throws Exception {
        pipelines.succeed(onAgent("""
            deleteDir()
            recordWheel name: 'demo', tested: false
            mlcPublishRelease tag: 'v1.2.0', to: 'releases', requireTests: false
            """));
    }

    @Test
    void publishesWheelsThatAreNotProvenToBeTestedOnlyWhenTold() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, onAgent("""
            deleteDir()
            recordWheel name: 'demo', proven: false
            mlcPublishRelease tag: 'v1.2.0', to: 'releases'
            """));
        jenkins.assertLogContains("are not proven to have tested it", run);

        pipelines.succeed(onAgent("""
            deleteDir()
            recordWheel name: 'demo', proven: false
            mlcPublishRelease tag: 'v1.2.0', to: 'releases', allowUnproven: true
            sh 'grep -q "not proven" releases/v1.2.0/release.json'
            """));
    }

    @Test
    void refusesWhenTheTagIsThatOfAnotherCommit() throws Exception {
        github.tag("v1.2.0", "f".repeat(40));

        WorkflowRun run = pipelines.run(
                Result.FAILURE,
                onAgent("deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'text'")));

        jenkins.assertLogContains("the tag v1.2.0 points at " + "f".repeat(40), run);
        assertThat(github.model().releases("v1.2.0")).isEmpty();
    }

    @Test
    void takesUpARenewedToken() throws Exception {
        github.fail(LoopbackGitHub.Request::isAssetUpload, 1, exchange -> {
            github.expire(TOKEN).allow("renewed");
            replace("rotating", "renewed");
            GitHubFault.status(401).apply(exchange);
        });
        replace("rotating", TOKEN);

        WorkflowRun run = pipelines.succeed(
                onAgent("deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'rotating'")));

        jenkins.assertLogContains("the token was renewed meanwhile", run);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
    }

    private static void replace(String id, String token) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .removeIf(one -> one instanceof StandardCredentials known
                        && known.getId().equals(id));
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(token)));
        provider.save();
    }

    @Test
    void credentialsOfAnotherFolderAreNotFound() throws Exception {
        Folder ours = jenkins.createProject(Folder.class, "ours");
        Folder theirs = jenkins.createProject(Folder.class, "theirs");
        theirs.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(
                    Domain.global(),
                    List.of(new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, "private", "", Secret.fromString(TOKEN))))
        }));
        String script = onAgent("deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'private'"));

        WorkflowJob stranger = ours.createProject(WorkflowJob.class, "release");
        stranger.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, stranger);
        WorkflowJob owner = theirs.createProject(WorkflowJob.class, "release");
        owner.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun published = jenkins.buildAndAssertSuccess(owner);

        jenkins.assertLogContains("There are no credentials 'private' that this build may use", refused);
        assertNowhere(TOKEN, refused);
        assertNowhere(TOKEN, published);
    }

    @Test
    void abortLeavesADraftThatTheNextBuildTakesUp() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        GitHubFault stalled = GitHubFault.stallAfter(10);
        github.fail(LoopbackGitHub.Request::isAssetUpload, 1, exchange -> {
            reached.countDown();
            stalled.apply(exchange);
        });
        WorkflowJob job =
                pipelines.job(onAgent("deleteDir()\nrecordWheel name: 'demo'\n" + toGitHub(", credentialsId: 'text'")));
        WorkflowRun aborted = job.scheduleBuild2(0).waitForStart();
        assertThat(reached.await(1, TimeUnit.MINUTES)).as(() -> log(aborted)).isTrue();
        assertAgentIsAtIt(aborted);
        aborted.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
        jenkins.assertLogContains("What was sent stays in a draft that nobody sees", aborted);
        assertThat(github.model().release("v1.2.0").isDraft()).isTrue();
        stalled.end();

        jenkins.buildAndAssertSuccess(job);

        assertThat(github.model().releases("v1.2.0")).hasSize(1);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
    }

    /** The step says what it does, and no thread of the controller does it. */
    private static void assertAgentIsAtIt(WorkflowRun run) throws Exception {
        jenkins.waitForMessage("creating a draft of v1.2.0", run);
        assertThat(run.getExecution().getCurrentExecutions(false).get())
                .anyMatch(step -> step.getStatus().startsWith("publishing: "));
        assertThat(Thread.getAllStackTraces().values().stream().flatMap(Stream::of))
                .noneMatch(frame -> frame.getClassName().equals(ReleasePublisher.class.getName()));
    }

    @Test
    void formOffersTokensToThoseWhoMaySeeThem() {
        PublishReleaseStep.DescriptorImpl descriptor =
                ExtensionList.lookupSingleton(PublishReleaseStep.DescriptorImpl.class);

        assertThat(descriptor.doFillCredentialsIdItems(null, "", ""))
                .extracting(option -> option.value)
                .contains("text", "password");
    }

    private static String log(WorkflowRun run) {
        try {
            return JenkinsRule.getLog(run);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static PublishedRelease onlyRelease(WorkflowRun run) {
        List<PublishedRelease> releases = ReleasesAction.of(run).orElseThrow().getReleases();
        assertThat(releases).hasSize(1);
        return releases.get(0);
    }

    private static StandardCredentials credentials(String id) {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .map(StandardCredentials.class::cast)
                .filter(one -> one.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
