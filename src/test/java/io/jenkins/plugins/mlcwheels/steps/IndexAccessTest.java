package io.jenkins.plugins.mlcwheels.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.ExtensionList;
import hudson.model.Item;
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
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
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

    @Test
    void refusesAnAddressWithAPasswordThatAnEarlierVersionSaved() throws Exception {
        MlcWheelsConfiguration settings = MlcWheelsConfiguration.get();
        Path file = jenkins.jenkins.getRootDir().toPath().resolve(settings.getId() + ".xml");
        String saved = Files.readString(file);
        Files.writeString(
                file, saved.replaceFirst("<indexUrl>.*</indexUrl>", "<indexUrl>https://me:hidden@[x/</indexUrl>"));
        settings.load();
        assertThat(settings.getIndexUrl()).contains("hidden");

        WorkflowRun run = pipelines.run(Result.FAILURE, PIPELINE);

        jenkins.assertLogContains("The address of the package index can't be used: ", run);
        jenkins.assertLogNotContains("hidden", run);
    }

    @Test
    void refusesCredentialsForADirectory() throws Exception {
        MlcWheelsConfiguration.get().setIndexUrl("file:///srv/simple");

        jenkins.assertLogContains(
                "The credentials 'index' can't be used for the package index file:///srv/simple",
                pipelines.run(Result.FAILURE, PIPELINE));
    }

    @Test
    void buildsOfChangeRequestsGetNoPassword() throws Exception {
        WorkflowJob job = pipelines.job("""
            node {
                sh 'cp -R "$PROJECTS/good" source'
                mlcBuildWheel(source: 'source', platform: 'auto', beforeBuild: 'echo "netrc ${NETRC:-none}"')
            }
            """);
        SCMHead.HeadByItem heads = new ChangeRequestOf(job);
        ExtensionList.lookup(SCMHead.HeadByItem.class).add(heads);
        try {
            WorkflowRun run = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("not given to builds of change requests", run);
            jenkins.assertLogContains("netrc none", run);
        } finally {
            ExtensionList.lookup(SCMHead.HeadByItem.class).remove(heads);
        }
    }

    private static final class ChangeRequestOf extends SCMHead.HeadByItem {

        private final Item job;

        ChangeRequestOf(Item job) {
            this.job = job;
        }

        @Override
        public SCMHead getHead(Item item) {
            return item == job ? new ChangeRequest() : null;
        }
    }

    private static final class ChangeRequest extends SCMHead implements ChangeRequestSCMHead {

        private static final long serialVersionUID = 1L;

        ChangeRequest() {
            super("PR-7");
        }

        @Override
        public String getId() {
            return "7";
        }

        @Override
        public SCMHead getTarget() {
            return new SCMHead("main");
        }
    }
}
