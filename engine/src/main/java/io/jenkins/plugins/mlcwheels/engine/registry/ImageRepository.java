package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of images in the container registry of github.com or of a GitHub Enterprise Server.
 *
 * @param api address of the REST API that belongs to the registry, without a slash at the end
 * @param host of the registry, with its port where it has one
 * @param owner an organisation or a user
 * @param name of the package, which may have slashes in it
 */
public record ImageRepository(URI api, String host, String owner, String name) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)/([A-Za-z0-9-]{1,100})/([A-Za-z0-9._/-]{1,255})");

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*");

    /**
     * @param text {@code ghcr.io/OWNER/NAME}, without a tag
     * @param given the address of the API; empty for the one that belongs to the registry
     * @throws EngineException if it is no such name, or the registry and the API don't belong together, so that a token
     *     meant for one would be shown to a stranger
     */
    public static ImageRepository parse(String text, Optional<URI> given) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !areParts(parts.group(3))) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + text + "' is not the name of a repository of images",
                    "Write it as ghcr.io/OWNER/NAME, without a tag.");
        }
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        URI api = given.map(ImageRepository::withoutSlash).orElseGet(() -> apiOf(host));
        if (!belongTogether(host, api)) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "the registry " + host + " does not belong to the API of " + api.getHost()
                            + ", and must not hear its token",
                    "Use ghcr.io with github.com, and containers.HOST with a GitHub Enterprise Server at HOST.");
        }
        return new ImageRepository(api, host, parts.group(2), parts.group(3));
    }

    private static boolean areParts(String name) {
        for (String part : name.split("/", -1)) {
            if (!PART.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    private static URI withoutSlash(URI api) {
        String text = api.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : api;
    }

    private static URI apiOf(String host) {
        if (host.equals("ghcr.io")) {
            return URI.create("https://api.github.com");
        }
        String server = host.startsWith("containers.") ? host.substring("containers.".length()) : host;
        return URI.create(server.endsWith(".ghe.com") ? "https://api." + server : "https://" + server + "/api/v3");
    }

    private static boolean belongTogether(String host, URI api) {
        if (Origin.isLoopback(api)) {
            return Origin.isLoopback(URI.create("http://" + host));
        }
        if (!"https".equals(api.getScheme()) || api.getUserInfo() != null || api.getHost() == null) {
            return false;
        }
        String server = api.getHost().toLowerCase(Locale.ROOT);
        return server.equals("api.github.com")
                ? host.equals("ghcr.io")
                : host.equals("containers." + server.replaceFirst("^api\\.(.*\\.ghe\\.com)$", "$1"));
    }

    /** The address of the registry, without a slash at the end. */
    URI registry() {
        URI plain = URI.create("http://" + host);
        return Origin.isLoopback(plain) ? plain : URI.create("https://" + host);
    }

    /** As the registry writes it, in lower case. */
    String path() {
        return (owner + "/" + name).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return host + "/" + owner + "/" + name;
    }
}
