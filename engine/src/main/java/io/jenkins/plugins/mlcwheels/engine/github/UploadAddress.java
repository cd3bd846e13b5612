package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.TokenScope;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.net.URI;

/** Where the bytes of an asset go: what the API names as {@code upload_url}, if the token may go there. */
final class UploadAddress {

    private static final String TEMPLATE = "{?name,label}";
    private static final String API = "api.";

    private UploadAddress() {}

    /**
     * Reads an {@code upload_url}.
     *
     * @throws RemoteException if it leads to a host that is not {@linkplain #isAllowed allowed}
     */
    static URI parse(GitHubRepository repository, String uploadUrl) {
        String plain = uploadUrl.endsWith(TEMPLATE)
                ? uploadUrl.substring(0, uploadUrl.length() - TEMPLATE.length())
                : uploadUrl;
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            throw RemoteException.unexpected("the upload address is not valid");
        }
        if (!isAllowed(repository, uri)) {
            throw RemoteException.unexpected(
                    "the upload address leads to " + Origin.shown(uri) + ", where the token must not go");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw RemoteException.unexpected("the upload address has more than a host and a path");
        }
        return uri;
    }

    /**
     * Whether the token may go there with an upload: for the API of github.com to {@code uploads.github.com}; for any
     * other, with the same scheme and port, to {@code uploads.} before its own host, which is how Enterprise Server names
     * it with subdomain isolation, for {@code api.SUBDOMAIN.ghe.com} to {@code uploads.SUBDOMAIN.ghe.com}, and on its own
     * host to the API's path and to {@code /api/uploads} beside {@code /api/v3}.
     */
    static boolean isAllowed(GitHubRepository repository, URI upload) {
        Origin api = Origin.of(repository.api());
        if (Origin.of(upload).equals(new Origin(api.scheme(), uploadHost(api.host()), api.port()))) {
            return upload.getRawUserInfo() == null;
        }
        TokenScope scope = repository.scope();
        String path = repository.api().getRawPath();
        String beside = path.substring(0, path.lastIndexOf('/') + 1) + "uploads";
        return !repository.isPublicHost()
                && (scope.covers(upload) || scope.at(beside).covers(upload));
    }

    private static String uploadHost(String api) {
        boolean sibling = api.startsWith(API) && api.indexOf('.', API.length()) > 0;
        return "uploads." + (sibling ? api.substring(API.length()) : api);
    }

    /** The address for one asset; {@code +} in its name has to be written as {@code %2B}. */
    static URI of(URI upload, String name, String label) {
        String query = "?name=" + PercentEncoding.encode(name)
                + (label.isEmpty() ? "" : "&label=" + PercentEncoding.encode(label));
        return URI.create(upload + query);
    }
}
