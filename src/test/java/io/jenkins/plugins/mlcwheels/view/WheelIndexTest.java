package io.jenkins.plugins.mlcwheels.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import io.jenkins.plugins.mlcwheels.steps.RecordWheelStep;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.security.ApiTokenProperty;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class WheelIndexTest {

    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final String ARTIFACTS_PERMISSION = "hudson.security.ArtifactsPermission";

    private static JenkinsRule jenkins;
    private static WorkflowJob job;
    private static WorkflowRun newest;

    @BeforeAll
    static void build(JenkinsRule rule) throws Exception {
        jenkins = rule;
        RecordWheelStep.register();
        job = rule.createProject(WorkflowJob.class, "demo job");
        run(Result.SUCCESS, "recordWheel(name: 'demo', version: '1.0', archived: true)");
        run(Result.SUCCESS, "recordWheel(name: 'demo', version: '1.1', archived: true, passed: false)");
        run(Result.FAILURE, "recordWheel(name: 'demo', version: '1.2', archived: true, tested: false)\nerror 'x'");
        run(Result.SUCCESS, "recordWheel(name: 'demo', version: '1.3')");
        newest = run(Result.SUCCESS, "recordWheel(name: 'demo', version: '2.0', archived: true)");
    }

    @AfterEach
    void openUp() {
        System.clearProperty(ARTIFACTS_PERMISSION);
        Run.ARTIFACTS.setEnabled(false);
        jenkins.jenkins.setAuthorizationStrategy(new AuthorizationStrategy.Unsecured());
    }

    private static WorkflowRun run(Result expected, String body) throws Exception {
        job.setDefinition(new CpsFlowDefinition("node {\n" + body + "\n}", true));
        WorkflowRun build = jenkins.buildAndAssertStatus(expected, job);
        // As a step that audits leaves it, which the recording step of tests does not.
        Files.createDirectories(build.getRootDir().toPath().resolve("mlc-wheels"));
        return build;
    }

    @Test
    void offersTheWheelsOfTheNewestBuilds() throws Exception {
        HttpResponse<String> answer = get(job.getUrl() + "wheels/simple/demo/", JSON + ", text/html;q=0.01", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(JSON);
        JsonNode page = new ObjectMapper().readTree(answer.body());
        assertThat(page.path("versions")).extracting(JsonNode::asText).containsExactly("1.0", "1.1", "1.2", "2.0");
        JsonNode last = page.path("files").get(3);
        WheelRecord wheel = WheelsAction.of(newest).orElseThrow().getWheels().get(0);
        assertThat(last.path("hashes").path("sha256").asText()).isEqualTo(wheel.getSha256());
        assertThat(last.path("size").asLong()).isEqualTo(wheel.getSize());
        assertThat(last.path("upload-time").asText()).endsWith("Z");
        assertThat(last.has("yanked")).isFalse();
        assertThat(page.path("files").get(1).path("yanked").asText()).isEqualTo("the audit failed in build #2");
        assertThat(page.path("files").get(2).path("yanked").asText()).isEqualTo("build #3 failed and did not test it");
    }

    @Test
    void answersInHtmlUnlessJsonIsWantedMore() throws Exception {
        for (String accept : List.of("text/html", "*/*", "text/html, " + JSON + ";q=0.5", "nonsense;;;q=,")) {
            HttpResponse<String> answer = get(job.getUrl() + "wheels/simple/", accept, null);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(answer.body()).contains("<a href=\"demo/\">demo</a>");
        }
        assertThat(get(job.getUrl() + "wheels/simple/other/", JSON, null).statusCode())
                .isEqualTo(404);
        assertThat(get(job.getUrl() + "wheels/simple/demo/x/", JSON, null).statusCode())
                .isEqualTo(404);
        assertThat(get(job.getUrl() + "wheels/simple/Demo", JSON, null).statusCode())
                .isEqualTo(302);
        assertThat(get(job.getUrl() + "wheels/simple/Demo/", JSON, null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void sendsBytesWithTagLengthAndRanges() throws Exception {
        WheelRecord wheel = WheelsAction.of(newest).orElseThrow().getWheels().get(0);
        String place = newest.getUrl() + "wheels/file/" + newest.getNumber() + "/" + wheel.getSha256() + "/"
                + wheel.getFileName();
        HttpResponse<String> whole = get(place, "*/*", null);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(wheel.getSize());
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(get(place, "*/*", null, "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<String> part = get(place, "*/*", null, "Range", "bytes=0-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(4).startsWith("PK");
        for (String wrong : List.of(
                place.replace("/" + newest.getNumber() + "/" + wheel.getSha256(), "/1/" + wheel.getSha256()),
                place.replace(wheel.getSha256(), "0".repeat(64)),
                place.replace(wheel.getFileName(), "other.whl"),
                place.replace(wheel.getFileName(), "..%2f..%2fbuild.xml"))) {
            assertThat(get(wrong, "*/*", null).statusCode()).as(wrong).isIn(400, 404);
        }
    }

    @Test
    void hidesNamesAndBytesFromThoseWhoMayNotReadArtifacts() throws Exception {
        System.setProperty(ARTIFACTS_PERMISSION, "true");
        Run.ARTIFACTS.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Run.ARTIFACTS)
                .everywhere()
                .to("installer")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger"));
        WheelRecord wheel = WheelsAction.of(newest).orElseThrow().getWheels().get(0);
        String file = job.getUrl() + "wheels/file/" + newest.getNumber() + "/" + wheel.getSha256() + "/"
                + wheel.getFileName();
        for (String place : List.of(job.getUrl() + "wheels/simple/", newest.getUrl() + "wheels/simple/demo/", file)) {
            assertThat(get(place, JSON, "installer").statusCode()).as(place).isEqualTo(200);
            assertThat(get(place, JSON, "reader").statusCode()).as(place).isEqualTo(404);
            assertThat(get(place, JSON, "stranger").statusCode()).as(place).isEqualTo(404);
            assertThat(get(place, JSON, null).statusCode()).as(place).isIn(401, 403, 404);
        }
    }

    @Test
    void letsPipInstall(@TempDir Path directory) throws Exception {
        TestTools.need(hasPip(), "pip for python3");
        assertThat(pip(jenkins.getURL().toString(), directory)).isZero();
        assertThat(directory.resolve("demo-2.0-py3-none-manylinux_2_28_x86_64.whl"))
                .exists();
    }

    @Test
    void letsPipInstallWithAnApiToken(@TempDir Path directory) throws Exception {
        TestTools.need(hasPip(), "pip for python3");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("installer"));
        String address = jenkins.getURL().toString();
        assertThat(pip(address, directory)).isNotZero();
        assertThat(pip(address.replace("://", "://installer:" + token("installer") + "@"), directory))
                .isZero();
        assertThat(directory.resolve("demo-2.0-py3-none-manylinux_2_28_x86_64.whl"))
                .exists();
    }

    private static int pip(String address, Path directory) throws Exception {
        return new ProcessBuilder(
                        "python3",
                        "-m",
                        "pip",
                        "download",
                        "--no-cache-dir",
                        "--no-deps",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--isolated",
                        "--platform",
                        "manylinux_2_28_x86_64",
                        "--only-binary=:all:",
                        "--retries",
                        "0",
                        "--index-url",
                        address + job.getUrl() + "wheels/simple/",
                        "--dest",
                        directory.toString(),
                        "demo")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pip.log").toFile())
                .start()
                .waitFor();
    }

    private static String token(String user) throws Exception {
        return hudson.model.User.getById(user, true)
                .getProperty(ApiTokenProperty.class)
                .generateNewToken("test")
                .plainValue;
    }

    @Test
    void jobPageSaysHowToInstall() throws Exception {
        assertThat(jenkins.createWebClient()
                        .getPage(job, "wheels/")
                        .getElementById("mlc-wheels-install")
                        .getTextContent())
                .contains("pip install --index-url " + jenkins.getURL() + job.getUrl() + "wheels/simple/ demo");
        assertThat(jenkins.createWebClient().getPage(newest, "wheels/").getElementById("mlc-wheels-install"))
                .isNotNull();
    }

    @Test
    void jobPageShowsNoCommandWithoutTheAddressOfJenkins() throws Exception {
        String address = JenkinsLocationConfiguration.get().getUrl();
        WheelRecord wheel = WheelsAction.of(newest).orElseThrow().getWheels().get(0);
        JenkinsLocationConfiguration.get().setUrl(null);
        try {
            assertThat(new InstallLine("simple/", List.of(wheel)).getText()).isNull();
        } finally {
            JenkinsLocationConfiguration.get().setUrl(address);
        }
        assertThat(new InstallLine("simple/", List.of(wheel)).getText()).contains(address + "simple/ demo");
    }

    private static boolean hasPip() {
        try {
            return new ProcessBuilder("python3", "-m", "pip", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (java.io.IOException | InterruptedException e) {
            return false;
        }
    }

    private static HttpResponse<String> get(String place, String accept, String user, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(jenkins.getURL() + place)).header("Accept", accept);
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (user != null) {
            String token = token(user);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((user + ":" + token).getBytes("UTF-8")));
        }
        return HttpClient.newHttpClient()
                .send(
                        request.build(),
                        HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
