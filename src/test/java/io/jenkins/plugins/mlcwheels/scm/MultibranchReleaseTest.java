package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.computed.FolderComputation;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.steps.PackedProject;
import io.jenkins.plugins.mlcwheels.steps.Pipelines;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import io.jenkins.plugins.mlcwheels.steps.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.branch.Branch;
import jenkins.branch.BranchBuildStrategy;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.TagSCMHead;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a pushed tag to a release, in multibranch projects of real Git repositories. */
@WithJenkins
class MultibranchReleaseTest {

    private static final String TOKEN = "ghs_Secret";
    private static final String JENKINSFILE = """
        node {
            deleteDir()
            recordWheel name: 'demo'
            mlcPublishRelease %s
        }
        """;

    private static JenkinsRule jenkins;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RecordWheelStep.register();
        jenkins.jenkins.setNumExecutors(2);
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "text", "", Secret.fromString(TOKEN)));
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    private static WorkflowMultiBranchProject connect(GitRepository repository, String name) throws Exception {
        GitSCMSource source = new GitSCMSource(repository.directory().toUri().toString());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new TagDiscoveryTrait()));
        BranchSource connected = new BranchSource(source);
        connected.setBuildStrategies(List.of(new ReleaseTagBuildStrategy()));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, name);
        project.getSourcesList().add(connected);
        return project;
    }

    /** @return the log of the scan, when everything that it started has ended */
    private static String scan(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        FolderComputation<?> scan = project.getComputation();
        return Files.readString(scan.getLogFile().toPath());
    }

    private static WorkflowRun lastBuild(WorkflowMultiBranchProject project, String name) {
        WorkflowJob job = project.getItem(name);
        assertThat(job).as("the job of " + name).isNotNull();
        return job.getLastBuild();
    }

    @Test
    void pushedTagIsBuiltTestedAndPublished() throws Exception {
        Pipelines.needPython();
        GitRepository repository = GitRepository.init(temporary.resolve("repository"));
        PackedProject.good(temporary, "repository", "1.0.0");
        repository.file("Jenkinsfile", """
            node {
                checkout scm
                mlcBuildWheel(platform: 'auto')
                mlcTestWheel(command: 'python -c "import repository"', requirements: ['--no-index'])
                mlcPublishRelease(to: 'releases')
                sh 'cd releases/v1.0.0 && sha256sum --check --strict SHA256SUMS && pip install --no-index --target installed *.whl'
            }
            """).commit("Release");
        WorkflowMultiBranchProject project = connect(repository, "whole");
        scan(project);
        assertThat(lastBuild(project, "main")).isNull();
        repository.git("tag", "-a", "v1.0.0", "-m", "v1.0.0");

        String log = scan(project);

        assertThat(log).contains("tag v1.0.0 is a release tag and is built");
        WorkflowRun run = jenkins.assertBuildStatusSuccess(lastBuild(project, "v1.0.0"));
        assertThat(ReleasesAction.of(run).orElseThrow().getReleases())
                .singleElement()
                .satisfies(release -> assertThat(release.getTag()).isEqualTo("v1.0.0"));
        scan(project);
        assertThat(lastBuild(project, "v1.0.0").getNumber()).isEqualTo(1);
    }

    @Test
    void tagOfTheProjectsOwnFormIsBuiltAndReleased() throws Exception {
        Pipelines.needPython();
        GitRepository repository = GitRepository.init(temporary.resolve("repository"));
        PackedProject.good(temporary, "repository", "2026.8.30");
        repository.file("Jenkinsfile", """
            node {
                checkout scm
                mlcBuildWheel(platform: 'auto')
                echo "version ${mlcReleaseTag().version}"
                mlcPublishRelease(to: 'releases', requireTests: false)
                sh 'ls releases/2026.08.30/*-2026.8.30-*.whl'
            }
            """).commit("Release");
        repository.git("tag", "2026.08.30");
        repository.git("tag", "v1.0.0");
        WorkflowMultiBranchProject project = connect(repository, "pattern");
        ReleaseTagBuildStrategy strategy = new ReleaseTagBuildStrategy();
        strategy.setTagPattern("{version}");
        project.getSources().get(0).setBuildStrategies(List.of(strategy));

        String log = scan(project);

        assertThat(log).contains("tag 2026.08.30 is a release tag and is built", "tag v1.0.0 is not built");
        WorkflowRun run = jenkins.assertBuildStatusSuccess(lastBuild(project, "2026.08.30"));
        jenkins.assertLogContains("version 2026.8.30", run);
        assertThat(ReleasesAction.of(run).orElseThrow().getReleases())
                .singleElement()
                .satisfies(release -> assertThat(release.getTag()).isEqualTo("2026.08.30"));
    }

    @Test
    void commitComesFromTheTagAndIsComparedOnGitHub() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start().allow(TOKEN)) {
            GitRepository repository = GitRepository.init(temporary);
            String commit = repository
                    .file(
                            "Jenkinsfile",
                            JENKINSFILE.formatted("repository: '" + github.repository() + "', apiUri: '" + github.api()
                                    + "', credentialsId: 'text'"))
                    .commit("Release");
            repository.git("tag", "-a", "v1.2.0", "-m", "v1.2.0");
            github.tag("v1.2.0", commit);
            WorkflowMultiBranchProject project = connect(repository, "commit");

            scan(project);
            jenkins.assertBuildStatusSuccess(lastBuild(project, "v1.2.0"));
            assertThat(github.model().release("v1.2.0").isDraft()).isFalse();

            repository.commit("Moved");
            repository.git("tag", "--force", "-a", "v1.2.0", "-m", "moved");
            scan(project);

            WorkflowRun moved = lastBuild(project, "v1.2.0");
            assertThat(moved.getNumber()).isEqualTo(2);
            jenkins.assertBuildStatus(Result.FAILURE, moved);
            jenkins.assertLogContains("the tag v1.2.0 points at " + commit, moved);
            assertThat(github.violations()).isEmpty();
        }
    }

    @Test
    void ofTwoBuildsOfATagAtOnceOneWinsAndTheOtherSaysSo() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start().allow(TOKEN)) {
            CountDownLatch reached = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            github.fail(LoopbackGitHub.Request::isAssetUpload, 1, exchange -> {
                reached.countDown();
                await(go);
                exchange.proceed();
            });
            GitRepository repository = GitRepository.init(temporary);
            String commit = repository
                    .file(
                            "Jenkinsfile",
                            JENKINSFILE.formatted("repository: '" + github.repository() + "', apiUri: '" + github.api()
                                    + "', credentialsId: 'text'"))
                    .commit("Release");
            repository.git("tag", "v1.2.0");
            github.tag("v1.2.0", commit);
            WorkflowMultiBranchProject project = connect(repository, "twice");
            project.scheduleBuild2(0).getFuture().get();
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
            WorkflowJob job = project.getItem("v1.2.0");

            WorkflowRun second = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            go.countDown();
            jenkins.waitUntilNoActivity();

            jenkins.assertBuildStatusSuccess(job.getBuildByNumber(1));
            jenkins.assertLogContains("is at work on it", second);
            assertThat(ReleasesAction.of(second)).isEmpty();
            assertThat(github.model().releases("v1.2.0")).hasSize(1);
            assertThat(github.model().release("v1.2.0").isDraft()).isFalse();
            assertThat(github.violations()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void strategyWorksBesideOthers() throws Exception {
        GitRepository repository = GitRepository.init(temporary);
        repository
                .file("Jenkinsfile", "if (env.TAG_NAME) {\n" + JENKINSFILE.formatted("to: 'releases'") + "}")
                .commit("Release");
        repository.git("tag", "v1.2.0");
        repository.git("tag", "nightly");
        WorkflowMultiBranchProject project = connect(repository, "beside");
        project.getSources().get(0).setBuildStrategies(List.of(new ReleaseTagBuildStrategy(), new Branches()));

        scan(project);

        jenkins.assertBuildStatusSuccess(lastBuild(project, "main"));
        jenkins.assertBuildStatusSuccess(lastBuild(project, "v1.2.0"));
        assertThat(lastBuild(project, "nightly")).isNull();
    }

    /** Builds whatever is not a tag. */
    private static final class Branches extends BranchBuildStrategy {

        @Override
        public boolean isAutomaticBuild(
                SCMSource source,
                SCMHead head,
                SCMRevision current,
                SCMRevision lastBuilt,
                SCMRevision lastSeen,
                TaskListener listener) {
            return !(head instanceof TagSCMHead);
        }
    }

    @Test
    void tagOfAForkDoesNotPublish() throws Exception {
        GitRepository repository = GitRepository.init(temporary);
        repository.file("Jenkinsfile", JENKINSFILE.formatted("to: 'releases'")).commit("Release");
        repository.git("tag", "v1.2.0");
        WorkflowMultiBranchProject project = connect(repository, "fork");
        project.getSources().get(0).setBuildStrategies(List.of(new Branches()));
        scan(project);
        WorkflowJob job = project.getItem("v1.2.0");
        Branch branch = project.getProjectFactory().getBranch(job);
        project.getProjectFactory()
                .setBranch(
                        job,
                        new Branch(
                                branch.getSourceId(),
                                new ForkedTag("v1.2.0"),
                                branch.getScm(),
                                branch.getProperties()));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("the tag v1.2.0 is that of a fork", run);
        assertThat(ReleasesAction.of(run)).isEmpty();
    }

    /** A tag of somebody else's repository, as sources that look at forks may find it. */
    private static final class ForkedTag extends GitTagSCMHead {

        private static final long serialVersionUID = 1L;

        ForkedTag(String name) {
            super(name, 0);
        }

        @Override
        public SCMHeadOrigin getOrigin() {
            return new SCMHeadOrigin.Fork("stranger");
        }
    }

    @Test
    void branchesAndTagsThatAreNoReleasesDoNotPublish() throws Exception {
        GitRepository repository = GitRepository.init(temporary);
        repository
                .file("Jenkinsfile", "withEnv(['TAG_NAME=v1.2.0']) {\n" + JENKINSFILE.formatted("to: 'releases'") + "}")
                .commit("Release");
        repository.git("tag", "nightly");
        WorkflowMultiBranchProject project = connect(repository, "refused");
        assertThat(scan(project)).contains("tag nightly is not built: it is not a release tag");

        WorkflowRun branch = jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("main"));
        WorkflowRun tag = jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("nightly"));

        jenkins.assertLogContains(
                "this is a build of the branch main, not of a tag; that TAG_NAME is 'v1.2.0' does not make it one",
                branch);
        jenkins.assertLogContains("tag \"nightly\": a release tag begins with v", tag);
        assertThat(ReleasesAction.of(branch)).isEmpty();
    }

    @Test
    void nightlyIsSignedAsBuiltFromItsBranchWhateverItsTag() throws Exception {
        try (LoopbackGitHub github = LoopbackGitHub.start()) {
            github.allow(TOKEN);
            String publishing = "mlcPublishRelease(channel: 'nightly', signWith: 'key', repository: '"
                    + github.repository() + "', apiUri: '" + github.api() + "', credentialsId: 'text'";
            GitRepository repository = GitRepository.init(temporary);
            String commit = repository
                    .file(
                            "Jenkinsfile",
                            "node {\ndeleteDir()\nrecordWheel name: 'demo', version: '1.2.0.dev5'\n" + publishing
                                    + ")\n" + publishing + ", nightlyTag: 'v1.2.0')\n}")
                    .commit("Nightly");
            new SigningKeys().addToSystem("key");
            WorkflowMultiBranchProject project = connect(repository, "nightly");
            scan(project);

            WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, project.getItem("main"));

            jenkins.assertLogContains("v1.2.0 was not published: v1.2.0 is the tag of a version", run);
            byte[] bundle = github.model().release("nightly").files().entrySet().stream()
                    .filter(file -> file.getKey().endsWith(".sigstore.json"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            String payload = new ObjectMapper()
                    .readTree(bundle)
                    .at("/dsseEnvelope/payload")
                    .asText();
            assertThat(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8))
                    .contains("\"refs/heads/main\"", commit)
                    .doesNotContain("refs/tags/");
        }
    }

    @Test
    void parametersCanOnlyRepeatWhatSourceControlSays() throws Exception {
        GitRepository repository = GitRepository.init(temporary);
        repository
                .file("Jenkinsfile", JENKINSFILE.formatted("to: 'releases', tag: 'v1.3.0', commit: 'abc'"))
                .commit("Release");
        repository.git("tag", "v1.2.0");
        WorkflowMultiBranchProject project = connect(repository, "repeated");
        scan(project);

        WorkflowRun run = jenkins.assertBuildStatus(Result.FAILURE, lastBuild(project, "v1.2.0"));

        jenkins.assertLogContains("v1.2.0 was not published, for 2 reasons:", run);
        jenkins.assertLogContains("this is a build of the tag v1.2.0, not of v1.3.0", run);
        jenkins.assertLogContains(", not of abc", run);
    }
}
