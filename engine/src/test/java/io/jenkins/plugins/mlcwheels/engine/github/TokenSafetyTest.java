package io.jenkins.plugins.mlcwheels.engine.github;

import static io.jenkins.plugins.mlcwheels.engine.http.Reasons.because;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException.Reason;
import io.jenkins.plugins.mlcwheels.engine.release.PublishReport;
import io.jenkins.plugins.mlcwheels.engine.release.VirtualTiming;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
                GitHubFault.answer(200, Map.of(), release(SECRET)),
                GitHubFault.answer(201, Map.of(), release(SECRET)),
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

    /** The HTTP client quotes what it can't parse in its exceptions. */
    @Test
    void shouldNotShowTheTokenThatIsEchoedWhereHttpIsMalformed() throws Exception {
        for (String answer : List.of("%s", "HTTP/1.1 %s OK\r\n\r\n", "HTTP/1.1 200 OK\r\n%s\r\n\r\n", "%s: \r\n\r\n")) {
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                Thread echo = new Thread(() -> echoToken(server, answer));
                echo.start();
                GitHubRepository repository =
                        GitHubRepository.parse(URI.create("http://127.0.0.1:" + server.getLocalPort()), "o/n");
                GitHubScene.Heard heard = new GitHubScene.Heard();
                GitHubReleaseHost host =
                        new GitHubReleaseHost(repository, HttpOptions.of(() -> SECRET), new VirtualTiming(), heard);
                StringWriter text = new StringWriter();
                assertThatThrownBy(() -> host.find("v0.1.0"))
                        .isInstanceOf(RemoteException.class)
                        .satisfies(e -> e.printStackTrace(new PrintWriter(text)));
                assertThat(text + heard.toString()).doesNotContain(SECRET);
            }
        }
    }

    /** A release that is all right, but has the token all over. */
    private static String release(String text) {
        return "{\"id\": 7, \"tag_name\": \"" + text + "\", \"draft\": true, \"name\": \"" + text
                + "\", \"html_url\": \"" + text + "\", \"upload_url\": \"http://" + text + "/{?name,label}\"}";
    }

    private static void echoToken(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    if (line.startsWith("Authorization: Bearer ")) {
                        String token = line.substring("Authorization: Bearer ".length());
                        client.getOutputStream()
                                .write((String.format(answer, token) + "\r\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void shouldEncodeWhatCouldBeAHeaderOrAnotherParameter() {
        URI upload = URI.create("https://uploads.github.com/repos/o/n/releases/1/assets");
        assertThat(UploadAddress.of(upload, "a&label=b\r\nX-Header: c", "d#e"))
                .hasToString(upload + "?name=a%26label%3Db%0D%0AX-Header%3A%20c&label=d%23e");
    }

    @Test
    void shouldNotShowControlCharactersOrEndlessText() {
        HttpOptions options = HttpOptions.of(() -> SECRET);
        assertThat(options.shown("a\u001b[31m\u009b2J\u202e\nb" + SECRET)).isEqualTo("a [31m 2J b***");
        assertThat(options.shown("x".repeat(1000))).hasSize(303);
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

    @Test
    void shouldNotSendTheTokenToStorageOnTheHostOfTheApi() throws IOException {
        try (GitHubScene scene = new GitHubScene()) {
            scene.model().withoutDigests();
            scene.model().storeOnOwnHost();
            scene.publish();
            scene.assertPublished(GitHubScene.CPU);
            assertThat(scene.github.requests())
                    .filteredOn(request -> request.path().startsWith("/storage/"))
                    .isNotEmpty()
                    .allMatch(request -> request.token().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.example.org/api/v3/repos/o/n",
                "https://github.example.org:443/api/v3/repos/o/n/git/ref/tags/a%2Fv1.0.0",
                "HTTPS://GitHub.Example.ORG/api/v3",
            })
    void shouldSendTheTokenToTheApi(URI address) {
        GitHubRepository repository = GitHubRepository.parse(URI.create("https://github.example.org/api/v3"), "o/n");
        assertThat(repository.scope().covers(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.example.org/storage/releases/1?sig=a",
                "https://github.example.org/",
                "https://github.example.org",
                "https://github.example.org/api",
                "https://github.example.org/api/v3storage",
                "https://github.example.org/API/V3/repos",
                "https://github.example.org//api/v3/repos",
                "https://github.example.org/api/v3/../../storage/1",
                "https://github.example.org/api/v3/..;/storage/1",
                "https://github.example.org/api/v3/%2e%2E/storage/1",
                "https://github.example.org/api/v3/.%2e/storage/1",
                "https://github.example.org/api/v3/..%2fstorage/1",
                "https://github.example.org/api/v3/x%2f..%2f..%2fstorage/1",
                "https://github.example.org/api/v3/..%5cstorage/1",
                "https://github.example.org/api/v3/%252e%252e/storage/1",
                "https://github.example.org/api%2fv3/repos",
                "https://user@github.example.org/api/v3/repos",
                "https://github.example.org@evil.example/api/v3/repos",
                "https://github.example.org./api/v3/repos",
                "https://github.example.org:8443/api/v3/repos",
                "http://github.example.org/api/v3/repos",
                "http://github.example.org:443/api/v3/repos",
                "https://media.github.example.org/api/v3/repos",
                "/api/v3/repos"
            })
    void shouldNotSendTheTokenBesideTheApi(URI address) {
        GitHubRepository repository = GitHubRepository.parse(URI.create("https://github.example.org/api/v3"), "o/n");
        assertThat(repository.scope().covers(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/storage/9", "/api/v3/../../storage/9", "//127.0.0.1:9/api/v3/x"})
    void shouldNotFollowRedirectOfAnApiRequestBesideTheApi(String location) throws IOException {
        try (GitHubScene scene = new GitHubScene()) {
            scene.github.allow(SECRET);
            scene.github.fail(
                    request -> request.path().endsWith("/releases"),
                    1,
                    GitHubFault.redirect(307, location + "?sig=s3cr3t"));
            assertThat(everythingShown(scene))
                    .contains("where the token must not go")
                    .doesNotContain("s3cr3t");
        }
    }

    @Test
    void shouldNotShowSignaturesOfAddressesThatFail() throws IOException {
        try (GitHubScene scene = new GitHubScene()) {
            scene.github.allow(SECRET);
            scene.model().withoutDigests();
            scene.github.fail(
                    request -> request.path().matches(".*/releases/assets/[0-9]+")
                            && request.method().equals("GET"),
                    1000,
                    GitHubFault.redirect(302, "http://user:s3cr3t@127.0.0.1:9/file?sig=s3cr3t"));
            assertThat(everythingShown(scene)).contains("127.0.0.1:9").doesNotContain("s3cr3t");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.github.com, https://uploads.github.com/repos/o/n/releases/1/assets",
        "https://github.example.org/api/v3, https://github.example.org/api/uploads/repos/o/n/releases/1/assets",
        "https://github.example.org/api/v3, https://uploads.github.example.org/repos/o/n/releases/1/assets",
        "https://api.octocorp.ghe.com, https://uploads.octocorp.ghe.com/repos/o/n/releases/1/assets",
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
        "https://api.github.com, https://uploads.github.com/a#b",
        "https://api.github.com, https://uploads.github.com:443@evil.example/a",
        "https://api.github.com, https://evil.example\\@uploads.github.com/a",
        "https://api.github.com, https://uploads.github.com%2eevil.example/a",
        "https://api.github.com, https:uploads.github.com/a",
        "https://api.github.com, //uploads.github.com/a",
        "https://api.octocorp.ghe.com, https://uploads.github.com/a",
        "https://api.octocorp.ghe.com, https://uploads.othercorp.ghe.com/a",
        "https://api.com, https://uploads.com/a",
        "https://api.github.com, /relative",
        "https://api.github.com, :",
        "https://github.example.org/api/v3, https://uploads.github.com/a",
        "https://github.example.org/api/v3, https://evil.github.example.org/a",
        "https://github.example.org/api/v3, https://github.example.org/storage/a",
        "https://github.example.org/api/v3, https://github.example.org/api/uploads/../../storage/a",
        "https://github.example.org/api/v3, https://github.example.org/api/uploads/%2e%2e/%2e%2e/storage/a",
        "https://github.example.org/api/v3, http://github.example.org/api/uploads/a",
        "https://github.example.org/api/v3, https://uploads.evil.example/a",
    })
    void shouldRefuseUploadAddressThatLeadsElsewhere(URI api, String upload) {
        GitHubRepository repository = GitHubRepository.parse(api, "o/n");
        assertThatThrownBy(() -> UploadAddress.parse(repository, upload)).is(because(Reason.UNEXPECTED_ANSWER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://github.example.org",
                "ftp://x",
                "https://user:pw@github.example.org",
                "user:pw@github.example.org",
                "github.example.org",
                "https://github.example.org/?x",
                "https://github.example.org/api/v3#x",
                "https:///x"
            })
    void shouldRefuseApiThatIsNotSafe(URI api) {
        assertThatThrownBy(() -> GitHubRepository.parse(api, "o/n"))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT);
                    assertThat(e.getMessage()).doesNotContain("pw");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void shouldNotMindSlashesAtTheEndOfTheApi(String slashes) {
        URI api = URI.create("https://github.example.org/api/v3" + slashes);
        assertThat(GitHubRepository.parse(api, "o/n").address("/releases"))
                .hasToString("https://github.example.org/api/v3/repos/o/n/releases");
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
}
