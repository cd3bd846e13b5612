package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port: who will hear what is sent. */
public record Origin(String scheme, String host, int port) {

    /** An address without a host has the host {@code null}, which is no other's. */
    public static Origin of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        return new Origin(
                scheme,
                String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT),
                uri.getPort() < 0 ? standard : uri.getPort());
    }

    /**
     * An address as it may be shown: without a user, and without a query, which may hold a signature that opens a file.
     */
    public static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    /** Whether it leads to this machine, so that nobody else hears it. */
    public static boolean isLoopback(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
    }
}
