package io.jenkins.plugins.mlcwheels.view;

import static io.jenkins.plugins.mlcwheels.view.RecordedWheels.BAD;
import static io.jenkins.plugins.mlcwheels.view.RecordedWheels.BAD_SHA;
import static io.jenkins.plugins.mlcwheels.view.RecordedWheels.GOOD;
import static io.jenkins.plugins.mlcwheels.view.RecordedWheels.GOOD_SHA;
import static io.jenkins.plugins.mlcwheels.view.RecordedWheels.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.ArtifactArchiver;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.CreateFileBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.xml.sax.SAXException;

@WithJenkins
class WheelsPageTest {

    private static final String ARTIFACTS_PERMISSION = "hudson.security.ArtifactsPermission";

    private static JenkinsRule jenkins;
    private static FreeStyleProject project;
    private static FreeStyleBuild build;

    @BeforeAll
    static void recordWheels(JenkinsRule rule) throws Exception {
        jenkins = rule;
        project = rule.createFreeStyleProject("fastmath");
        project.getBuildersList().add(new CreateFileBuilder("wheelhouse/" + GOOD, "bytes"));
        project.getPublishersList().add(new ArtifactArchiver("wheelhouse/*.whl"));
        build = buildWithWheels();
    }

    @AfterEach
    void openUp() {
        System.clearProperty(ARTIFACTS_PERMISSION);
        Run.ARTIFACTS.setEnabled(false);
        jenkins.jenkins.setAuthorizationStrategy(new AuthorizationStrategy.Unsecured());
    }

    private static FreeStyleBuild buildWithWheels() throws Exception {
        FreeStyleBuild done = jenkins.buildAndAssertSuccess(project);
        RecordedWheels.both(done);
        return done;
    }

    @Test
    void buildPageSumsUpAndLinks() throws Exception {
        HtmlPage page = client().getPage(build);

        assertThat(text(page)).contains("Wheels: 2 wheels, audit failed for 1, 1 tested");
        assertThat(page.getAnchorByHref("/jenkins/" + build.getUrl() + "wheels/" + GOOD_SHA + "/")
                        .getTextContent())
                .isEqualTo(GOOD);
        assertThat(page.getElementById("tasks").getTextContent()).contains("Wheels");
    }

    @Test
    void buildWithoutWheelsHasNoPage() throws Exception {
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());

        assertThat(client().getPage(other).getElementById("tasks").getTextContent())
                .doesNotContain("Wheels");
        client().assertFails(other.getUrl() + "wheels/", 404);
    }

    @Test
    void tableSaysAllAboutEachWheel() throws Exception {
        HtmlPage page = page(build, "");

        assertThat(row(page, GOOD)).contains("cpu", "1.2.0", "manylinux_2_28_x86_64", "5.00 MiB", "abababab");
        assertThat(row(page, GOOD)).contains("Passed", "Tested", "Download");
        assertThat(row(page, BAD)).contains("None", "linux_x86_64", "Failed", "Not tested", "Not archived");
        assertThat(page.<DomElement>getFirstByXPath("//td/a[.='" + GOOD + "']")
                        .asXml()
                        .replaceAll("\\s", ""))
                .contains(
                        "fastmath-<wbr/>1.2.0-<wbr/>py3-<wbr/>none-<wbr/>manylinux_<wbr/>2_<wbr/>28_<wbr/>x86_64.<wbr/>whl");
        assertThat(page.<DomElement>getFirstByXPath("//button[@text='" + GOOD_SHA + "']"))
                .isNotNull();
        assertThat(page.getAnchorByText("Download").click().getWebResponse().getContentAsString())
                .isEqualTo("bytes");
    }

    @Test
    void wheelPageExplainsTheTag() throws Exception {
        String page = text(page(build, GOOD_SHA + "/"));

        assertThat(page).contains("The audit found no problems.");
        assertThat(page).contains("GLIBC_2.28", "needs GLIBC_2.28 of libc.so.6 (fcntl64)", "Build in an image of");
        assertThat(page).contains("libmvec.so.1", "fastmath.libs/libgomp-a34b3233.so.1.0.0", "inflate_table");
        assertThat(page).contains("manylinux_2_17_x86_64", "Not satisfied", "Satisfied");
    }

    @Test
    void showsHostileWordsAsText() throws Exception {
        HtmlPage page = page(build, BAD_SHA + "/");

        assertThat(text(page)).contains("it says " + HOSTILE, "a/" + HOSTILE, "record-hash-mismatch", "Error");
        assertThat(page.getTitleText()).doesNotContain("owned").contains(BAD);
    }

    @Test
    void hasNothingThatTheContentSecurityPolicyForbids() throws Exception {
        for (String url : new String[] {"", GOOD_SHA + "/", BAD_SHA + "/"}) {
            DomElement main = page(build, url).getElementById("main-panel");

            assertThat(main.<DomElement>getByXPath(".//*[@style or @onclick]")).isEmpty();
            assertThat(main.<DomElement>getByXPath(".//style | .//script[not(@src)]"))
                    .isEmpty();
        }
    }

    @Test
    void findsOnlyWheelsOfTheBuild() throws Exception {
        for (String wrong :
                new String[] {"ef".repeat(32), GOOD_SHA.toUpperCase(Locale.ROOT), "abab", "..%2f", GOOD_SHA + "x", GOOD
                }) {
            assertThat(status(client(), build.getUrl() + "wheels/" + wrong + "/"))
                    .as(wrong)
                    .isIn(400, 404);
        }
    }

    @Test
    void remoteApiListsTheWheels() throws Exception {
        JsonNode wheel = json("wheels/api/json").path("wheels").path(0);

        assertThat(wheel.path("fileName").asText()).isEqualTo(GOOD);
        assertThat(wheel.path("flavour").asText()).isEqualTo("cpu");
        assertThat(wheel.path("version").asText()).isEqualTo("1.2.0");
        assertThat(wheel.path("platform").asText()).isEqualTo("manylinux_2_28_x86_64");
        assertThat(wheel.path("size").asLong()).isEqualTo(5_242_880);
        assertThat(wheel.path("sha256").asText()).isEqualTo(GOOD_SHA);
        assertThat(wheel.path("passed").asBoolean()).isTrue();
        assertThat(wheel.path("tested").asBoolean()).isTrue();
        assertThat(wheel.path("artifact").asText()).isEqualTo("artifact/wheelhouse/" + GOOD);
        assertThat(wheel.path("page").asText()).isEqualTo("wheels/" + GOOD_SHA + "/");
        assertThat(wheel.has("audit") || wheel.has("artifactState")).isFalse();
    }

    @Test
    void remoteApiHasTheDetailOfAWheel() throws Exception {
        JsonNode wheel = json("wheels/" + BAD_SHA + "/api/json");

        assertThat(wheel.path("fileName").asText()).isEqualTo(BAD);
        assertThat(wheel.path("artifactState").asText()).isEqualTo("NOT_ARCHIVED");
        JsonNode audit = wheel.path("audit");
        assertThat(audit.at("/findings/0/severity").asText()).isEqualTo("error");
        assertThat(audit.at("/findings/0/message").asText()).isEqualTo("it says " + HOSTILE);
        assertThat(audit.at("/pins/0/kind").asText()).isEqualTo("external-library");
        assertThat(audit.at("/policies/0/externalLibraries/0").asText()).isEqualTo("libmvec.so.1");
        assertThat(audit.at("/policies/0/privateSymbols/0/symbols/0").asText()).isEqualTo("inflate_table");
        assertThat(audit.at("/grafted/0").asText()).startsWith("fastmath.libs/");
        assertThat(audit.at("/versionedSymbols/0/library").asText()).isEqualTo("libc.so.6");
    }

    @Test
    void givesTheReportItself() throws Exception {
        JsonNode report = json("wheels/" + GOOD_SHA + "/audit.json");

        assertThat(report.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(report.path("sha256").asText()).isEqualTo(GOOD_SHA);
    }

    @Test
    void saysThatAnArtifactIsGone() throws Exception {
        FreeStyleBuild other = buildWithWheels();
        other.deleteArtifacts();

        assertThat(row(page(other, ""), GOOD)).contains("No longer kept").doesNotContain("Download");
        assertThat(text(page(other, GOOD_SHA + "/"))).contains("No longer kept");
    }

    @Test
    void saysThatAReportIsGoneOrBroken() throws Exception {
        FreeStyleBuild other = buildWithWheels();
        Path reports = other.getRootDir().toPath().resolve("mlc-wheels");
        Files.delete(reports.resolve(GOOD_SHA + ".json"));
        Files.writeString(reports.resolve(BAD_SHA + ".json"), "{\"schemaVersion\": 1}");

        assertThat(text(page(other, GOOD_SHA + "/"))).contains("The audit report is no longer there.");
        assertThat(text(page(other, BAD_SHA + "/"))).contains("The audit report can't be read");
        assertThat(status(client(), other.getUrl() + "wheels/" + GOOD_SHA + "/audit.json"))
                .isEqualTo(404);
        assertThat(row(page(other, ""), GOOD)).contains("Passed");
    }

    @Test
    void showsNothingToThoseWhoMayNotReadTheJob() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger", "finder")
                .grant(Item.DISCOVER)
                .everywhere()
                .to("finder"));

        for (String url : new String[] {"", "api/json", GOOD_SHA + "/", GOOD_SHA + "/audit.json"}) {
            String path = build.getUrl() + "wheels/" + url;
            assertThat(status(client().login("stranger"), path)).as(path).isEqualTo(404);
            assertThat(status(client().login("finder"), path)).as(path).isEqualTo(403);
        }
    }

    @Test
    void showsEverythingToThoseWhoMayOnlyReadTheJob() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Item.READ)
                .everywhere()
                .to("reader", "outsider"));

        for (String url : new String[] {"", "api/json", GOOD_SHA + "/", GOOD_SHA + "/audit.json"}) {
            String path = build.getUrl() + "wheels/" + url;
            assertThat(status(client().login("reader"), path)).as(path).isEqualTo(200);
            assertThat(status(client().withBasicCredentials("outsider"), path))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void hidesArtifactsFromThoseWhoMayNotHaveThem() throws Exception {
        System.setProperty(ARTIFACTS_PERMISSION, "true");
        Run.ARTIFACTS.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "taker")
                .grant(Run.ARTIFACTS)
                .everywhere()
                .to("taker"));
        String url = build.getUrl() + "wheels/";

        HtmlPage reader = client().login("reader").goTo(url);
        assertThat(row(reader, GOOD)).contains("No permission").doesNotContain("Download");
        JsonNode wheel = json(client().login("reader"), "wheels/" + GOOD_SHA + "/api/json");
        assertThat(wheel.path("artifactState").asText()).isEqualTo("HIDDEN");
        assertThat(wheel.path("artifact").isNull()).isTrue();
        assertThat(row(client().login("taker").goTo(url), GOOD)).contains("Download");
    }

    @Test
    void recordOutlivesReloading() throws Exception {
        FreeStyleBuild other = buildWithWheels();
        project.doReload();

        Run<?, ?> loaded = project.getBuildByNumber(other.getNumber());
        assertThat(loaded).isNotSameAs(other);
        assertThat(WheelsAction.of(loaded).orElseThrow().getWheels()).hasSize(2);
        assertThat(row(page(loaded, ""), GOOD)).contains("Tested");
    }

    private static HtmlPage page(Run<?, ?> run, String url) throws IOException, SAXException {
        return client().goTo(run.getUrl() + "wheels/" + url);
    }

    private static JsonNode json(String url) throws IOException, SAXException {
        return json(client(), url);
    }

    private static JsonNode json(WebClient client, String url) throws IOException, SAXException {
        return new ObjectMapper()
                .readTree(client.goTo(build.getUrl() + url, "application/json")
                        .getWebResponse()
                        .getContentAsString());
    }

    private static WebClient client() {
        return jenkins.createWebClient();
    }

    private static int status(WebClient client, String url) throws IOException, SAXException {
        client.setThrowExceptionOnFailingStatusCode(false);
        return client.goTo(url, null).getWebResponse().getStatusCode();
    }

    private static String row(HtmlPage page, String wheel) {
        DomElement row = page.getFirstByXPath("//table[@id='mlc-wheels']//tr[td/a[.='" + wheel + "']]");
        return row.asNormalizedText();
    }

    private static String text(HtmlPage page) {
        return page.getElementById("main-panel").asNormalizedText();
    }
}
