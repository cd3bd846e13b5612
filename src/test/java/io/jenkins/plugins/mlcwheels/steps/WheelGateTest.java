package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.ExtensionList;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Action;
import hudson.model.Descriptor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.mlcwheels.agent.AgentWheel;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jenkins.model.TransientActionFactory;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What is taken in of what agents report, and what is not. */
@WithJenkins
class WheelGateTest {

    private static final String WHEEL = "good-1.0-py3-none-linux_x86_64.whl";
    private static final String PATH = "wheelhouse/" + WHEEL;

    /** What agents report, by the name under which pipelines take it in. */
    private static final Map<String, List<AgentWheel>> REPORTS = new ConcurrentHashMap<>();

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;
    private static Path projects;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        pipelines = new Pipelines(rule);
        projects = rule.jenkins.getRootDir().toPath().resolve("projects");
        PackedProject.tooNew(projects.resolve("again"), "good");
        TakeWheelsStep.register();
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    static Stream<Arguments> hostileReports() {
        String long9 = "9".repeat(9 << 20);
        return Stream.of(
                hostile("a path out of the workspace", "../../" + WHEEL, "", ""),
                hostile("an absolute path", "/etc/" + WHEEL, "", ""),
                hostile("a Windows path", "C:\\\\" + WHEEL, "", ""),
                hostile("a path with a line end", "wheelhouse/\nFinished: SUCCESS/" + WHEEL, "", ""),
                hostile("a path that hides its end", "wheelhouse/\u202e/" + WHEEL, "", ""),
                hostile("a path of another wheel", "wheelhouse/other-1.0-py3-none-any.whl", "", ""),
                hostile("markup as file name", PATH, "\"filename\":\"" + WHEEL, "\"filename\":\"<b>" + WHEEL),
                hostile("a name that no wheel has", PATH, "\"filename\":\"" + WHEEL, "\"filename\":\"passwd"),
                hostile("a size beyond all numbers", PATH, "\"size\":\\d+", "\"size\":1e999999999"),
                hostile("a size of many digits", PATH, "\"size\":\\d+", "\"size\":" + "9".repeat(10_000)),
                hostile("a negative size", PATH, "\"size\":\\d+", "\"size\":-1"),
                hostile("a SHA-256 that is a path", PATH, "\"sha256\":\"\\w+", "\"sha256\":\"../../config"),
                hostile("no SHA-256", PATH, "\"sha256\":\"\\w+\"", "\"sha256\":null"),
                hostile("a console note", PATH, "\"libc\":\"glibc", "\"libc\":\"\\\\u001b[8mha:////4\\\\u001b[0m"),
                hostile("markup as platform", PATH, "\"overall\":\"\\w+", "\"overall\":\"<script>"),
                hostile("a lie about its findings", PATH, "\"passed\":true", "\"passed\":false"),
                hostile("fields that are not known", PATH, "\\{\"schema", "{\"more\":1,\"schema"),
                hostile("fields twice", PATH, "\"ucs2\":false", "\"ucs2\":false,\"ucs2\":true"),
                hostile("text after its end", PATH, "}$", "}{}"),
                hostile("no text", PATH, ".*", ""),
                hostile("no end of nesting", PATH, ".*", "[".repeat(100_000)),
                hostile("more than can be read", PATH, "\"libc\":\"glibc", "\"libc\":\"" + long9));
    }

    private static Arguments hostile(String what, String path, String pattern, String lie) {
        return Arguments.of(what, path, pattern, lie);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileReports")
    void refuses(String what, String path, String pattern, String lie) throws Exception {
        String honest = auditOf("good");
        String audit = pattern.isEmpty() ? honest : honest.replaceFirst(pattern, lie);
        assertThat(pattern.isEmpty() || !audit.equals(honest)).isTrue();

        WorkflowRun run = take(Result.FAILURE, what, List.of(new AgentWheel(path, audit)));

        jenkins.assertLogContains("he agent's ", run);
        assertThat(run.getLog(1000))
                .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("java.") || line.length() > 500)
                .noneMatch(line -> line.startsWith("Finished: SUCCESS"))
                .noneMatch(line -> line.contains("\u001b") || line.contains("\u202e"));
        assertThat(Pipelines.wheels(run)).isEmpty();
        assertThat(run.getHasArtifacts()).isFalse();
        assertThat(run.getRootDir().toPath().resolve("mlc-wheels")).doesNotExist();
    }

    @Test
    void refusesOneWheelTwiceAndMoreThanAnyBuildHas() throws Exception {
        AgentWheel wheel = new AgentWheel(PATH, auditOf("good"));

        jenkins.assertLogContains("it has '" + PATH + "' twice", take(Result.FAILURE, "twice", List.of(wheel, wheel)));
        jenkins.assertLogContains(
                "one step takes in at most 1000",
                take(Result.FAILURE, "many", new ArrayList<>(Collections.nCopies(1001, wheel))));
        jenkins.assertLogContains(
                "one step takes in at most 1000",
                take(Result.FAILURE, "many refusals", new ArrayList<>(Collections.nCopies(1001, refusal(1)))));
    }

    @Test
    void saysNotMoreOfRefusalsThanAScreenHas() throws Exception {
        List<AgentWheel> refusals =
                IntStream.rangeClosed(1, 100).mapToObj(WheelGateTest::refusal).toList();

        WorkflowRun run = take(Result.FAILURE, "refusals", new ArrayList<>(refusals));

        jenkins.assertLogContains("100 wheels failed the audit:", run);
        jenkins.assertLogContains("w36.whl: is not a ZIP file", run);
        jenkins.assertLogNotContains("w37.whl: is not a ZIP file", run);
        jenkins.assertLogContains("and 64 more lines", run);
    }

    private static AgentWheel refusal(int number) {
        return new AgentWheel("wheelhouse/w" + number + ".whl", null, "is not a ZIP file");
    }

    @Test
    void printsMarkupOfFindingsAsText() throws Exception {
        String markup = "<script>document.title='owned'</script>";
        String audit = auditOf("good")
                .replace("\"passed\":true", "\"passed\":false")
                .replace(
                        "\"findings\":[",
                        "\"findings\":[{\"severity\":\"error\",\"code\":\"lie\",\"where\":\"x\",\"message\":\"" + markup
                                + "\"}" + (auditOf("good").contains("\"findings\":[]") ? "" : ","));

        WorkflowRun run = take(Result.FAILURE, "markup", List.of(new AgentWheel(PATH, audit)));

        jenkins.assertLogContains("x: " + markup, run);
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            assertThat(client.goTo(run.getUrl() + "consoleText", "text/plain")
                            .getWebResponse()
                            .getContentAsString())
                    .contains(markup);
            for (String page :
                    List.of("", "wheels/", "wheels/" + Pipelines.onlyWheel(run).getSha256() + "/")) {
                assertThat(client.goTo(run.getUrl() + page).getWebResponse().getContentAsString())
                        .as(page)
                        .doesNotContain(markup);
            }
        }
    }

    @Test
    void isTheSameWhenDoneAgain() throws Exception {
        REPORTS.put("again", List.of(new AgentWheel(PATH, auditOf("good"))));

        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'mkdir wheelhouse && cp "$PROJECTS"/good/*.whl wheelhouse'
                takeWheels report: 'again', times: 3
            }
            """);

        assertThat(Pipelines.onlyWheel(run).isArchived()).isTrue();
        assertThat(run.getArtifacts()).hasSize(1);
        assertThat(run.getActions(Fingerprinter.FingerprintAction.class)).hasSize(1);
        jenkins.assertLogNotContains("takes the place", run);
    }

    @Test
    void recordsWheelsOfScriptedBranches() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            parallel(good: { wheel('good') }, other: { wheel('other') })
            def wheel(project) {
                node {
                    withEnv(["PROJECT=$project"]) { sh 'cp -R "$PROJECTS/$PROJECT" .' }
                    mlcBuildWheel(source: project, platform: 'auto')
                }
            }
            """);

        assertThat(Pipelines.wheels(run))
                .extracting(WheelRecord::getName, WheelRecord::isArchived)
                .containsExactlyInAnyOrder(tuple("good", true), tuple("other", true));
        assertThat(run.getArtifacts()).hasSize(2);
    }

    @Test
    void refusesOtherBytesAtTheSamePathFromAnotherBranch() throws Exception {
        WorkflowRun run = pipelines.run(Result.FAILURE, """
            parallel(one: { audit('good') }, two: { audit('again/good') })
            def audit(project) {
                node {
                    withEnv(["PROJECT=$project"]) { sh 'mkdir -p wheelhouse && cp "$PROJECTS/$PROJECT"/*.whl wheelhouse' }
                    mlcAuditWheel(archive: true)
                }
            }
            """);

        jenkins.assertLogContains("Another branch of this build has a wheel of other bytes at '" + PATH + "'", run);
        jenkins.assertLogContains("Give each branch a wheelhouse of its own", run);
        WheelRecord kept = Pipelines.onlyWheel(run);
        assertThat(sha256(run.getArtifactManager().root().child(kept.getPath()).open()))
                .isEqualTo(kept.getSha256());
    }

    @Test
    void keepsWheelsOfOneNameApartInDirectoriesOfTheirOwn() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            parallel(one: { audit('good', 'a') }, two: { audit('again/good', 'b') }, three: { audit('good', 'a') })
            def audit(project, house) {
                node {
                    withEnv(["PROJECT=$project", "HOUSE=$house"]) { sh 'mkdir -p $HOUSE && cp "$PROJECTS/$PROJECT"/*.whl $HOUSE' }
                    mlcAuditWheel(wheels: house + '/*.whl', archive: true)
                }
            }
            """);

        assertThat(Pipelines.wheels(run))
                .extracting(WheelRecord::getPath)
                .containsExactlyInAnyOrder("a/" + WHEEL, "b/" + WHEEL);
        assertThat(run.getArtifacts()).hasSize(2);
        assertThat(fingerprinted(run)).containsExactlyInAnyOrder("a/" + WHEEL, "b/" + WHEEL);
    }

    @Test
    void addsFingerprintsOfBranchesThatArchiveAtOnce() throws Exception {
        REPORTS.put("left", List.of(new AgentWheel("left/" + WHEEL, auditOf("good"))));
        REPORTS.put("right", List.of(new AgentWheel("right/" + WHEEL, auditOf("again/good"))));
        WorkflowRun run;
        try (Meeting meeting = Meeting.ofThoseWhoLookForFingerprints()) {
            run = pipelines.succeed("""
                parallel(left: { archive('left', 'good') }, right: { archive('right', 'again/good') })
                def archive(house, project) {
                    node {
                        withEnv(["PROJECT=$project", "HOUSE=$house"]) { sh 'mkdir -p $HOUSE && cp "$PROJECTS/$PROJECT"/*.whl $HOUSE' }
                        takeWheels report: house
                    }
                }
                """);
            assertThat(meeting.guests()).isPositive();
        }
        assertThat(fingerprinted(run)).containsExactlyInAnyOrder("left/" + WHEEL, "right/" + WHEEL);
    }

    private static Set<String> fingerprinted(WorkflowRun run) {
        List<Fingerprinter.FingerprintAction> actions = run.getActions(Fingerprinter.FingerprintAction.class);
        assertThat(actions).hasSize(1);
        return actions.get(0).getRecords().keySet();
    }

    /**
     * Whoever looks for the fingerprints of a build and finds none stays until another one has done the same, or has to
     * wait for it.
     */
    private static final class Meeting extends TransientActionFactory<WorkflowRun> implements AutoCloseable {

        private final AtomicInteger guests = new AtomicInteger();

        static Meeting ofThoseWhoLookForFingerprints() {
            Meeting meeting = new Meeting();
            ExtensionList.lookup(TransientActionFactory.class).add(meeting);
            return meeting;
        }

        int guests() {
            return guests.get();
        }

        @Override
        public Class<WorkflowRun> type() {
            return WorkflowRun.class;
        }

        @Override
        public Class<Fingerprinter.FingerprintAction> actionType() {
            return Fingerprinter.FingerprintAction.class;
        }

        @Override
        public Collection<? extends Action> createFor(WorkflowRun run) {
            boolean found = run.getActions().stream().anyMatch(actionType()::isInstance);
            if (!found && isArchiving()) {
                guests.incrementAndGet();
                while (guests.get() < 2 && !isWaitedFor()) {
                    Thread.onSpinWait();
                }
            }
            return List.of();
        }

        private static boolean isArchiving() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(WheelGate.class.getName())));
        }

        private static boolean isWaitedFor() {
            long here = Thread.currentThread().getId();
            return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                    .anyMatch(thread -> thread.getLockOwnerId() == here);
        }

        @Override
        public void close() {
            ExtensionList.lookup(TransientActionFactory.class).remove(this);
        }
    }

    @Test
    void laterAttemptTakesThePlaceOfAnEarlierOne() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            def projects = ['good', 'again/good']
            def attempt = 0
            retry(2) {
                node {
                    withEnv(["PROJECT=${projects[attempt++]}"]) { sh 'mkdir -p wheelhouse && cp "$PROJECTS/$PROJECT"/*.whl wheelhouse' }
                    mlcAuditWheel(archive: true)
                    if (attempt == 1) { error 'try again' }
                }
            }
            """);

        jenkins.assertLogContains("WARNING: " + PATH + " takes the place of the one", run);
        WheelRecord kept = Pipelines.onlyWheel(run);
        assertThat(kept.isArchived()).isTrue();
        assertThat(sha256(run.getArtifactManager().root().child(kept.getPath()).open()))
                .isEqualTo(kept.getSha256());
    }

    @Test
    void wheelHasPassedOnlyIfItPassedEveryAudit() throws Exception {
        WorkflowRun run = pipelines.run(Result.UNSTABLE, """
            node {
                sh 'mkdir wheelhouse && cp "$PROJECTS"/again/good/*.whl wheelhouse'
                mlcAuditWheel(flavour: 'cpu')
                mlcAuditWheel(platform: 'manylinux_2_28', auditFailure: 'unstable')
                mlcAuditWheel(archive: true)
            }
            """);

        WheelRecord wheel = Pipelines.onlyWheel(run);
        assertThat(wheel.isPassed()).isFalse();
        assertThat(wheel.isArchived()).isTrue();
        assertThat(wheel.getFlavour()).isEqualTo("cpu");
        assertThat(WheelsAction.of(run).orElseThrow().report(wheel.getSha256())).contains("\"passed\":false");
    }

    private static String auditOf(String project) throws Exception {
        Path wheel = projects.resolve(project).resolve(WHEEL);
        return WheelAuditor.audit(wheel, AuditOptions.DEFAULT)
                .withSha256(sha256(Files.newInputStream(wheel)))
                .toJson();
    }

    private static String sha256(InputStream bytes) throws Exception {
        try (bytes) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes()));
        }
    }

    private static WorkflowRun take(Result expected, String name, List<AgentWheel> report) throws Exception {
        REPORTS.put(name, report);
        return pipelines.run(expected, """
            node {
                sh 'mkdir wheelhouse && cp "$PROJECTS"/good/*.whl wheelhouse'
                takeWheels report: '%s'
            }
            """.formatted(name));
    }

    /** A step for tests: takes in and archives what an agent is said to have reported. */
    public static final class TakeWheelsStep extends Step {

        private final String report;
        private int times = 1;

        static void register() {
            DescriptorImpl descriptor = new DescriptorImpl();
            ExtensionList.lookup(StepDescriptor.class).add(descriptor);
            ExtensionList.lookup(Descriptor.class).add(descriptor);
        }

        @DataBoundConstructor
        public TakeWheelsStep(String report) {
            this.report = report;
        }

        @DataBoundSetter
        public void setTimes(int times) {
            this.times = times;
        }

        @Override
        public StepExecution start(StepContext context) {
            return new Execution(context, report, times);
        }

        private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {

            private static final long serialVersionUID = 1L;

            private final String report;
            private final int times;

            Execution(StepContext context, String report, int times) {
                super(context);
                this.report = report;
                this.times = times;
            }

            @Override
            protected Void run() throws Exception {
                for (int i = 0; i < times; i++) {
                    new WheelGate(getContext(), getContext().get(FilePath.class))
                            .archive(true)
                            .take(REPORTS.get(report), AuditFailure.FAILURE);
                }
                return null;
            }
        }

        public static final class DescriptorImpl extends StepDescriptor {

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(FilePath.class, FlowNode.class, Launcher.class, Run.class, TaskListener.class);
            }

            @Override
            public String getFunctionName() {
                return "takeWheels";
            }
        }
    }
}
