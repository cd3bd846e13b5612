package io.jenkins.plugins.mlcwheels.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

    private static final URI API = URI.create("https://github.example.org/api/v3");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://github.example.org, HTTPS_PROXY=http://proxy:3128, proxy:3128",
                "https://github.example.org, https_proxy=proxy:3128/, proxy:3128",
                "https://github.example.org, https_proxy=proxy;HTTPS_PROXY=other, proxy:80",
                "https://github.example.org, HTTP_PROXY=http://proxy:3128, -",
                "http://127.0.0.1:8080, HTTP_PROXY=http://proxy:3128, proxy:3128",
                "https://github.example.org, HTTPS_PROXY=proxy:1;NO_PROXY=example.org, -",
                "https://github.example.org, 'HTTPS_PROXY=proxy:1;no_proxy=x, .Example.ORG', -",
                "https://github.example.org, HTTPS_PROXY=proxy:1;NO_PROXY=*, -",
                "https://github.example.org, HTTPS_PROXY=proxy:1;NO_PROXY=ample.org, proxy:1",
                "https://github.example.org, HTTPS_PROXY=, -",
            })
    void shouldFindTheProxyAsOtherToolsDo(URI server, String environment, String expected) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : environment.split(";")) {
            variables.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        Optional<ProxySettings> found = ProxySettings.of(null, variables, server);
        assertThat(found.map(settings ->
                                settings.selector().select(server).get(0).address())
                        .map(address -> (InetSocketAddress) address)
                        .map(address -> address.getHostString() + ":" + address.getPort()))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void shouldPreferTheOneThatWasGiven() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://other:1", "NO_PROXY", "*");
        assertThat(ProxySettings.of("proxy:3128", environment, API)).hasToString("Optional[proxy:3128]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy:1",
                "socks5://user:hush@proxy",
                "http://user:hush hush@proxy",
                "http://",
                "http://u:hush@",
                "proxy:99999"
            })
    void shouldRefuseAddressThatIsNoneWithoutShowingIt(String address) {
        assertThatThrownBy(() -> ProxySettings.of(null, Map.of("HTTPS_PROXY", address), API))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(EngineException.Kind.INPUT);
                    assertThat(e).hasMessageNotContaining("hush").hasNoCause();
                });
    }

    @Test
    void shouldRefusePasswordWhereListsOfProcessesShowIt() {
        assertThatThrownBy(() -> ProxySettings.of("http://user:hush@proxy:3128", Map.of(), API))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e).hasMessageNotContaining("hush");
                    assertThat(e.suggestion()).contains("HTTPS_PROXY");
                });
    }

    @Test
    void shouldNeverShowThePassword() {
        ProxySettings proxy = ProxySettings.of(null, Map.of("HTTPS_PROXY", "http://user:hu%40sh+x@proxy:3128"), API)
                .orElseThrow();
        HttpOptions options = HttpOptions.of(() -> "token").withProxy(proxy);
        String sent = proxy.authorization().orElseThrow();
        assertThat(sent).isEqualTo("Basic dXNlcjpodUBzaCt4");
        assertThat(options.shown("hu@sh+x, hu%40sh+x and " + sent)).isEqualTo("***, *** and Basic ***");
        assertThat(proxy + "" + options).doesNotContain("sh+x");
    }

    @Test
    void shouldTellThePasswordToTheProxyOnly() throws Exception {
        List<String> origin = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            origin.add(String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try (ForwardProxy proxy = ForwardProxy.start("user:hush")) {
            Map<String, String> environment =
                    Map.of("HTTP_PROXY", "http://user:hush@" + proxy.address(), "NO_PROXY", "localhost");
            ProxySettings settings = ProxySettings.of(null, environment, URI.create("http://127.0.0.1"))
                    .orElseThrow();
            HttpSender sender = new HttpSender(HttpOptions.of(() -> "token").withProxy(settings));
            assertThat(sender.exchange(request("http://127.0.0.1:" + port + "/a?b"))
                            .status())
                    .isEqualTo(204);
            assertThat(sender.exchange(request("http://localhost:" + port + "/"))
                            .status())
                    .isEqualTo(204);
            assertThat(proxy.targets()).containsExactly("127.0.0.1:" + port);
            assertThat(origin).containsExactly("null", "null");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldSayWhatCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String server = "127.0.0.1:" + closed;
        HttpSender direct = new HttpSender(HttpOptions.of(() -> "token"));
        assertThatThrownBy(() -> direct.exchange(request("http://" + server)))
                .isInstanceOf(IOException.class)
                .hasMessage("no connection to " + server);
        assertThatThrownBy(() -> direct.exchange(request("http://there-is-none.invalid/")))
                .isInstanceOf(IOException.class)
                .hasMessage("the name of there-is-none.invalid can't be resolved");
        ProxySettings proxy = ProxySettings.of(server, Map.of(), API).orElseThrow();
        HttpSender proxied = new HttpSender(HttpOptions.of(() -> "token").withProxy(proxy));
        assertThatThrownBy(() -> proxied.exchange(request("http://github.example.org/")))
                .isInstanceOf(IOException.class)
                .hasMessage("no connection to github.example.org through the proxy " + server);
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .POST(HttpRequest.BodyPublishers.ofString("body", StandardCharsets.UTF_8));
    }
}
