package io.jenkins.plugins.mlcwheels.retention;

import static io.jenkins.plugins.mlcwheels.retention.WheelBuilder.WHEEL;
import static io.jenkins.plugins.mlcwheels.retention.WheelBuilder.has;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Action;
import hudson.model.BuildListener;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.Run;
import hudson.model.RunParameterValue;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import io.jenkins.plugins.mlcwheels.record.WheelFacts;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.Jenkins;
import jenkins.util.VirtualFile;
import org.jenkinsci.plugins.compress_artifacts.CompressingArtifactManagerFactory;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What goes and what stays, with a clock that the tests set, in one Jenkins. */
@WithJenkins
class WheelSweepTest {

    private static final int MANY = 1000;

    private static JenkinsRule jenkins;
    private static WheelSweep sweep;
    private static int jobs;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        sweep = WheelSweep.get();
    }

    @AfterEach
    void restore() throws IOException {
        MlcWheelsConfiguration.get().setRetentionDays(90);
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().clear();
        jenkins.jenkins.setNumExecutors(2);
        BrokenManager.broken = false;
        BrokenManager.idle = false;
        BrokenManager.whileDeleting = null;
    }

    private static FreeStyleProject job(String... others) throws IOException {
        return WheelBuilder.job(jenkins.jenkins, "job-" + ++jobs, others);
    }

    private static FreeStyleBuild build(FreeStyleProject job) throws Exception {
        return jenkins.buildAndAssertSuccess(job);
    }

    /** Sweeps so many days from now, as often as it takes to look at every build. */
    private static void sweepAfter(int days) throws Exception {
        sweep.use(InstantSource.fixed(Instant.now().plus(Duration.ofDays(days))));
        sweep.sweep(MANY);
    }

    private static String text(Run<?, ?> build) {
        return WheelLifetime.of(build, WheelsAction.of(build).orElseThrow())
                .orElseThrow()
                .getText();
    }

    @Test
    void takesOnlyWheelsAndKeepsAllElse() throws Exception {
        FreeStyleBuild build = build(job("wheelhouse/notes.txt", "report.html"));
        assertThat(text(build))
                .contains("leave the artifacts after", "the system configuration keeps wheels for 90 days");

        sweepAfter(89);
        assertThat(has(build)).isTrue();
        try (LogRecorder log =
                new LogRecorder().record(WheelSweep.class, Level.INFO).capture(10)) {
            sweepAfter(91);
            assertThat(log.getMessages())
                    .containsExactly("deleted " + WHEEL + " from the artifacts of " + build.getExternalizableId()
                            + ": it is 91 days old; the limit is 90 days; the system configuration keeps wheels for"
                            + " 90 days");
        }

        assertThat(has(build)).isFalse();
        assertThat(build.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactlyInAnyOrder("wheelhouse/notes.txt", "report.html");
        assertThat(WheelsAction.of(build).orElseThrow().getWheels()).hasSize(1);
        assertThat(build.getLogFile()).isNotEmpty();
        assertThat(text(build)).contains("left the artifacts on", "because it is 91 days old");
    }

    @Test
    void takesRecordedSourceDistributionsToo() throws Exception {
        String sdist = "wheelhouse/demo-1.2.0.tar.gz";
        FreeStyleBuild build = build(job(sdist, "wheelhouse/data.tar.gz"));
        WheelFacts facts = new WheelFacts(
                sdist, "demo-1.2.0.tar.gz", "demo", "1.2.0", WheelFacts.SDIST, "any", "0a".repeat(32), 5, true);
        WheelsAction.record(build, "8", List.of(new WheelRecord(facts, "cpu", true)), Map.of());

        sweepAfter(91);

        assertThat(build.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactly("wheelhouse/data.tar.gz");
        assertThat(text(build)).contains("left the artifacts on");
    }

    @Test
    void pagesAndRemoteApiSayWhenAndWhy() throws Exception {
        FreeStyleBuild build = build(job());
        assertThat(lifetime(build).path("due").asText())
                .startsWith(BuildEvaluator.ended(build)
                        .plus(Duration.ofDays(90))
                        .toString()
                        .substring(0, 16));
        assertThat(lifetime(build).path("removed").isNull()).isTrue();

        sweepAfter(100);

        JsonNode after = lifetime(build);
        assertThat(after.path("due").isNull()).isTrue();
        assertThat(after.path("removed").asText()).endsWith("Z");
        assertThat(after.path("reason").asText()).startsWith("it is 100 days old");
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.goTo(build.getUrl() + "wheels/")
                            .getElementById("main-panel")
                            .asNormalizedText())
                    .contains("The wheels left the artifacts on", "it is 100 days old", "No longer kept");
            assertThat(client.getPage(build).getElementById("main-panel").asNormalizedText())
                    .contains("1 wheel");
        }
    }

    private static JsonNode lifetime(Run<?, ?> build) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            return new ObjectMapper()
                    .readTree(client.goTo(build.getUrl() + "wheels/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .path("lifetime");
        }
    }

    @Test
    void takesAllOfAnotherManagerIfWheelsAreAllThereIs() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new CompressingArtifactManagerFactory());
        FreeStyleBuild wheels = build(job());
        FreeStyleBuild mixed = build(job("report.html"));
        assertThat(has(wheels)).isTrue();

        sweepAfter(100);

        assertThat(has(wheels)).isFalse();
        assertThat(wheels.getHasArtifacts()).isFalse();
        assertThat(text(wheels)).contains("left the artifacts");
        assertThat(has(mixed)).isTrue();
        assertThat(text(mixed))
                .contains(
                        "are still there: CompressingArtifactManager, which keeps them, can only delete all artifacts of a"
                                + " build, and report.html is not a wheel");
    }

    @Test
    void neverTouchesReleasesAndKeptBuilds() throws Exception {
        FreeStyleBuild release = build(job());
        ReleasesAction.record(
                release, "9", new PublishedRelease("v1.2.0", "1", "https://x.example/", false, List.of()));
        release.keepLog(false);
        FreeStyleBuild draft = build(job());
        ReleasesAction.record(draft, "9", new PublishedRelease("v1.3.0", "2", "https://x.example/", true, List.of()));
        FreeStyleBuild kept = build(job());
        kept.keepLog(true);

        sweepAfter(3000);

        assertThat(List.of(has(release), has(draft), has(kept))).containsOnly(true);
        assertThat(text(release)).isEqualTo("The wheels are kept, because the build made the release v1.2.0.");
        assertThat(text(draft)).contains("the draft of v1.3.0");
        assertThat(text(kept)).contains("the build is to be kept");

        ReleasesAction.record(draft, "12", new PublishedRelease("v1.3.0", "2", "https://x.example/", false, List.of()));
        assertThat(ReleasesAction.of(draft).orElseThrow().getReleases())
                .singleElement()
                .matches(made -> !made.isDraft());
        assertThat(text(draft)).contains("the release v1.3.0");

        kept.keepLog(false);
        sweepAfter(3002);
        assertThat(has(kept)).isFalse();
    }

    @Test
    void neverTouchesABuildThatRuns() throws Exception {
        FreeStyleProject job = job();
        FreeStyleBuild build;
        try (WheelBuilder builder = WheelBuilder.hold(job)) {
            build = job.scheduleBuild2(0).waitForStart();
            builder.awaitArchived();
            sweepAfter(4000);

            assertThat(has(build)).isTrue();
            assertThat(text(build)).isEqualTo("The wheels are kept, because the build is running.");
        }
        jenkins.waitForCompletion(build);
        jenkins.waitUntilNoActivity();
        sweepAfter(4002);
        assertThat(has(build)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cause", "parameter", "fingerprint", "triggered"})
    void neverTouchesWhatARunningBuildUses(String how) throws Exception {
        FreeStyleProject consumer = job();
        FreeStyleBuild used;
        FreeStyleBuild user;
        try (WheelBuilder builder = WheelBuilder.hold(consumer)) {
            if (how.equals("triggered")) {
                user = consumer.scheduleBuild2(0).waitForStart();
                used = job().scheduleBuild2(0, new Cause.UpstreamCause((Run<?, ?>) user))
                        .get();
            } else {
                used = build(job());
                user = consumer.scheduleBuild2(0, reference(how, used)).waitForStart();
            }
            builder.awaitArchived();
            if (how.equals("fingerprint")) {
                String md5 = used.getAction(Fingerprinter.FingerprintAction.class)
                        .getRecords()
                        .get("demo.whl");
                Jenkins.get()._getFingerprint(md5).addFor(user);
            }

            sweepAfter(5000);
            assertThat(has(used)).isTrue();
            assertThat(sweep.outlook(MANY))
                    .filteredOn(row -> row.getRun().equals(used))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getReason()).contains(user.getFullDisplayName(), "uses it"));
        }
        jenkins.waitForCompletion(user);
        jenkins.waitUntilNoActivity();
        sweepAfter(5002);
        assertThat(has(used)).isFalse();
    }

    private static Action reference(String how, Run<?, ?> used) {
        return switch (how) {
            case "parameter" -> new ParametersAction(new RunParameterValue("WHEELS", used.getExternalizableId()));
            case "cause" -> new CauseAction(new Cause.UpstreamCause(used));
            default -> new CauseAction(new Cause.UserIdCause());
        };
    }

    @Test
    void neverTouchesWhatABuildInTheQueueUses() throws Exception {
        FreeStyleBuild used = build(job());
        FreeStyleProject consumer = job();
        jenkins.jenkins.setNumExecutors(0);
        consumer.scheduleBuild2(0, new Cause.UpstreamCause((Run<?, ?>) used));

        sweepAfter(6000);

        assertThat(has(used)).isTrue();
        jenkins.jenkins.getQueue().clear();
    }

    @Test
    void nearestRuleCounts() throws Exception {
        MlcWheelsConfiguration.get().setRetentionDays(50);
        Folder outer = jenkins.createProject(Folder.class, "outer");
        outer.addProperty(new FolderWheelRetention(20));
        Folder inner = outer.createProject(Folder.class, "inner");
        FreeStyleBuild bySystem = build(job());
        FreeStyleBuild byFolder = build(WheelBuilder.job(inner, "plain"));
        FreeStyleProject own = WheelBuilder.job(inner, "own");
        own.addProperty(new WheelRetentionProperty(0));
        FreeStyleBuild byJob = build(own);

        sweepAfter(21);
        assertThat(List.of(has(bySystem), has(byFolder), has(byJob))).containsExactly(true, false, true);
        assertThat(text(byFolder)).contains("the folder outer keeps wheels for 20 days");
        assertThat(text(byJob))
                .isEqualTo("The wheels are kept, because the job outer/inner/own keeps wheels for ever.");
        sweepAfter(51);
        assertThat(List.of(has(bySystem), has(byJob))).containsExactly(false, true);

        inner.addProperty(new FolderWheelRetention(5));
        own.removeProperty(WheelRetentionProperty.class);
        sweepAfter(52);
        assertThat(has(byJob)).isFalse();
    }

    @Test
    void looksAtFewBuildsAtATimeAndComesToAll() throws Exception {
        sweepAfter(7000);
        FreeStyleProject job = job();
        List<FreeStyleBuild> builds = List.of(build(job), build(job), build(job), build(job), build(job));
        sweep.use(InstantSource.fixed(Instant.now().plus(Duration.ofDays(7000).plusHours(1))));

        sweep.sweep(2);
        assertThat(builds.stream().filter(WheelSweepTest::gone)).hasSize(2);
        sweep.sweep(2);
        assertThat(builds.stream().filter(WheelSweepTest::gone)).hasSize(4);
        sweep.sweep(2);
        sweep.sweep(2);
        assertThat(builds).allMatch(WheelSweepTest::gone);
    }

    @Test
    void loadsNoBuildWhoseTimeIsNotOver() throws Exception {
        FreeStyleProject job = job();
        for (int i = 0; i < 5; i++) {
            build(job);
        }
        job.doReload();
        FreeStyleProject loaded = jenkins.jenkins.getItemByFullName(job.getFullName(), FreeStyleProject.class);

        sweepAfter(89);

        assertThat(loaded.getLazyBuildMixIn().getRunMap().getLoadedBuilds()).isEmpty();
        sweep.use(InstantSource.fixed(Instant.now().plus(Duration.ofDays(91))));
        sweep.applySoon(2, "somebody");
        sweep.awaitDeletion();
        assertThat(loaded.getLazyBuildMixIn().getRunMap().getLoadedBuilds()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void neverTouchesWhatIsReplayed() throws Exception {
        RecordWheelStep.register();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "replayed");
        job.setDefinition(new CpsFlowDefinition("node { recordWheel name: 'demo', archived: true }", true));
        WorkflowRun original = jenkins.buildAndAssertSuccess(job);
        WorkflowRun replay = (WorkflowRun) original.getAction(ReplayAction.class)
                .run("node('nowhere') {}", Map.of())
                .waitForStart();

        sweepAfter(8000);
        assertThat(original.getHasArtifacts()).isTrue();

        replay.doStop();
        jenkins.waitForCompletion(replay);
        jenkins.waitUntilNoActivity();
        sweepAfter(8002);
        assertThat(original.getHasArtifacts()).isFalse();
    }

    private static boolean gone(FreeStyleBuild build) {
        try {
            return !has(build);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void followsJobsToNewNames() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "before");
        build(WheelBuilder.job(folder, "wheels"));
        folder.renameTo("after");

        sweepAfter(100);

        FreeStyleProject renamed = jenkins.jenkins.getItemByFullName("after/wheels", FreeStyleProject.class);
        assertThat(has(renamed.getBuildByNumber(1))).isFalse();
    }

    @Test
    void saysWhatStandsInTheWayAndTriesAgain() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new BrokenManager.Factory());
        FreeStyleBuild build = build(job());
        BrokenManager.broken = true;

        sweepAfter(100);
        assertThat(has(build)).isTrue();
        assertThat(text(build)).contains("Some are still there: deleting them failed: the store is away");

        BrokenManager.broken = false;
        sweepAfter(102);
        assertThat(has(build)).isFalse();
        assertThat(text(build)).contains("it is 100 days old");
    }

    @Test
    void doesNotTakeTheWordOfManagerThatDeletesNothing() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new BrokenManager.Factory());
        FreeStyleBuild build = build(job());
        BrokenManager.idle = true;

        try (LogRecorder log =
                new LogRecorder().record(WheelSweep.class, Level.INFO).capture(10)) {
            sweepAfter(100);
            assertThat(log.getMessages()).noneMatch(line -> line.startsWith("deleted "));
        }
        assertThat(has(build)).isTrue();
        assertThat(text(build)).contains("Some are still there", "did not delete them; it may be configured not to");

        BrokenManager.idle = false;
        sweepAfter(102);
        assertThat(has(build)).isFalse();
        assertThat(text(build)).contains("left the artifacts");
    }

    @Test
    void looksAgainAtWhatRunsBeforeEachDeletion() throws Exception {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new BrokenManager.Factory());
        FreeStyleBuild first = build(job());
        FreeStyleBuild second = build(job());
        FreeStyleProject consumer = job();
        try (WheelBuilder builder = WheelBuilder.hold(consumer)) {
            BrokenManager.whileDeleting = () -> {
                BrokenManager.whileDeleting = null;
                FreeStyleBuild used = has(first) ? first : second;
                consumer.scheduleBuild2(0, new Cause.UpstreamCause((Run<?, ?>) used))
                        .waitForStart();
                builder.awaitArchived();
                return null;
            };

            sweepAfter(100);

            assertThat(List.of(has(first), has(second))).containsExactlyInAnyOrder(true, false);
        }
        jenkins.waitUntilNoActivity();
    }

    @Test
    void followsNoLinkOutOfTheArtifacts(@TempDir Path elsewhere) throws Exception {
        FreeStyleBuild build = build(job());
        Path wheel = elsewhere.resolve(WHEEL.substring(WHEEL.indexOf('/') + 1));
        Files.writeString(wheel, "precious");
        Path house = build.getRootDir().toPath().resolve("archive/wheelhouse");
        new FilePath(house.toFile()).deleteRecursive();
        Files.createSymbolicLink(house, elsewhere);

        sweepAfter(100);

        assertThat(wheel).hasContent("precious");
        assertThat(text(build)).contains("leads out of the artifacts");
    }

    @Test
    void knowsNothingOfBuildsThatAreDeleted() throws Exception {
        FreeStyleBuild build = build(job());
        int known = sweep.countKnown();

        build.delete();

        assertThat(sweep.countKnown()).isEqualTo(known - 1);
    }

    /** Keeps artifacts as Jenkins does, and can't delete them at times. */
    public static final class BrokenManager extends ArtifactManager {

        static boolean broken;
        static boolean idle;
        static Callable<Void> whileDeleting;

        private transient Run<?, ?> build;

        BrokenManager(Run<?, ?> build) {
            this.build = build;
        }

        @Override
        public void onLoad(Run<?, ?> loaded) {
            build = loaded;
        }

        private FilePath directory() {
            return new FilePath(build.getRootDir()).child("elsewhere");
        }

        @Override
        public void archive(
                FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException, InterruptedException {
            for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
                workspace.child(artifact.getValue()).copyTo(directory().child(artifact.getKey()));
            }
        }

        @Override
        public boolean delete() throws IOException, InterruptedException {
            if (broken) {
                throw new IOException("the store is away");
            }
            if (idle) {
                return false;
            }
            directory().deleteRecursive();
            Callable<Void> event = whileDeleting;
            if (event != null) {
                try {
                    event.call();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
            return true;
        }

        @Override
        public VirtualFile root() {
            return directory().toVirtualFile();
        }

        /** Gives it to every build. */
        public static final class Factory extends ArtifactManagerFactory {

            @Override
            public ArtifactManager managerFor(Run<?, ?> build) {
                return new BrokenManager(build);
            }
        }
    }
}
