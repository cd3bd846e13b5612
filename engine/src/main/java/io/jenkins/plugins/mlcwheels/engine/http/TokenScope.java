package io.jenkins.plugins.mlcwheels.engine.http;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * The addresses of one service, which alone may hear the token for it: an origin, and the path below which the service
 * lies. A server may have other things beside it, such as the storage of an Enterprise Server, which must not hear it.
 */
public final class TokenScope {

    /** What some servers read as a step up, written plainly or encoded. */
    private static final Pattern DEVIOUS =
            Pattern.compile("(^|/|%2f)(\\.|%2e){1,2}(/|;|%2f|$)|%5c|%00|%25(2e|2f|5c)", Pattern.CASE_INSENSITIVE);

    private final Origin origin;
    private final String path;

    private TokenScope(Origin origin, String path) {
        this.origin = origin;
        this.path = path;
    }

    /** @param service the address of the service, such as {@code https://github.example.org/api/v3} */
    public static TokenScope of(URI service) {
        return new TokenScope(Origin.of(service), path(service).replaceFirst("/+$", ""));
    }

    /** The same origin with another path. */
    public TokenScope at(String other) {
        return new TokenScope(origin, other);
    }

    /** Whether an address has this scheme, host and port, names no user, and lies plainly below the path. */
    public boolean covers(URI address) {
        String given = path(address);
        boolean below = path.isEmpty() || given.equals(path) || given.startsWith(path + "/");
        return Origin.of(address).equals(origin)
                && address.getRawUserInfo() == null
                && below
                && (path.isEmpty() || !DEVIOUS.matcher(given).find());
    }

    private static String path(URI address) {
        return address.getRawPath() == null ? "" : address.getRawPath();
    }
}
