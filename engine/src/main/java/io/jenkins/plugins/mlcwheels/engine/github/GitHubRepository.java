package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.TokenScope;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository on GitHub or on a GitHub Enterprise Server.
 *
 * @param api such as {@code https://api.github.com} or {@code https://github.example.org/api/v3}, without a slash at
 *     the end
 */
public record GitHubRepository(URI api, String owner, String name) {

    /** The API of github.com. */
    public static final URI PUBLIC_API = URI.create("https://api.github.com");

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_.-]{1,100})/([A-Za-z0-9_.-]{1,100})");

    /**
     * @param fullName {@code OWNER/NAME}
     * @throws EngineException if the name is none, or the API is neither https nor on this machine
     */
    public static GitHubRepository parse(URI api, String fullName) {
        Matcher parts = NAME.matcher(fullName);
        if (!parts.matches() || isDots(parts.group(1)) || isDots(parts.group(2))) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + fullName + "' is not the name of a repository",
                    "Write it as OWNER/NAME, such as mlc-ai/mlc-llm.");
        }
        return new GitHubRepository(checked(api), parts.group(1), parts.group(2));
    }

    private static boolean isDots(String text) {
        return text.equals(".") || text.equals("..");
    }

    private static URI checked(URI api) {
        String scheme = String.valueOf(api.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("http") && Origin.isLoopback(api);
        if (!secure || api.getHost() == null || api.getUserInfo() != null || hasMoreThanPath(api)) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    shown(api) + " can't be used as the address of an API",
                    "Give an https address without a user, such as https://github.example.org/api/v3.");
        }
        return URI.create(api.toString().replaceFirst("/+$", ""));
    }

    private static boolean hasMoreThanPath(URI api) {
        return api.getRawQuery() != null || api.getRawFragment() != null;
    }

    /** Without a user and a password. */
    private static String shown(URI api) {
        return api.toString().contains("@") ? "the address given" : "'" + api + "'";
    }

    /** The addresses that may hear the token. */
    TokenScope scope() {
        return TokenScope.of(api);
    }

    /** Whether it is on github.com and not on a server of somebody's own. */
    public boolean isPublicHost() {
        return PUBLIC_API.getHost().equalsIgnoreCase(api.getHost());
    }

    /** The host that people know it by. */
    String host() {
        return isPublicHost() ? "github.com" : api.getAuthority();
    }

    /** An address of the API, below {@code /repos/OWNER/NAME}. */
    URI address(String path) {
        return URI.create(api + "/repos/" + owner + "/" + name + path);
    }

    @Override
    public String toString() {
        return host() + "/" + owner + "/" + name;
    }
}
