package io.jenkins.plugins.mlcwheels.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hudson.model.FreeStyleBuild;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class MlcWheelsConfigurationTest {

    private static final String DIGEST = "example.org/toolchain@sha256:" + "0123456789abcdef".repeat(4);

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void keepsWhatTheFormSays() throws Exception {
        fill(MlcWheelsConfiguration.get());
        jenkins.configRoundtrip();
        assertFilled(MlcWheelsConfiguration.get());
        assertFilled(new MlcWheelsConfiguration());
    }

    @Test
    void forgetsTheLastImageThatTheFormHasNoMore() throws Exception {
        fill(MlcWheelsConfiguration.get());
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlForm form = client.goTo("configure").getFormByName("config");
            DomElement image = form.getFirstByXPath(
                    ".//div[@name='images'][not(contains(@class, 'to-be-removed'))][.//input[@name='_.image']]");
            image.remove();
            jenkins.submit(form);
        }
        assertThat(MlcWheelsConfiguration.get().getImages()).isEmpty();
        assertThat(new MlcWheelsConfiguration().getImages()).isEmpty();
        assertThat(new MlcWheelsConfiguration().getCcache()).isEqualTo("/var/cache/ccache");
    }

    @ParameterizedTest
    @CsvSource({
        "_.retentionDays, -5, 36500 days to keep wheels for",
        "_.ccache, relative, absolute path",
        "_.indexUrl, https://me:secret@example.org/simple, a user or a password"
    })
    void keepsAllThatWasConfiguredWhenTheFormCantBeUsed(String field, String value, String message) throws Exception {
        fill(MlcWheelsConfiguration.get());
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlForm form = client.goTo("configure").getFormByName("config");
            HtmlInput input = form.getFirstByXPath(
                    ".//input[@name='" + field + "'][ancestor::*[.//input[@name='_.implicitLibrary']]]");
            input.setValue(value);
            assertThat(((HtmlPage) jenkins.submit(form)).asNormalizedText())
                    .contains(message)
                    .doesNotContain("secret");
        }
        assertFilled(MlcWheelsConfiguration.get());
        MlcWheelsConfiguration.get().save();
        assertFilled(new MlcWheelsConfiguration());
    }

    @Test
    void settersRefuseWhatTheFormRefuses() {
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        fill(settings);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.setCcache("relative"))
                .withMessageContaining("absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.setIndexUrl("https://me:secret@example.org/simple"))
                .withMessageContaining("a user or a password")
                .withMessageNotContaining("secret");
        assertFilled(settings);
        assertFilled(new MlcWheelsConfiguration());
    }

    @Test
    void hasDefaultsThatTheFormKeeps() throws Exception {
        jenkins.configRoundtrip();
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        assertThat(settings.getPlatform()).isEqualTo("manylinux_2_28");
        assertThat(settings.getImages()).isEmpty();
        assertThat(settings.getCcache()).isNull();
        assertThat(settings.getIndexUrl()).isNull();
        assertThat(settings.isImplicitLibrary()).isFalse();
        assertThat(settings.getRetentionDays()).isEqualTo(90);
    }

    @Test
    void isImportedFromAndExportedToCode(@TempDir Path directory) throws Exception {
        String yaml = """
            unclassified:
              mlcWheels:
                ccache: "/var/cache/ccache"
                images:
                - flavour: "cpu"
                  image: "%s"
                implicitLibrary: true
                indexCredentialsId: "package-index"
                indexUrl: "https://example.org/simple"
                platform: "manylinux_2_31_x86_64"
                retentionDays: 30
                signWith: "release-key"
            """.formatted(DIGEST);
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
        assertFilled(MlcWheelsConfiguration.get());

        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        String exported = Util.toYamlString(Util.getUnclassifiedRoot(context).get("mlcWheels"));
        assertThat(yaml.replaceAll("(?m)^ {4}", "")).endsWith(exported);
    }

    @Test
    void tellsPipelinesTheImages() throws Exception {
        fill(MlcWheelsConfiguration.get());
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition("echo \"image ${env.MLC_WHEELS_IMAGE_CPU}\"", true));
        jenkins.assertLogContains("image " + DIGEST, jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void tellsOtherBuildsNothing() throws Exception {
        fill(MlcWheelsConfiguration.get());
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        assertThat(build.getEnvironment(TaskListener.NULL))
                .doesNotContainKeys("MLC_WHEELS_IMAGE_CPU", "MLC_WHEELS_CCACHE");
    }

    @Test
    void checksWhatIsTyped() {
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        assertThat(settings.doCheckPlatform("").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckPlatform("musllinux_1_2_aarch64").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckPlatform("manylinux_2_28").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckPlatform("auto").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckPlatform("windows").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckPlatform("manylinux2_28").getMessage()).contains(" manylinux_2_28, ");
        assertThat(settings.doCheckRetentionDays("0").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckRetentionDays("-1").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckRetentionDays("a while").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.setRetentionDays(-1))
                .withMessageContaining("0 for ever");
        assertThat(settings.doCheckCcache("relative").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckCcache("/cache").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckIndexUrl("https://example.org/simple").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckIndexUrl("https://me:secret@example.org/").kind)
                .isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("simple").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("gopher://example.org").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("not an address").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("https:///simple").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("https://my_index/simple").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckIndexUrl("file:///srv/simple").kind).isEqualTo(FormValidation.Kind.OK);
        FlavourImage.DescriptorImpl image = Jenkins.get().getDescriptorByType(FlavourImage.DescriptorImpl.class);
        assertThat(image.doCheckFlavour("cuda-12.8").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(image.doCheckFlavour("CUDA 12").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(image.doCheckImage(DIGEST).kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(image.doCheckImage("example.org/toolchain:latest").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(image.doCheckImage(" ").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void answersOnlyThosePostsThatMayConfigure() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager"));
        String settings = "descriptorByName/" + MlcWheelsConfiguration.class.getName();
        String image = "descriptorByName/" + FlavourImage.class.getName();
        for (String method : List.of(
                settings + "/checkPlatform",
                settings + "/checkCcache",
                settings + "/checkIndexUrl",
                settings + "/fillIndexCredentialsIdItems",
                settings + "/fillSignWithItems",
                settings + "/checkRetentionDays",
                image + "/checkFlavour",
                image + "/checkImage")) {
            assertThat(status("manager", HttpMethod.POST, method)).as(method).isEqualTo(200);
            assertThat(status("reader", HttpMethod.POST, method)).as(method).isEqualTo(403);
            assertThat(status("manager", HttpMethod.GET, method)).as(method).isIn(404, 405);
        }
    }

    private int status(String user, HttpMethod verb, String path) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            client.withBasicCredentials(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path + "?value=x"), verb);
            return client.getPage(client.addCrumb(request)).getWebResponse().getStatusCode();
        }
    }

    private static void fill(MlcWheelsConfiguration settings) {
        settings.setPlatform("manylinux_2_31_x86_64");
        settings.setImages(List.of(new FlavourImage("cpu", DIGEST)));
        settings.setCcache("/var/cache/ccache");
        settings.setIndexUrl("https://example.org/simple");
        settings.setIndexCredentialsId("package-index");
        settings.setImplicitLibrary(true);
        settings.setRetentionDays(30);
        settings.setSignWith("release-key");
    }

    private static void assertFilled(MlcWheelsConfiguration settings) {
        assertThat(settings.getPlatform()).isEqualTo("manylinux_2_31_x86_64");
        assertThat(settings.getImages()).singleElement().satisfies(image -> {
            assertThat(image.getFlavour()).isEqualTo("cpu");
            assertThat(image.getImage()).isEqualTo(DIGEST);
        });
        assertThat(settings.getCcache()).isEqualTo("/var/cache/ccache");
        assertThat(settings.getIndexUrl()).isEqualTo("https://example.org/simple");
        assertThat(settings.getIndexCredentialsId()).isEqualTo("package-index");
        assertThat(settings.isImplicitLibrary()).isTrue();
        assertThat(settings.getRetentionDays()).isEqualTo(30);
        assertThat(settings.getSignWith()).isEqualTo("release-key");
    }
}
