package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import java.net.URL;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps' forms, and the snippets that they generate, in one Jenkins. */
@WithJenkins
class StepFormsTest {

    private static JenkinsRule jenkins;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void end() throws Exception {
        jenkins.after();
    }

    @Test
    void untouchedFormsGiveStepsWithoutParameters() throws Exception {
        assertForm(new BuildWheelStep(), "mlcBuildWheel()");
        assertForm(new TestWheelStep(), "mlcTestWheel()");
        assertForm(new AuditWheelStep(), "mlcAuditWheel()");
        assertForm(new PublishReleaseStep(), "mlcPublishRelease()");
        assertForm(new PruneImagesStep(), "mlcPruneImages()");
        assertForm(new PruneReleasesStep(), "mlcPruneReleases()");
        assertForm(new PublishIndexStep(), "mlcPublishIndex()");
        assertForm(new ReleaseTagStep(), "mlcReleaseTag()");
        assertForm(new PlanStep(), "mlcPlan()");
        assertForm(new PublishPackageStep(), "mlcPublishPackage()");
    }

    @Test
    void formOfBuildKeepsEveryParameter() throws Exception {
        BuildWheelStep step = new BuildWheelStep();
        step.setSource("tree");
        step.setFlavour("cuda-12.8");
        step.setPython("python3.12");
        step.setPlatform("auto");
        step.setChannel("nightly");
        step.setVersion("1.2.3");
        step.setCmake(List.of("set(USE_NCCL ON)", "set(\"A B\" 'c')"));
        step.setConfigSettings(List.of("a=b"));
        step.setEnvironment(List.of("A=1", "B=$2"));
        step.setBeforeBuild("echo 'before' && true");
        step.setJobs(7);
        step.setCcache("/cache");
        step.setPure("allow");
        step.setTimeout("90m");
        step.setExcludes(List.of("libfoo.so*"));
        step.setUseOwnLibraries(true);
        step.setWheelhouse("house");
        step.setArchive(false);
        step.setAuditFailure("unstable");
        step.setIdentifiers(List.of("cp312-manylinux_x86_64", "cp313-manylinux_x86_64"));
        step.setOnly("cp39-manylinux_x86_64");
        step.setConfig("ci/wheels.toml");
        step.setSdist(true);
        assertForm(
                step,
                "mlcBuildWheel archive: false, auditFailure: 'unstable', beforeBuild: 'echo \\'before\\' && true',"
                        + " ccache: '/cache', channel: 'nightly',"
                        + " cmake: ['set(USE_NCCL ON)', 'set(\"A B\" \\'c\\')'], config: 'ci/wheels.toml', configSettings: ['a=b'],"
                        + " environment: ['A=1', 'B=$2'], excludes: ['libfoo.so*'], flavour: 'cuda-12.8',"
                        + " identifiers: ['cp312-manylinux_x86_64', 'cp313-manylinux_x86_64'], jobs: 7,"
                        + " only: 'cp39-manylinux_x86_64',"
                        + " platform: 'auto', pure: 'allow', python: 'python3.12', sdist: true, source: 'tree', timeout: '90m',"
                        + " useOwnLibraries: true,"
                        + " version: '1.2.3',"
                        + " wheelhouse: 'house'");
    }

    @Test
    void formOfPlanKeepsEveryParameter() throws Exception {
        PlanStep step = new PlanStep();
        step.setSource("python");
        step.setConfig("ci/wheels.toml");
        step.setFlavour("cuda-12.8");
        step.setBuild(List.of("cp31*", "cp314t-*"));
        step.setSkip(List.of("*musl*"));
        step.setArchs(List.of("x86_64", "aarch64"));
        step.setEnable(List.of("pypy"));
        step.setOnly(List.of("cp313-manylinux_x86_64"));
        step.setAllowEmpty(true);
        step.setChannel("nightly");
        step.setVersion("1.2.3");
        step.setTagPattern("{version}");
        step.setConfigSettings(List.of("a=b"));
        step.setAgents(List.of("aarch64=arm64"));
        step.setHere(false);
        assertForm(
                step,
                "mlcPlan agents: ['aarch64=arm64'], allowEmpty: true, archs: ['x86_64', 'aarch64'],"
                        + " build: ['cp31*', 'cp314t-*'], channel: 'nightly', config: 'ci/wheels.toml',"
                        + " configSettings: ['a=b'], enable: ['pypy'], flavour: 'cuda-12.8', here: false,"
                        + " only: ['cp313-manylinux_x86_64'], skip: ['*musl*'], source: 'python',"
                        + " tagPattern: '{version}', version: '1.2.3'");
    }

    @Test
    void formOfTestKeepsEveryParameter() throws Exception {
        TestWheelStep step = new TestWheelStep();
        step.setWheels("other/*.whl");
        step.setCommand("python -m pytest");
        step.setRequirements(List.of("pytest", "--no-index"));
        step.setPython("python3.12");
        step.setSource("python");
        step.setTestSources(List.of("tests", "examples"));
        step.setImports("anywhere");
        step.setRequireImport(true);
        step.setExtras(List.of("gui"));
        step.setImportNames(List.of("demo.more"));
        step.setNoImports(List.of("demo_gui"));
        step.setNoScripts(List.of("demo-*"));
        assertForm(
                step,
                "mlcTestWheel command: 'python -m pytest', extras: ['gui'], importNames: ['demo.more'],"
                        + " imports: 'anywhere', noImports: ['demo_gui'], noScripts: ['demo-*'], python: 'python3.12',"
                        + " requireImport: true, requirements: ['pytest', '--no-index'], source: 'python',"
                        + " testSources: ['tests', 'examples'], wheels: 'other/*.whl'");
    }

    @Test
    void formOfAuditKeepsEveryParameter() throws Exception {
        AuditWheelStep step = new AuditWheelStep();
        step.setWheels("other/*.whl");
        step.setFlavour("cpu");
        step.setPlatform("manylinux_2_28");
        step.setExcludes(List.of("liba.so*", "libb.so*"));
        step.setArchive(true);
        step.setAuditFailure("unstable");
        assertForm(
                step,
                "mlcAuditWheel archive: true, auditFailure: 'unstable', excludes: ['liba.so*', 'libb.so*'],"
                        + " flavour: 'cpu', platform: 'manylinux_2_28', wheels: 'other/*.whl'");
    }

    @Test
    void formOfPublishingKeepsEveryParameter() throws Exception {
        PublishReleaseStep step = new PublishReleaseStep();
        step.setWheels("other/*.whl");
        step.setTag("v1.2.0");
        step.setCommit("0123456789abcdef0123456789abcdef01234567");
        step.setRepository("mlc-ai/mlc-llm");
        step.setCredentialsId("token");
        step.setApiUri("https://github.example.org/api/v3");
        step.setNotes("First.");
        step.setNotesFile("NOTES.md");
        step.setTo("releases");
        step.setExpect(List.of("demo-*", "other-*"));
        step.setGenerateNotes(true);
        step.setAmend(true);
        step.setClobber(true);
        step.setDraftOnly(true);
        step.setDryRun(true);
        step.setPrerelease(true);
        step.setMakeLatest(false);
        step.setRequireTests(false);
        step.setAllowUnproven(true);
        step.setParallelUploads(2);
        step.setMinRate("20k");
        step.setSignWith("key");
        assertForm(
                step,
                "mlcPublishRelease allowUnproven: true, amend: true, apiUri: 'https://github.example.org/api/v3', clobber: true,"
                        + " commit: '0123456789abcdef0123456789abcdef01234567', credentialsId: 'token',"
                        + " draftOnly: true, dryRun: true, expect: ['demo-*', 'other-*'], generateNotes: true,"
                        + " makeLatest: false, minRate: '20k', notes: 'First.', notesFile: 'NOTES.md', parallelUploads: 2,"
                        + " prerelease: true, repository: 'mlc-ai/mlc-llm', requireTests: false, signWith: 'key', tag: 'v1.2.0',"
                        + " to: 'releases', wheels: 'other/*.whl'");
    }

    @Test
    void formsOfPruningKeepEveryParameter() throws Exception {
        PruneImagesStep images = new PruneImagesStep();
        images.setRepository("ghcr.io/example/cpu");
        images.setKeep(3);
        images.setProtect(List.of("v1.*", "v2.*"));
        images.setNewestBy("version");
        images.setMaxShare(0.5);
        images.setForce(true);
        images.setCredentialsId("token");
        images.setApiUri("https://api.github.com");
        images.setDryRun(false);
        assertForm(
                images,
                "mlcPruneImages apiUri: 'https://api.github.com', credentialsId: 'token', dryRun: false,"
                        + " force: true, keep: 3, maxShare: 0.5, newestBy: 'version', protect: ['v1.*', 'v2.*'], repository: 'ghcr.io/example/cpu'");
        PruneReleasesStep releases = new PruneReleasesStep();
        releases.setRepository("example/fastmath");
        releases.setTag("weekly");
        releases.setKeep(2);
        releases.setProtect(List.of("*-any.whl"));
        releases.setIndex("public/simple");
        releases.setMaxShare(0.25);
        releases.setForce(true);
        releases.setCredentialsId("token");
        releases.setApiUri("https://api.github.com");
        releases.setDryRun(false);
        assertForm(
                releases,
                "mlcPruneReleases apiUri: 'https://api.github.com', credentialsId: 'token', dryRun: false,"
                        + " force: true, index: 'public/simple', keep: 2, maxShare: 0.25, protect: ['*-any.whl'], repository: 'example/fastmath',"
                        + " tag: 'weekly'");
    }

    @Test
    void formOfTheIndexKeepsEveryParameter() throws Exception {
        PublishIndexStep step = new PublishIndexStep();
        step.setTo("public/simple");
        step.setRepository("example/fastmath");
        step.setCredentialsId("token");
        step.setApiUri("https://api.github.com");
        assertForm(
                step,
                "mlcPublishIndex apiUri: 'https://api.github.com', credentialsId: 'token', repository:"
                        + " 'example/fastmath', to: 'public/simple'");
    }

    @Test
    void formOfTheReleaseTagKeepsIt() throws Exception {
        ReleaseTagStep step = new ReleaseTagStep();
        step.setTag("v1.2.0");
        step.setTagPattern("v{version}");
        assertForm(step, "mlcReleaseTag tag: 'v1.2.0', tagPattern: 'v{version}'");
    }

    @ParameterizedTest
    @CsvSource({"true,", ",false"})
    void formKeepsEachChoiceByItself(Boolean prerelease, Boolean makeLatest) throws Exception {
        PublishReleaseStep step = new PublishReleaseStep();
        step.setPrerelease(prerelease);
        step.setMakeLatest(makeLatest);
        PublishReleaseStep back = new StepConfigTester(jenkins).configRoundTrip(step);
        assertThat(back.getPrerelease()).isEqualTo(prerelease);
        assertThat(back.getMakeLatest()).isEqualTo(makeLatest);
    }

    @Test
    void sayInShortWhatTheyWorkOn() {
        assertThat(inShort(BuildWheelStep.DescriptorImpl.class, Map.of())).isEqualTo("cpu");
        assertThat(inShort(
                        BuildWheelStep.DescriptorImpl.class,
                        Map.of("source", "python", "flavour", "rocm-6.2", "jobs", 3)))
                .isEqualTo("python, rocm-6.2");
        assertThat(inShort(TestWheelStep.DescriptorImpl.class, Map.of("command", "pytest")))
                .isEqualTo("wheelhouse/*.whl");
        assertThat(inShort(AuditWheelStep.DescriptorImpl.class, Map.of("wheels", "dist/*.whl")))
                .isEqualTo("dist/*.whl");
    }

    private static String inShort(Class<? extends WheelStepDescriptor> type, Map<String, Object> arguments) {
        return jenkins.jenkins.getDescriptorByType(type).argumentsToString(arguments);
    }

    @Test
    void checksWhatIsTyped() {
        BuildWheelStep.DescriptorImpl descriptor =
                jenkins.jenkins.getDescriptorByType(BuildWheelStep.DescriptorImpl.class);
        assertThat(descriptor.doCheckJobs("0").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckJobs("-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doCheckTimeout("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckTimeout("90m").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckTimeout("1 day").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doFillPureItems())
                .extracting(option -> option.value)
                .containsExactly("refuse", "allow");
        assertThat(descriptor.doCheckWheelhouse("house/x").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(descriptor.doCheckWheelhouse("../x").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(descriptor.doFillFlavourItems())
                .extracting(option -> option.value)
                .contains("cpu", "cuda-12.8", "rocm-6.2");
    }

    @ParameterizedTest
    @CsvSource({"'',OK", "0.5,OK", "1,OK", "0,ERROR", "1.1,ERROR", "NaN,ERROR", "half,ERROR"})
    void checksTheShareThatIsTyped(String typed, FormValidation.Kind kind) {
        assertThat(jenkins.jenkins
                        .getDescriptorByType(PruneReleasesStep.DescriptorImpl.class)
                        .doCheckMaxShare(typed)
                        .kind)
                .isEqualTo(kind);
    }

    @Test
    void answersOnlyPostsOfThoseWhoMayRead() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        try {
            for (String method : List.of(
                    "fillFlavourItems",
                    "fillChannelItems",
                    "fillPureItems",
                    "fillAuditFailureItems",
                    "checkJobs",
                    "checkTimeout",
                    "checkWheelhouse")) {
                String path = "descriptorByName/" + BuildWheelStep.class.getName() + "/" + method;
                assertThat(status("reader", HttpMethod.POST, path)).as(method).isEqualTo(200);
                assertThat(status("reader", HttpMethod.GET, path)).as(method).isIn(404, 405);
                assertThat(status("stranger", HttpMethod.POST, path)).as(method).isEqualTo(403);
            }
        } finally {
            jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
            jenkins.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        }
    }

    private static int status(String user, HttpMethod verb, String path) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.withBasicCredentials(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path + "?value=1"), verb);
            return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
        }
    }

    private static void assertForm(Step step, String snippet) throws Exception {
        Step back = new StepConfigTester(jenkins).configRoundTrip(step);
        assertThat(Snippetizer.object2Groovy(step)).isEqualTo(snippet);
        assertThat(Snippetizer.object2Groovy(back)).isEqualTo(snippet);
    }
}
