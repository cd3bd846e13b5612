package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import jenkins.model.ArtifactManagerConfiguration;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.compress_artifacts.CompressingArtifactManagerFactory;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Wheels whose bytes are kept elsewhere than in the directory of the build. */
@WithJenkins
class OtherArtifactManagerTest {

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;
    private static Path projects;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        Pipelines.needPython();
        jenkins = rule;
        pipelines = new Pipelines(rule);
        projects = rule.jenkins.getRootDir().toPath().resolve("projects");
        PackedProject.good(projects, "released", "1.2.0");
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(new CompressingArtifactManagerFactory());
    }

    @AfterAll
    static void end() throws Exception {
        if (jenkins != null) {
            jenkins.after();
        }
    }

    @Test
    void keepsShowsAndServesWheels() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/good" "$PROJECTS/other" .'
                mlcBuildWheel(source: 'good', platform: 'auto')
            }
            """);

        WheelRecord wheel = Pipelines.onlyWheel(run);
        assertThat(run.getRootDir().toPath().resolve("archive")).doesNotExist();
        HtmlPage page = client().goTo(run.getUrl() + "wheels/");
        assertThat(page.<DomElement>getFirstByXPath("//table[@id='mlc-wheels']/tbody")
                        .asNormalizedText())
                .contains(wheel.getFileName(), "Download");
        try (InputStream bytes =
                page.getAnchorByText("Download").click().getWebResponse().getContentAsStream()) {
            assertThat(sha256(bytes)).isEqualTo(wheel.getSha256());
        }
        JsonNode detail = json(run.getUrl() + "wheels/" + wheel.getSha256() + "/api/json");
        assertThat(detail.path("artifactState").asText()).isEqualTo("KEPT");
        assertThat(detail.path("artifact").asText()).isEqualTo("artifact/" + wheel.getPath());

        run.deleteArtifacts();

        assertThat(json(run.getUrl() + "wheels/" + wheel.getSha256() + "/api/json")
                        .path("artifactState")
                        .asText())
                .isEqualTo("GONE");
        assertThat(client().goTo(run.getUrl() + "wheels/").asNormalizedText()).contains("No longer kept");
    }

    @Test
    void publishesWhatIsNoLongerInTheWorkspace() throws Exception {
        WorkflowRun run = pipelines.succeed("""
            node {
                sh 'cp -R "$PROJECTS/released" .'
                mlcBuildWheel(source: 'released', platform: 'auto')
                mlcTestWheel(requirements: ['--no-index'])
                dir('wheelhouse') { deleteDir() }
                mlcPublishRelease(tag: 'v1.2.0', to: 'releases')
                sh 'cd releases/v1.2.0 && sha256sum --check --strict SHA256SUMS'
            }
            """);

        WheelRecord wheel = Pipelines.onlyWheel(run);
        jenkins.assertLogContains("fetching " + wheel.getFileName() + " from the artifacts of this build", run);
        jenkins.assertLogContains(wheel.getFileName() + ": OK", run);
    }

    private static String sha256(InputStream bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes()));
    }

    private static JsonNode json(String url) throws Exception {
        return new ObjectMapper()
                .readTree(
                        client().goTo(url, "application/json").getWebResponse().getContentAsString());
    }

    private static JenkinsRule.WebClient client() {
        return jenkins.createWebClient();
    }
}
