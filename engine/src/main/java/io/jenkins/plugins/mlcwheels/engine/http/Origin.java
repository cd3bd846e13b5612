package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: who will hear what is sent. */
public record Origin(String scheme, String host, int port) {

    public static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return new Origin(
                scheme,
                String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT),
                uri.getPort() < 0 ? standard : uri.getPort());
    }

    public static boolean isLoopback(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    }
}
