package io.jenkins.plugins.mlcwheels.scm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.model.Mapping;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchBuildStrategy;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.AbstractGitSCMSource.SCMRevisionImpl;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which tags are built, what the log says of them, and how the strategy is configured. */
@WithJenkins
class ReleaseTagBuildStrategyTest {

    private static final String COMMIT = "1".repeat(40);
    private static final String OTHER = "2".repeat(40);

    private static JenkinsRule jenkins;

    private final GitSCMSource source = new GitSCMSource("https://example.org/repository.git");
    private final ReleaseTagBuildStrategy strategy = new ReleaseTagBuildStrategy();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    private boolean builds(String tag, Duration age, String lastBuilt) {
        GitTagSCMHead head = new GitTagSCMHead(tag, Instant.now().minus(age).toEpochMilli());
        return strategy.isAutomaticBuild(
                source,
                head,
                new GitTagSCMRevision(head, COMMIT),
                lastBuilt == null ? null : new GitTagSCMRevision(head, lastBuilt),
                null,
                new StreamTaskListener(log, StandardCharsets.UTF_8));
    }

    private boolean builds(String tag) {
        return builds(tag, Duration.ofHours(1), null);
    }

    private void assertLogged(String line) {
        assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("MLC Wheels: tag " + line + System.lineSeparator());
    }

    @Test
    void buildsTagsOfTheProjectsOwnForm() {
        strategy.setTagPattern(" lxml-{version} ");

        assertThat(strategy.getTagPattern()).isEqualTo("lxml-{version}");
        assertThat(builds("lxml-6.1.1")).isTrue();
        assertThat(builds("v6.1.1")).isFalse();
    }

    @Test
    void refusesWhatIsNotATagPattern() {
        assertThatThrownBy(() -> strategy.setTagPattern("lxml-")).hasMessageContaining("{version} exactly once");
        assertThat(strategy.getTagPattern()).isNull();
        assertThat(TagPatternCheck.of("lxml-").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(TagPatternCheck.of("{version}").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(TagPatternCheck.of("").kind).isEqualTo(FormValidation.Kind.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.1.0", "v1.2.3", "v1.0.0-rc.1"})
    void buildsReleaseTags(String tag) {
        assertThat(builds(tag)).isTrue();
        assertLogged(tag + " is a release tag and is built");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "1.2.3", "v1.2", "v01.2.3"})
    void leavesOtherTags(String tag) {
        assertThat(builds(tag)).isFalse();
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("tag " + tag + " is not built: it is not a release tag");
    }

    @Test
    void leavesBranchesToOthersWithoutAWord() {
        GitBranchSCMHead main = new GitBranchSCMHead("main");

        assertThat(strategy.isAutomaticBuild(
                        source, main, new SCMRevisionImpl(main, COMMIT) {}, null, null, TaskListener.NULL))
                .isFalse();
        assertThat(log.size()).isZero();
    }

    @Test
    void buildsOnlyWhatMatchesThePattern() {
        strategy.setPattern("v1\\..*");

        assertThat(builds("v1.2.0")).isTrue();
        log.reset();
        assertThat(builds("v2.1.0")).isFalse();
        assertLogged("v2.1.0 is not built: it does not match v1\\..*");
    }

    @Test
    void leavesPrereleasesWhenTold() {
        strategy.setPrereleases(false);

        assertThat(builds("v1.0.0")).isTrue();
        log.reset();
        assertThat(builds("v1.0.0-rc.1")).isFalse();
        assertLogged("v1.0.0-rc.1 is not built: it is a pre-release");
    }

    @Test
    void leavesHistory() {
        assertThat(builds("v1.0.0", Duration.ofDays(6), null)).isTrue();
        log.reset();
        assertThat(builds("v1.0.0", Duration.ofDays(10), null)).isFalse();
        assertLogged("v1.0.0 is not built: it is 10 days old, and may be 7");
        strategy.setMaxAgeDays(0);
        assertThat(builds("v1.0.0", Duration.ofDays(10_000), null)).isTrue();
    }

    @Test
    void buildsACommitOnceAndAMovedTagAgain() {
        assertThat(builds("v1.0.0", Duration.ofHours(1), COMMIT)).isFalse();
        assertLogged("v1.0.0 is not built: it was built at the same commit");
        assertThat(builds("v1.0.0", Duration.ofHours(1), OTHER)).isTrue();
    }

    @Test
    void formKeepsWhatItSays() throws Exception {
        strategy.setPattern("v1\\..*");
        strategy.setPrereleases(false);
        strategy.setMaxAgeDays(30);

        assertSame(roundTrip(strategy), "v1\\..*", false, 30);
        assertSame(roundTrip(new ReleaseTagBuildStrategy()), null, true, 7);
    }

    private ReleaseTagBuildStrategy roundTrip(ReleaseTagBuildStrategy before) throws Exception {
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "form-" + before.getMaxAgeDays());
        BranchSource branches = new BranchSource(source);
        branches.setBuildStrategies(List.of(before));
        project.getSourcesList().add(branches);
        jenkins.configRoundtrip(project);
        return (ReleaseTagBuildStrategy)
                project.getSources().get(0).getBuildStrategies().get(0);
    }

    @Test
    void isConfiguredAsCode() {
        ConfiguratorRegistry registry = ConfiguratorRegistry.get();
        Mapping settings = new Mapping();
        settings.put("pattern", "v1\\..*");
        settings.put("prereleases", false);
        settings.put("maxAgeDays", 30);
        Mapping named = new Mapping();
        named.put("mlcReleaseTags", settings);

        Object configured =
                registry.lookupOrFail(BranchBuildStrategy.class).configure(named, new ConfigurationContext(registry));

        assertSame((ReleaseTagBuildStrategy) configured, "v1\\..*", false, 30);
    }

    /** Job DSL makes what its scripts name out of the same model. */
    @Test
    void isConfiguredByScripts() throws Exception {
        UninstantiatedDescribable named = new UninstantiatedDescribable(
                "mlcReleaseTags", null, Map.of("pattern", "v1\\..*", "prereleases", false, "maxAgeDays", 30));

        BranchSource branches = new DescribableModel<>(BranchSource.class)
                .instantiate(Map.of("source", source, "buildStrategies", List.of(named)), TaskListener.NULL);

        assertSame((ReleaseTagBuildStrategy) branches.getBuildStrategies().get(0), "v1\\..*", false, 30);
    }

    private static void assertSame(ReleaseTagBuildStrategy made, String pattern, boolean prereleases, int days) {
        assertThat(made.getPattern()).isEqualTo(pattern);
        assertThat(made.isPrereleases()).isEqualTo(prereleases);
        assertThat(made.getMaxAgeDays()).isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({"v1.*, OK", "'', OK", "v(, ERROR"})
    void checksPatternsAsTheyAreTyped(String pattern, FormValidation.Kind kind) {
        assertThat(new ReleaseTagBuildStrategy.DescriptorImpl().doCheckPattern(pattern).kind)
                .isEqualTo(kind);
    }
}
