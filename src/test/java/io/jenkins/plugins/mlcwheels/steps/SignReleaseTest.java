package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import io.jenkins.plugins.mlcwheels.config.FolderSigning;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.engine.provenance.FileReport;
import io.jenkins.plugins.mlcwheels.engine.provenance.KeyAlgorithm;
import io.jenkins.plugins.mlcwheels.engine.provenance.PemKey;
import io.jenkins.plugins.mlcwheels.engine.provenance.StatementKind;
import io.jenkins.plugins.mlcwheels.engine.provenance.VerifyPolicy;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Signs with keys in credentials, on the controller of one Jenkins, what an agent publishes into a directory. */
@WithJenkins
class SignReleaseTest {

    private static final String PUBLISH = """
        node('builder') {
            deleteDir()
            recordWheel name: 'demo'
            def release = mlcPublishRelease(tag: 'v1.2.0', to: 'releases'%s)
            echo "signed by ${release?.signedBy}"
        }
        """;

    private static final SigningKeys KEYS = new SigningKeys();
    private static final SigningKeys OTHERS = new SigningKeys();

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RecordWheelStep.register();
        pipelines = new Pipelines(rule);
        jenkins.createOnlineSlave(hudson.model.Label.get("builder"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .addAll(List.of(
                        KEYS.file(CredentialsScope.GLOBAL, "key"),
                        SigningKeys.text("text", KEYS.pem()),
                        SigningKeys.text("pasted", KEYS.pem().replace("\n", " ").strip()),
                        KEYS.file(CredentialsScope.SYSTEM, "of-the-system"),
                        SigningKeys.text("token", "ghs_Secret"),
                        SigningKeys.text("public", KEYS.trusted().toPem()),
                        SigningKeys.text(
                                "encrypted",
                                PemKey.generate(KeyAlgorithm.ED25519).toPem("secret".toCharArray())),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "password", "", "bot", "Secret-of-the-test")));
        SystemCredentialsProvider.getInstance().save();
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @AfterEach
    void reset() {
        MlcWheelsConfiguration.get().setSignWith(null);
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        jenkins.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
    }

    private static String publish(String more) {
        return PUBLISH.formatted(more);
    }

    private static Path release(WorkflowRun run) {
        return Path.of(ReleasesAction.of(run).orElseThrow().getReleases().get(0).getUrl());
    }

    @ParameterizedTest
    @CsvSource({"key", "text", "pasted"})
    void shouldSignOnTheControllerWithTheKeyOfCredentials(String credentials) throws Exception {
        WorkflowRun run = pipelines.succeed(publish(", signWith: '" + credentials + "'"));

        jenkins.assertLogContains(
                "signed the provenance of 1 wheel with key " + KEYS.trusted().id(), run);
        jenkins.assertLogContains("signed by " + KEYS.trusted().id(), run);
        Path wheel = SigningKeys.onlyWheel(release(run));
        FileReport report = KEYS.verify(wheel, VerifyPolicy.PROVENANCE);
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(OTHERS.verify(wheel, VerifyPolicy.PROVENANCE).passed()).isFalse();
        var predicate = report.statement(StatementKind.PROVENANCE).orElseThrow().predicate();
        assertThat(predicate.at("/runDetails/builder/id").asText())
                .isEqualTo(jenkins.getURL().toString());
        assertThat(predicate.at("/runDetails/metadata/invocationId").asText())
                .isEqualTo(jenkins.getURL() + run.getUrl());
        var external = predicate.at("/buildDefinition/externalParameters");
        assertThat(external.path("givenTag").asText()).isEqualTo("v1.2.0");
        assertThat(external.path("flavour").asText()).isEqualTo("cpu");
        assertThat(external.has("ref") || external.has("commit") || external.has("repository"))
                .isFalse();
        assertThat(Files.readString(wheel.resolveSibling("release.json"))).contains(".whl.sigstore.json");
        assertKeyIsNowhere(run);
        StandardCredentials used =
                (StandardCredentials) SystemCredentialsProvider.getInstance().getCredentials().stream()
                        .filter(one -> one instanceof StandardCredentials known
                                && known.getId().equals(credentials))
                        .findFirst()
                        .orElseThrow();
        assertThat(CredentialsProvider.getFingerprintOf(used).getUsages())
                .containsKey(run.getParent().getFullName());
    }

    private static void assertKeyIsNowhere(WorkflowRun run) throws Exception {
        KEYS.assertNowhere(List.of(
                run.getParent().getRootDir().toPath(),
                Path.of(jenkins.jenkins.getNode("slave0").getRootPath().getRemote())));
    }

    @Test
    void shouldSignNothingUnlessToldTo() throws Exception {
        WorkflowRun run = pipelines.succeed(publish(""));

        jenkins.assertLogContains("signed by null", run);
        assertThat(Files.list(release(run)).map(Path::toString)).noneMatch(name -> name.endsWith(".sigstore.json"));
        assertThat(ReleasesAction.of(run).orElseThrow().getReleases().get(0).getSignature())
                .isNull();
    }

    @Test
    void shouldTakeTheNearestDefault() throws Exception {
        MlcWheelsConfiguration.get().setSignWith("key");
        Folder outer = jenkins.createProject(Folder.class, "outer");
        Folder inner = outer.createProject(Folder.class, "inner");
        inner.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(Domain.global(), List.of(OTHERS.file(CredentialsScope.GLOBAL, "others")))
        }));
        WorkflowJob job = inner.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(publish(""), true));

        jenkins.assertLogContains("signed by " + KEYS.trusted().id(), jenkins.buildAndAssertSuccess(job));

        inner.addProperty(new FolderSigning("others"));
        jenkins.assertLogContains("signed by " + OTHERS.trusted().id(), jenkins.buildAndAssertSuccess(job));

        inner.getProperties().replace(new FolderSigning(""));
        jenkins.assertLogContains("signed by null", jenkins.buildAndAssertSuccess(job));

        job.setDefinition(new CpsFlowDefinition(publish(", signWith: 'key'"), true));
        jenkins.assertLogContains("signed by " + KEYS.trusted().id(), jenkins.buildAndAssertSuccess(job));

        inner.getProperties().remove(FolderSigning.class);
        job.setDefinition(new CpsFlowDefinition(publish(", signWith: ''"), true));
        jenkins.assertLogContains("signed by null", jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void shouldKeepTheDefaultOfAFolderInItsForm() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "form");
        folder.addProperty(new FolderSigning("key"));
        jenkins.configRoundtrip(folder);
        assertThat(folder.getProperties().get(FolderSigning.class).getSignWith())
                .isEqualTo("key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        missing       | there are no credentials 'missing' to sign with that this build may use
        of-the-system | there are no credentials 'of-the-system' to sign with that this build may use
        password      | the credentials 'password' hold no key
        token         | the credentials 'token' can't sign: there is no private key in PEM form
        public        | this is a public key; signing wants the private one
        encrypted     | the key in the credentials 'encrypted' has a passphrase
        """)
    void shouldPublishNothingWhenItCantSign(String credentials, String reason) throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, publish(", signWith: '" + credentials + "'"));

        jenkins.assertLogContains("v1.2.0 was not published: ", run);
        jenkins.assertLogContains(reason, run);
        assertThat(ReleasesAction.of(run)).isEmpty();
        assertThat(run.getLog(1000)).noneMatch(line -> line.startsWith("\tat "));
        jenkins.assertLogNotContains("ghs_Secret", run);
        jenkins.assertLogNotContains("Secret-of-the-test", run);
    }

    @Test
    void shouldNotUseCredentialsThatTheBuildsUserMayNotUse() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, hudson.model.Computer.BUILD)
                .everywhere()
                .to("alice", "bob")
                .grant(CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("bob");
        jenkins.jenkins.setAuthorizationStrategy(rights);
        WorkflowJob job = pipelines.job(publish(", signWith: 'key'"));

        runAs(job, "alice");
        WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        runAs(job, "bob");
        WorkflowRun signed = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("there are no credentials 'key' to sign with that this build may use", refused);
        assertThat(ReleasesAction.of(refused)).isEmpty();
        assertKeyIsNowhere(refused);
        jenkins.assertLogContains("signed by " + KEYS.trusted().id(), signed);
    }

    /** No build may use it by its id; the administrator's choice for all jobs needs no right of the build. */
    @Test
    void shouldSignWithAKeyOfTheSystemThatNoJobMayUse() throws Exception {
        MlcWheelsConfiguration.get().setSignWith("of-the-system");
        WorkflowRun signed = pipelines.succeed(publish(""));
        jenkins.assertLogContains("signed by " + KEYS.trusted().id(), signed);
        assertKeyIsNowhere(signed);

        Folder folder = jenkins.createProject(Folder.class, "of-a-folder");
        folder.addProperty(new FolderSigning("of-the-system"));
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(publish(""), true));
        jenkins.assertLogContains(
                "there are no credentials 'of-the-system' to sign with that this build may use",
                jenkins.buildAndAssertStatus(Result.FAILURE, job));

        MlcWheelsConfiguration.get().setSignWith("missing");
        jenkins.assertLogContains(
                "the system has no credentials 'missing' to sign with", pipelines.run(Result.FAILURE, publish("")));
    }

    private static void runAs(WorkflowJob job, String user) throws Exception {
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .replaceBy(List.of(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById(user, true).impersonate2())));
    }

    @Test
    void shouldNotUseTheKeyOfAnotherFolder() throws Exception {
        Folder theirs = jenkins.createProject(Folder.class, "theirs");
        theirs.addProperty(new FolderCredentialsProperty(new DomainCredentials[] {
            new DomainCredentials(Domain.global(), List.of(OTHERS.file(CredentialsScope.GLOBAL, "private")))
        }));

        WorkflowRun run = pipelines.run(Result.FAILURE, publish(", signWith: 'private'"));

        jenkins.assertLogContains("there are no credentials 'private' to sign with that this build may use", run);
    }

    @Test
    void shouldShowWhatWasSignedWithWhichKey() throws Exception {
        WorkflowRun run = pipelines.succeed(publish(", signWith: 'key'"));

        PublishedRelease release =
                ReleasesAction.of(run).orElseThrow().getReleases().get(0);
        assertThat(release.getSignature().getStatements())
                .singleElement()
                .satisfies(statement ->
                        assertThat(statement.getBundle()).isEqualTo(statement.getFile() + ".sigstore.json"));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.getPage(run).getAnchorByText("signed").getHrefAttribute())
                    .endsWith(run.getUrl() + "signatures/");
            String page = client.getPage(run, "signatures/").asNormalizedText();
            assertThat(page)
                    .contains(
                            KEYS.trusted().id(),
                            "demo-1.2.0-py3-none-manylinux_2_28_x86_64.whl.sigstore.json",
                            "provenance",
                            "BEGIN PUBLIC KEY");
            String json = client.goTo(run.getUrl() + "signatures/api/json?depth=3", "application/json")
                    .getWebResponse()
                    .getContentAsString();
            assertThat(json).contains("\"keyId\":\"" + KEYS.trusted().id(), "\"kind\":\"provenance\"");
        }
        run.getParent().doReload();
    }

    @Test
    void shouldCallTheSourceOfAReplayedBuildChanged() throws Exception {
        WorkflowRun first = pipelines.succeed(publish(""));
        String changed = publish(", signWith: 'key'");

        WorkflowRun replayed = (WorkflowRun)
                first.getAction(ReplayAction.class).run(changed, Map.of()).get();

        jenkins.assertBuildStatusSuccess(replayed);
        FileReport report = KEYS.verify(SigningKeys.onlyWheel(release(replayed)), VerifyPolicy.PROVENANCE);
        assertThat(report.statement(StatementKind.PROVENANCE)
                        .orElseThrow()
                        .predicate()
                        .at("/buildDefinition/internalParameters/pipeline")
                        .asText())
                .isEqualTo("edited");
    }

    @Test
    void shouldSignInADryRunAndPublishNothing() throws Exception {
        WorkflowRun run = pipelines.succeed(publish(", signWith: 'key', dryRun: true"));

        jenkins.assertLogContains("v1.2.0: 4 files to send", run);
        jenkins.assertLogContains(".whl.sigstore.json", run);
        assertThat(ReleasesAction.of(run)).isEmpty();
    }

    @Test
    void shouldKeepBundlesOfAnEarlierPublication() throws Exception {
        String script = """
            node('builder') {
                recordWheel name: 'demo'
                mlcPublishRelease(tag: 'v1.2.0', to: "$WORKSPACE/../again", signWith: 'key')
            }
            """;
        WorkflowJob job = pipelines.job(script);
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        Path bundle = SigningKeys.onlyWheel(release(first))
                .resolveSibling(SigningKeys.onlyWheel(release(first)).getFileName() + ".sigstore.json");
        byte[] before = Files.readAllBytes(bundle);

        jenkins.buildAndAssertSuccess(job);

        assertThat(new String(Files.readAllBytes(bundle), StandardCharsets.UTF_8))
                .isEqualTo(new String(before, StandardCharsets.UTF_8));
    }

    @Test
    void shouldSayThatJenkinsHasNoAddress() throws Exception {
        String url = jenkins.jenkins.getRootUrl();
        JenkinsLocationConfiguration location = JenkinsLocationConfiguration.get();
        location.setUrl(null);
        try {
            WorkflowRun run = pipelines.run(Result.FAILURE, publish(", signWith: 'key'"));
            jenkins.assertLogContains("Jenkins does not know its own address", run);
        } finally {
            location.setUrl(url);
        }
    }
}
