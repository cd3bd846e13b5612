package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import io.jenkins.plugins.mlcwheels.config.MlcWheelsConfiguration;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Builds and tests with a package index that asks for a password. */
@WithJenkins
class IndexAccessTest {

    private static final String PASSWORD = "Secret+of/the=test";
    private static final String PIPELINE = """
        node {
            sh 'cp -R "$PROJECTS/good" source'
            mlcBuildWheel(source: 'source', platform: 'auto', beforeBuild: 'stat -c "mode %a" "$NETRC"')
            mlcTestWheel(requirements: 'needed', command: 'python -c "import needed"')
            sh 'ls -A "$WORKSPACE@tmp"'
        }
        """;

    private static JenkinsRule jenkins;
    private static Pipelines pipelines;

    private HttpServer server;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        pipelines = new Pipelines(rule);
    }

    @BeforeEach
    void startIndex() throws Exception {
        Pipelines.needPython();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/simple/", this::answer);
        server.start();
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        settings.setIndexUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/simple/");
        settings.setIndexCredentialsId("index");
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "index", "", "me", PASSWORD));
        provider.save();
    }

    @AfterEach
    void stopIndex() {
        server.stop(0);
        MlcWheelsConfiguration.get().setIndexUrl(null);
        MlcWheelsConfiguration.get().setIndexCredentialsId(null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        TestWheels needed = TestWheels.wheel("needed", "1.0", "py3-none-any").file("needed.py", "");
        byte[] body = exchange.getRequestURI().getPath().endsWith(".whl")
                ? needed.bytes()
                : ("<a href=\"" + needed.filename() + "\">" + needed.filename() + "</a>")
                        .getBytes(StandardCharsets.UTF_8);
        boolean allowed = expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=index");
        exchange.sendResponseHeaders(allowed ? 200 : 401, allowed ? body.length : -1);
        if (allowed) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void pipReadsTheIndexWithAPasswordThatIsNowhere() throws Exception {
        WorkflowRun run = pipelines.succeed(PIPELINE);

        jenkins.assertLogContains("mode 600", run);
        jenkins.assertLogNotContains(PASSWORD, run);
        Path home = jenkins.jenkins.getRootDir().toPath();
        for (Path root : new Path[] {run.getRootDir().toPath(), home.resolve("workspace")}) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(PASSWORD);
                }
            }
        }
    }

    @Test
    void saysWhichCredentialsAreMissing() throws Exception {
        MlcWheelsConfiguration.get().setIndexCredentialsId("gone");

        jenkins.assertLogContains(
                "There are no credentials 'gone' for http://127.0.0.1:", pipelines.run(Result.FAILURE, PIPELINE));
    }
}
