package io.jenkins.plugins.mlcwheels.engine.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.ProxySettings;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the token goes, and where it never does. */
class TokenSafetyTest {

    private static final String SECRET = "ghp_Zm9vYmFyYmF6cXV4c2VjcmV0";

    @Test
    void shouldNeverShowTheTokenWhateverGoesWrong() throws IOException {
        String echo = "{\"message\": \"you sent " + SECRET + "\", \"errors\": [{\"message\": \"" + SECRET + "\"}]}";
        List<GitHubFault> faults = List.of(
                GitHubFault.answer(400, Map.of(), echo),
                GitHubFault.answer(401, Map.of(), echo),
                GitHubFault.answer(403, Map.of("x-accepted-github-permissions", SECRET), echo),
                GitHubFault.answer(404, Map.of(), echo),
                GitHubFault.answer(409, Map.of(), echo),
                GitHubFault.answer(422, Map.of(), echo),
                GitHubFault.answer(201, Map.of(), SECRET),
                GitHubFault.redirect(302, "http://127.0.0.1:9/" + SECRET),
                GitHubFault.redirect(307, "http://127.0.0.1:9/" + SECRET),
                GitHubFault.redirect(307, "::" + SECRET));
        for (GitHubFault fault : faults) {
            for (boolean writing : List.of(true, false)) {
                try (GitHubScene scene = new GitHubScene()) {
                    scene.github.allow(SECRET);
                    scene.github.fail(request -> request.method().equals("GET") != writing, 1000, fault);
                    assertThat(everythingShown(scene)).doesNotContain(SECRET).doesNotContain("Zm9vYmFy");
                    assertThat(scene.github.requests())
                            .filteredOn(request -> request.token().isPresent())
                            .allMatch(request -> request.path().startsWith("/api/"));
                }
            }
        }
    }

    private static String everythingShown(GitHubScene scene) {
        StringWriter text = new StringWriter();
        try {
            PublishReport report =
                    scene.publisher(SECRET).publish(scene.request().build());
            text.append(report.toString()).append(report.plan().toString());
        } catch (EngineException e) {
            e.printStackTrace(new PrintWriter(text));
            text.append(e.suggestion());
        }
        return text.append(scene.notices.toString())
                .append(scene.options(SECRET).toString())
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.github.com, https://uploads.github.com/repos/o/n/releases/1/assets",
        "https://github.example.org/api/v3, https://github.example.org/api/uploads/repos/o/n/releases/1/assets",
        "https://github.example.org/api/v3, https://uploads.github.example.org/repos/o/n/releases/1/assets",
        "https://GitHub.Example.org:443/api/v3, https://github.example.org/api/uploads/repos/o/n/releases/1/assets",
    })
    void shouldSendUploadsToTheHostThatBelongsToTheApi(URI api, String upload) {
        GitHubRepository repository = GitHubRepository.parse(api, "o/n");
        assertThat(UploadAddress.parse(repository, upload + "{?name,label}")).hasToString(upload);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.github.com, https://uploads.github.com.evil.example/a",
        "https://api.github.com, https://api.github.com/a",
        "https://api.github.com, http://uploads.github.com/a",
        "https://api.github.com, https://uploads.github.com:8443/a",
        "https://api.github.com, https://uploads.github.com@evil.example/a",
        "https://api.github.com, https://user@uploads.github.com/a",
        "https://api.github.com, https://uploads.github.com/a?to=b",
        "https://api.github.com, /relative",
        "https://api.github.com, :",
        "https://github.example.org/api/v3, https://uploads.github.com/a",
        "https://github.example.org/api/v3, https://evil.github.example.org/a",
        "https://github.example.org/api/v3, https://uploads.evil.example/a",
    })
    void shouldRefuseUploadAddressThatLeadsElsewhere(URI api, String upload) {
        GitHubRepository repository = GitHubRepository.parse(api, "o/n");
        assertThatThrownBy(() -> UploadAddress.parse(repository, upload)).isInstanceOf(UnexpectedAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://github.example.org", "ftp://x", "https://user:pw@github.example.org", "https:///x"})
    void shouldRefuseApiThatIsNotSafe(URI api) {
        assertThatThrownBy(() -> GitHubRepository.parse(api, "o/n"))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT);
                    assertThat(e.getMessage()).doesNotContain("pw");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "o/n/x", "o/..", "../n", "o/n?x", "o /n", "o/n\n"})
    void shouldRefuseNamesThatAreNoRepository(String name) {
        assertThatThrownBy(() -> GitHubRepository.parse(GitHubRepository.PUBLIC_API, name))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("not the name of a repository");
    }

    @Test
    void shouldEncodePlusInAssetNames() {
        URI upload = URI.create("https://uploads.github.com/repos/o/n/releases/1/assets");
        assertThat(UploadAddress.of(upload, "a-1+cu128 b.whl", "x y"))
                .hasToString(upload + "?name=a-1%2Bcu128%20b.whl&label=x%20y");
    }

    @Test
    void shouldFindTheProxyAsOtherToolsDo() {
        URI api = URI.create("https://github.example.org/api/v3");
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", "a, .example.com");
        assertThat(ProxySettings.of(null, environment, api)).isPresent();
        assertThat(ProxySettings.of(null, environment, URI.create("https://git.example.com")))
                .isEmpty();
        assertThat(ProxySettings.of(null, Map.of("no_proxy", "*", "https_proxy", "x:1"), api))
                .isEmpty();
        assertThat(ProxySettings.of("proxy:3128", Map.of(), api)).isPresent();
        assertThatThrownBy(() -> ProxySettings.of("http://user:pw@proxy:3128", Map.of(), api))
                .isInstanceOf(EngineException.class)
                .hasMessageNotContaining("pw");
    }
}
