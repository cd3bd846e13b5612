package io.jenkins.plugins.mlcwheels.engine.http;

import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * One HTTP client per way out. A client has threads and connections that Java 17 can't close; so all who go the same way
 * share one, however many come and go, and it ends when nobody holds it any more.
 */
final class HttpClients {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(30);

    private static final Map<Way, WeakReference<HttpClient>> LIVING = new HashMap<>();

    private HttpClients() {}

    private record Way(Optional<ProxySettings> proxy, Optional<SSLContext> tls) {}

    static HttpClient of(HttpOptions options) {
        Way way = new Way(options.proxy(), options.tls());
        synchronized (LIVING) {
            LIVING.values().removeIf(client -> client.get() == null);
            HttpClient known = LIVING.containsKey(way) ? LIVING.get(way).get() : null;
            HttpClient client = known == null ? create(options) : known;
            LIVING.put(way, new WeakReference<>(client));
            return client;
        }
    }

    private static HttpClient create(HttpOptions options) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME);
        options.proxy().ifPresent(proxy -> builder.proxy(proxy.selector()));
        options.tls().ifPresent(builder::sslContext);
        return builder.build();
    }
}
