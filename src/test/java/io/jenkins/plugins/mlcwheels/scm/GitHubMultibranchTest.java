package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.credentials.LoopbackApp;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubModel;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.record.PublishedAsset;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.github_branch_source.BranchDiscoveryTrait;
import org.jenkinsci.plugins.github_branch_source.ForkPullRequestDiscoveryTrait;
import org.jenkinsci.plugins.github_branch_source.GitHubAppCredentials;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;
import org.jenkinsci.plugins.github_branch_source.OriginPullRequestDiscoveryTrait;
import org.jenkinsci.plugins.github_branch_source.TagDiscoveryTrait;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a pushed tag to a release on GitHub, in projects of GitHub Branch Source with the credentials of an App. */
@WithJenkins
class GitHubMultibranchTest {

    private static final String PUBLISHING = """
        node {
            deleteDir()
            recordWheel name: 'demo'
            mlcPublishRelease()
        }
        """;

    private static JenkinsRule jenkins;
    private static int projects;

    @TempDir
    private Path temporary;

    private LoopbackGitHub github;
    private LoopbackApp app;
    private GitRepository repository;
    private LoopbackSource source;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        RecordWheelStep.register();
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    @AfterAll
    static void end() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        jenkins.after();
    }

    @BeforeEach
    void startGitHub() throws Exception {
        github = LoopbackGitHub.start();
        app = LoopbackApp.on(github);
        repository = GitRepository.init(temporary.resolve("demo"));
        source = LoopbackSource.on(github, repository);
        EnvironmentVariablesNodeProperty forGit =
                new EnvironmentVariablesNodeProperty(source.gitEnvironment().entrySet().stream()
                        .map(entry -> new EnvironmentVariablesNodeProperty.Entry(entry.getKey(), entry.getValue()))
                        .toList());
        jenkins.jenkins.getGlobalNodeProperties().replaceBy(List.of(forGit));
        addApp();
    }

    private void addApp() throws Exception {
        GitHubAppCredentials credentials = new GitHubAppCredentials(
                CredentialsScope.GLOBAL, "app", "", "1", Secret.fromString(LoopbackApp.privateKey()));
        credentials.setApiUri(github.api().toString());
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials().add(credentials);
        provider.save();
        forgetTokens();
    }

    @AfterEach
    void stopGitHub() {
        github.close();
        assertThat(github.violations()).isEmpty();
    }

    private WorkflowMultiBranchProject connect() throws Exception {
        String[] name = github.repository().split("/");
        GitHubSCMSource connected = new GitHubSCMSource(name[0], name[1], null, false);
        connected.setApiUri(github.api().toString());
        connected.setCredentialsId("app");
        connected.setTraits(List.of(
                new BranchDiscoveryTrait(1),
                new OriginPullRequestDiscoveryTrait(2),
                new ForkPullRequestDiscoveryTrait(2, new ForkPullRequestDiscoveryTrait.TrustEveryone()),
                new TagDiscoveryTrait()));
        BranchSource branches = new BranchSource(connected);
        branches.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "project-" + ++projects);
        project.getSourcesList().add(branches);
        return project;
    }

    /** @return the log of the scan, when everything that it started has ended */
    private static String scan(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        String log = Files.readString(project.getComputation().getLogFile().toPath());
        assertThat(project.getComputation().getResult()).as(log).isEqualTo(Result.SUCCESS);
        return log;
    }

    private static WorkflowRun onlyBuild(WorkflowMultiBranchProject project, String name) {
        assertThat(project.getItem(name)).as("the job of " + name).isNotNull();
        WorkflowRun run = project.getItem(name).getLastBuild();
        assertThat(run.getNumber()).isEqualTo(1);
        return run;
    }

    @Test
    void pushedTagIsReleasedWithoutParameters() throws Exception {
        Pipelines.needPython();
        PackedProject.good(temporary, "demo", "1.0.0");
        repository.file("Jenkinsfile", """
            node {
                checkout scm
                mlcBuildWheel(platform: 'auto')
                mlcTestWheel(command: 'python -c "import demo"', requirements: ['--no-index'])
                if (env.TAG_NAME) {
                    mlcPublishRelease()
                }
            }
            """).commit("Release");
        WorkflowMultiBranchProject project = connect();
        scan(project);
        assertThat(project.getItem("main").getLastBuild()).isNull();
        repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");

        String log = scan(project);

        assertThat(log).contains("tag v1.0.0 is a release tag and is built");
        WorkflowRun run = jenkins.assertBuildStatusSuccess(onlyBuild(project, "v1.0.0"));
        assertThat(run.isKeepLog()).isTrue();
        assertThat(github.model().release("v1.0.0").isDraft()).isFalse();
        PublishedRelease release =
                ReleasesAction.of(run).orElseThrow().getReleases().get(0);
        assertThat(run.getDescription()).isEqualTo("v1.0.0: " + release.getUrl());
        assertInstallable(release);
        assertThat(scan(project)).doesNotContain("is a release tag and is built");
        onlyBuild(project, "v1.0.0");
        assertUsageIsTracked(run);
        assertTokenIsNowhere(run);
    }

    private void assertInstallable(PublishedRelease release) throws Exception {
        PublishedAsset wheel = release.getAssets().stream()
                .filter(asset -> asset.getName().endsWith(".whl"))
                .findFirst()
                .orElseThrow();
        Path file = temporary.resolve(wheel.getName());
        HttpRequest request = HttpRequest.newBuilder(URI.create(wheel.getUrl())).build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofFile(file))
                        .statusCode())
                .isEqualTo(200);
        Path installed = temporary.resolve("installed");
        run("python3", "-m", "pip", "install", "--no-index", "--target", installed.toString(), file.toString());
        run(
                "env",
                "PYTHONPATH=" + installed,
                "python3",
                "-c",
                "import demo; assert '" + installed + "' in demo.__file__");
    }

    private void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static void assertUsageIsTracked(WorkflowRun run) throws Exception {
        assertThat(CredentialsProvider.getFingerprintOf(SystemCredentialsProvider.getInstance()
                                .getCredentials()
                                .get(0))
                        .getUsages())
                .containsKey(run.getParent().getFullName());
    }

    private void assertTokenIsNowhere(WorkflowRun run) throws Exception {
        assertThat(app.tokens()).isNotEmpty();
        Path workspaces = jenkins.jenkins.getRootDir().toPath().resolve("workspace");
        for (Path root : List.of(run.getRootDir().toPath(), workspaces)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("ghs_AppToken");
                }
            }
        }
    }

    @Test
    void tokenThatExpiredSinceTheBuildIsReplaced() throws Exception {
        Path go = temporary.resolve("go");
        repository.file("Jenkinsfile", """
            node {
                deleteDir()
                withCredentials([usernamePassword(credentialsId: 'app', usernameVariable: 'U', passwordVariable: 'P')]) {
                    sh 'echo built with $P'
                }
                recordWheel name: 'demo'
                sh 'echo waiting; while [ ! -e "%s" ]; do sleep 0.1; done'
                mlcPublishRelease()
            }
            """.formatted(go)).commit("Release");
        repository.git("tag", "v1.2.0");
        WorkflowMultiBranchProject project = connect();
        project.scheduleBuild2(0).getFuture().get();
        WorkflowJob job = project.getItem("v1.2.0");
        while (job.getLastBuild() == null) {
            Thread.onSpinWait();
        }
        WorkflowRun run = job.getLastBuild();
        jenkins.waitForMessage("\nwaiting", run);
        app.expireTokens();
        int made = app.tokens().size();
        forgetTokens();
        Files.createFile(go);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        assertThat(app.tokens()).hasSize(made + 1);
        assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
        jenkins.assertLogContains("built with ****", run);
        assertTokenIsNowhere(run);
    }

    /** Credentials of Apps keep a token until it is old; as saved they have none. */
    private static void forgetTokens() {
        SystemCredentialsProvider.getInstance()
                .setDomainCredentialsMap(new SystemCredentialsProvider().getDomainCredentialsMap());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tag: 'v1.2.0', commit: '0123456789abcdef0123456789abcdef01234567', repository: 'mlc-ai/mlc-llm',"
                        + " credentialsId: 'app'"
            })
    void branchesAndPullRequestsAreRefusedWhateverTheyClaim(String parameters) throws Exception {
        String publishing = PUBLISHING.replace("Release()", "Release(" + parameters + ")");
        repository
                .file("Jenkinsfile", "withEnv(['TAG_NAME=v1.2.0']) {\n" + publishing + "}")
                .commit("Change");
        repository.git("tag", "v1.2.0");
        source.pull(1, "mlc-ai", repository.commit("Of the origin"));
        source.pull(2, "stranger", repository.commit("Of a fork"));
        WorkflowMultiBranchProject project = connect();
        scan(project);
        int releases = github.model().releases("v1.2.0").size();

        for (String name : List.of("branch main", "change request PR-1", "change request PR-2")) {
            WorkflowRun run = jenkins.buildAndAssertStatus(
                    Result.FAILURE, project.getItem(name.substring(name.lastIndexOf(' ') + 1)));
            jenkins.assertLogContains(
                    "this is a build of the " + name + ", not of a tag; that TAG_NAME is 'v1.2.0' does not make it one",
                    run);
            assertThat(ReleasesAction.of(run)).isEmpty();
        }
        assertThat(github.model().releases("v1.2.0")).hasSize(releases);
    }

    @Test
    void nothingIsDeletedButFromThePrimaryBranchOrWithCredentialsOfItsOwn() throws Exception {
        GitHubModel.StoredRelease nightly = github.model().addPrerelease("nightly");
        String old = "demo-0.1.dev1-py3-none-any.whl";
        String kept = "demo-0.1.dev2-py3-none-any.whl";
        for (String name : List.of(old, kept)) {
            github.model().addAsset(nightly, name, name.getBytes(StandardCharsets.UTF_8));
        }
        repository
                .file("Jenkinsfile", "node { mlcPruneReleases(dryRun: false) }")
                .commit("Prune");
        repository.git("branch", "other");
        source.pull(1, "mlc-ai", repository.commit("Of the origin"));
        source.pull(2, "stranger", repository.commit("Of a fork"));
        repository.git("checkout", "-q", "-b", "explicit");
        repository
                .file("Jenkinsfile", "node { mlcPruneReleases(credentialsId: 'app') }")
                .commit("With credentials");
        repository.git("checkout", "-q", "main");
        WorkflowMultiBranchProject project = connect();
        scan(project);

        for (String name : List.of("PR-1", "PR-2")) {
            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem(name));
            jenkins.assertLogContains("this is a build of the change request " + name + ", which deletes nothing", run);
        }
        jenkins.assertLogContains(
                "this is a build of the branch other, which does not delete with the credentials of the project's source",
                jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("other")));
        jenkins.assertLogContains("delete  " + old, jenkins.buildAndAssertSuccess(project.getItem("explicit")));
        assertThat(nightly.files()).containsOnlyKeys(old, kept);

        jenkins.buildAndAssertSuccess(project.getItem("main"));
        assertThat(nightly.files()).containsOnlyKeys(kept);
    }

    @Test
    void changeRequestsGetNoCredentialsOfTheProject() throws Exception {
        repository.file("Jenkinsfile", "node { mlcPublishIndex() }").commit("Index");
        source.pull(1, "stranger", repository.commit("Of a fork"));
        repository
                .file("Jenkinsfile", "node { mlcPruneImages(repository: 'ghcr.io/o/n', credentialsId: 'app') }")
                .commit("Images");
        source.pull(2, "mlc-ai", repository.commit("Of the origin"));
        WorkflowMultiBranchProject project = connect();
        scan(project);

        jenkins.assertLogContains(
                "the credentials of the project's source are not used in builds of change requests",
                jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("PR-1")));
        jenkins.assertLogContains(
                "this is a build of the change request PR-2, which deletes nothing",
                jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("PR-2")));
    }

    @Test
    void changeRequestsUploadNoPackages() throws Exception {
        repository
                .file("Jenkinsfile", "node { mlcPublishPackage(index: 'pypi', credentialsId: 'app') }")
                .commit("Upload");
        source.pull(1, "mlc-ai", repository.commit("Of the origin"));
        WorkflowMultiBranchProject project = connect();
        scan(project);

        jenkins.assertLogContains(
                "this is a build of the change request PR-1, which uploads nothing",
                jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("PR-1")));
    }

    @Test
    void credentialsOfTheSourceAreForItsRepositoryOnly() throws Exception {
        repository
                .file("Jenkinsfile", PUBLISHING.replace("()\n}", "(repository: 'stranger/mlc-llm')\n}"))
                .commit("Release");
        repository.git("tag", "v1.2.0");
        WorkflowMultiBranchProject project = connect();
        scan(project);

        WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, onlyBuild(project, "v1.2.0"));

        jenkins.assertLogContains(
                "the credentials of the project's source are not used for stranger/mlc-llm at " + github.api(), run);
    }
}
