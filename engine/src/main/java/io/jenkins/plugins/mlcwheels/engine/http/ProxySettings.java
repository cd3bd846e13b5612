package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which proxy leads to a server, as curl and most tools read it from the environment, and who we are to it. */
public final class ProxySettings {

    private final Selector selector;
    private final Optional<String> userInfo;

    private ProxySettings(Selector selector, Optional<String> userInfo) {
        this.selector = selector;
        this.userInfo = userInfo;
    }

    /**
     * @param given the address of a proxy, which goes before the environment; null if there is none. It must not have a
     *     password, since lists of processes show it
     * @param environment of which {@code HTTPS_PROXY}, {@code HTTP_PROXY} (for http only) and {@code NO_PROXY} count,
     *     in upper or lower case; a proxy in it may be {@code http://USER:PASSWORD@HOST:PORT}
     * @param server is talked to first; whether by http or https tells which variable counts
     * @return empty if none is named
     * @throws EngineException if the address is none; never with the address in it
     */
    public static Optional<ProxySettings> of(String given, Map<String, String> environment, URI server) {
        String variable = "http".equals(server.getScheme()) ? "HTTP_PROXY" : "HTTPS_PROXY";
        String address = given != null ? given : value(environment, variable);
        String exempt = given != null ? "" : value(environment, "NO_PROXY");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        URI proxy = parse(address);
        if (given != null && proxy.getUserInfo() != null) {
            throw unusable("Lists of processes would show a password: put the address into " + variable + " instead.");
        }
        InetSocketAddress socket = new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
        return Optional.of(
                new ProxySettings(new Selector(socket, exempt), Optional.ofNullable(proxy.getRawUserInfo())));
    }

    /** Leads to every server but those that are exempt. */
    public ProxySelector selector() {
        return selector;
    }

    /** Whether requests for that go through the proxy. */
    boolean leadsTo(URI uri) {
        return selector.select(uri).get(0).type() == Proxy.Type.HTTP;
    }

    /** The value of {@code Proxy-Authorization}, if the proxy was given with a user. */
    public Optional<String> authorization() {
        return userInfo.map(ProxySettings::decoded)
                .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .map("Basic "::concat);
    }

    /** What must never be shown: the password as given, as it is, and as it is sent. */
    List<String> secrets() {
        if (userInfo.isEmpty()) {
            return List.of();
        }
        String given = userInfo.get().substring(userInfo.get().indexOf(':') + 1);
        String sent = authorization().orElseThrow().substring("Basic ".length());
        return List.of(sent, given, decoded(given));
    }

    private static String decoded(String text) {
        return PercentEncoding.decode(text);
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() != null && "http".equals(uri.getScheme()) && uri.getPort() <= 0xffff) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Its message quotes the address.
            throw unusable("Write it as http://HOST:PORT; other characters in a password as %XX.");
        }
        throw unusable("Write it as http://HOST:PORT.");
    }

    private static EngineException unusable(String suggestion) {
        return new EngineException(EngineException.Kind.INPUT, "the address of the proxy can't be used", suggestion);
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

    /** Whether the same proxy is reached in the same way by the same user. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProxySettings settings
                && settings.selector.equals(selector)
                && settings.userInfo.equals(userInfo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(selector, userInfo);
    }

    /** {@code HOST:PORT}, without anything secret. */
    @Override
    public String toString() {
        return selector.toString();
    }

    /** Asked for each host, since redirects can lead to one that is exempt. */
    private static final class Selector extends ProxySelector {

        private final InetSocketAddress proxy;
        private final String exempt;

        private Selector(InetSocketAddress proxy, String exempt) {
            this.proxy = proxy;
            this.exempt = exempt;
        }

        @Override
        public List<Proxy> select(URI uri) {
            boolean direct = uri.getHost() == null || isExempt(uri.getHost(), exempt);
            return List.of(direct ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, proxy));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // There is no other proxy to turn to; the request itself fails with the reason.
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Selector selector && selector.proxy.equals(proxy) && selector.exempt.equals(exempt);
        }

        @Override
        public int hashCode() {
            return Objects.hash(proxy, exempt);
        }

        @Override
        public String toString() {
            return proxy.getHostString() + ":" + proxy.getPort();
        }
    }
}
