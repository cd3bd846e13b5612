package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which proxy leads to a server, as curl and most tools read it from the environment. */
public final class ProxySettings {

    private ProxySettings() {}

    /**
     * @param given the address of a proxy, which goes before the environment; null if there is none
     * @param environment of which {@code HTTPS_PROXY}, {@code HTTP_PROXY} (for http only) and {@code NO_PROXY} count,
     *     in upper or lower case
     * @throws EngineException if the address is none, or has a password in it
     */
    public static Optional<ProxySelector> of(String given, Map<String, String> environment, URI server) {
        boolean plain = "http".equals(server.getScheme());
        String address = given != null ? given : value(environment, plain ? "HTTP_PROXY" : "HTTPS_PROXY");
        if (address.isEmpty() || given == null && isExempt(server.getHost(), value(environment, "NO_PROXY"))) {
            return Optional.empty();
        }
        URI proxy = parse(address);
        return Optional.of(
                ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort())));
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() != null && "http".equals(uri.getScheme()) && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    /** Without the address, which may hold a password. */
    private static EngineException unusable(Exception cause) {
        return new EngineException(
                EngineException.Kind.INPUT,
                "the address of the proxy can't be used",
                "Write it as http://HOST:PORT, without a user or a password.",
                cause == null ? null : new IllegalArgumentException("not an address"));
    }

    private static boolean isExempt(String host, String list) {
        for (String item : list.split(",")) {
            String domain = item.strip().toLowerCase(Locale.ROOT);
            String bare = domain.startsWith(".") ? domain.substring(1) : domain;
            String name = host.toLowerCase(Locale.ROOT);
            if (domain.equals("*") || !bare.isEmpty() && (name.equals(bare) || name.endsWith("." + bare))) {
                return true;
            }
        }
        return false;
    }

    private static String value(Map<String, String> environment, String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
    }
}
