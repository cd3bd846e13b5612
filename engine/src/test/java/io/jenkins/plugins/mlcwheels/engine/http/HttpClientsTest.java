package io.jenkins.plugins.mlcwheels.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** How many threads and connections it takes to send requests again and again in one process, as an agent does. */
class HttpClientsTest {

    private static final URI SERVER = URI.create("https://github.example.org");

    @Test
    void shouldNotHaveMoreThreadsForMoreSenders() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            HttpSender first = new HttpSender(HttpOptions.of(() -> "token"));
            first.exchange(HttpRequest.newBuilder(uri));
            long before = selectors();
            for (int i = 0; i < 20; i++) {
                new HttpSender(HttpOptions.of(() -> "token")).exchange(HttpRequest.newBuilder(uri));
            }
            assertThat(selectors()).isLessThanOrEqualTo(before);
        } finally {
            server.stop(0);
        }
    }

    /** Every client of Java's has one. */
    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-[0-9]+-SelectorManager"))
                .count();
    }

    @Test
    void shouldShareOneClientAmongThoseWhoGoTheSameWay() {
        Object plain = HttpClients.of(HttpOptions.of(() -> "one"));
        assertThat(HttpClients.of(HttpOptions.of(() -> "another"))).isSameAs(plain);
        Object proxied = HttpClients.of(through("http://proxy.example.org:3128"));
        assertThat(HttpClients.of(through("http://proxy.example.org:3128"))).isSameAs(proxied);
    }

    @Test
    void shouldKeepOtherWaysApart() throws Exception {
        Object plain = HttpClients.of(HttpOptions.of(() -> "token"));
        Object proxied = HttpClients.of(through("http://proxy.example.org:3128"));
        assertThat(proxied).isNotSameAs(plain);
        assertThat(HttpClients.of(through("http://proxy.example.org:3129"))).isNotSameAs(proxied);
        assertThat(HttpClients.of(through("http://u:p@proxy.example.org:3128"))).isNotSameAs(proxied);
        SSLContext trust = SSLContext.getDefault();
        assertThat(HttpClients.of(HttpOptions.of(() -> "token").withTls(trust))).isNotSameAs(plain);
    }

    private static HttpOptions through(String proxy) {
        Optional<ProxySettings> settings = ProxySettings.of(null, Map.of("HTTPS_PROXY", proxy), SERVER);
        return HttpOptions.of(() -> "token").withProxy(settings.orElseThrow());
    }
}
