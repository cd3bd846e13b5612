package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the bytes of an asset go: what the API names as {@code upload_url}, if the token may go there. */
final class UploadAddress {

    private static final String TEMPLATE = "{?name,label}";

    private UploadAddress() {}

    /**
     * Reads an {@code upload_url}. Allowed are {@code uploads.github.com} for the API of github.com; for any other API
     * its own origin and, with the same scheme and port, the host {@code uploads.} before it, which is how Enterprise
     * Server names it with subdomain isolation.
     *
     * @throws UnexpectedAnswerException if it leads elsewhere
     */
    static URI parse(GitHubRepository repository, String uploadUrl) {
        String plain = uploadUrl.endsWith(TEMPLATE)
                ? uploadUrl.substring(0, uploadUrl.length() - TEMPLATE.length())
                : uploadUrl;
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("the upload address is none");
        }
        if (!isAllowed(repository.api(), uri) || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new UnexpectedAnswerException(
                    "the upload address leads to " + uri.getHost() + ", which is not to get the token");
        }
        return uri;
    }

    private static boolean isAllowed(URI api, URI upload) {
        Origin allowed = Origin.of(api);
        Origin given = Origin.of(upload);
        if (allowed.host().equals(GitHubRepository.PUBLIC_API.getHost())) {
            return given.equals(new Origin(allowed.scheme(), "uploads.github.com", allowed.port()));
        }
        return given.equals(allowed)
                || given.equals(new Origin(allowed.scheme(), "uploads." + allowed.host(), allowed.port()));
    }

    /** The address for one asset; {@code +} in its name has to be written as {@code %2B}. */
    static URI of(URI upload, String name, String label) {
        String query = "?name=" + encode(name) + (label.isEmpty() ? "" : "&label=" + encode(label));
        return URI.create(upload + query);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
