package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.ForeignRedirectException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.RateLimitedException;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.TokenRefusedException;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of one container package, over the REST API.
 *
 * @see <a href="https://docs.github.com/rest/packages/packages">REST API endpoints for packages</a>
 */
final class PackagesApi {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1000;
    private static final String READ = "read:packages and access to this package";
    private static final String DELETE = "delete:packages and the role Admin for this package";

    private final ImageRepository repository;
    private final RegistryWire wire;
    private String address;

    PackagesApi(ImageRepository repository, RegistryWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    /**
     * Each once, though one that is pushed meanwhile moves others to the next page. GitHub's description tells of pages
     * for organisations only; lists of users have them as well.
     */
    List<ImageVersion> versions() {
        Map<String, ImageVersion> found = new LinkedHashMap<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            HttpAnswer answer = good(
                    get("listing the versions of " + repository, "/versions?per_page=" + PAGE + "&page=" + page),
                    "listing the versions of " + repository,
                    READ);
            JsonNode list = RegistryWire.json(answer.body());
            if (!list.isArray()) {
                throw new UnexpectedAnswerException("no list of versions where one was due");
            }
            int before = found.size();
            list.forEach(node -> {
                ImageVersion version = version(node);
                found.put(version.id(), version);
            });
            // A proxy may have taken the link away, and a list that ends early looks as if nothing needed what is left.
            if (!answer.hasNextPage() && list.size() < PAGE) {
                return new ArrayList<>(found.values());
            }
            if (found.size() == before && !list.isEmpty()) {
                throw new UnexpectedAnswerException("the same list of versions for every page");
            }
        }
        throw new UnexpectedAnswerException("more than " + MOST_PAGES * PAGE + " versions of " + repository);
    }

    /** Deletes it if it is as it was; see {@link ImageCatalog#delete}. */
    void delete(ImageVersion version) {
        String what = "deleting " + version.digest();
        Optional<ImageVersion> now = read(version);
        if (now.isEmpty()) {
            return;
        }
        if (!now.get().tags().equals(version.tags()) || !now.get().digest().equals(version.digest())) {
            throw new ImagesChangedException("the tags of " + version.digest());
        }
        HttpAnswer answer = send(what, "DELETE", "/versions/" + version.id());
        if (answer.status() == 404) {
            // Also what GitHub says to those who may look only.
            if (read(version).isPresent()) {
                throw new PackagePermissionException(what, "not found", DELETE);
            }
            return;
        }
        good(answer, what, DELETE);
    }

    private Optional<ImageVersion> read(ImageVersion version) {
        String what = "looking at " + version.digest();
        HttpAnswer answer = get(what, "/versions/" + version.id());
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(version(RegistryWire.json(good(answer, what, READ).body())));
    }

    private static ImageVersion version(JsonNode node) {
        JsonNode tags = node.path("metadata").path("container").path("tags");
        if (!node.path("id").isIntegralNumber() || !node.path("name").isTextual() || !tags.isArray()) {
            throw new UnexpectedAnswerException("a version without an id, a digest or a list of tags");
        }
        Set<String> names = new HashSet<>();
        tags.forEach(tag -> names.add(tag.asText()));
        try {
            return new ImageVersion(
                    node.path("id").asText(),
                    Digests.check(node.path("name").asText()),
                    names,
                    Instant.parse(node.path("created_at").asText()));
        } catch (DateTimeParseException e) {
            throw new UnexpectedAnswerException("a version without its time");
        }
    }

    private HttpAnswer get(String what, String path) {
        return send(what, "GET", path);
    }

    private HttpAnswer send(String what, String method, String path) {
        return request(what, method, packageAddress() + path);
    }

    private HttpAnswer request(String what, String method, String uri) {
        return wire.send(
                what,
                method,
                URI.create(uri),
                "application/vnd.github+json",
                Optional.of("Bearer " + wire.options().usableToken(host(), "read:packages")));
    }

    /** Below the organisation or the user, whichever the owner is. */
    private synchronized String packageAddress() {
        if (address == null) {
            String what = "looking up " + repository.owner();
            HttpAnswer answer =
                    good(request(what, "GET", repository.api() + "/users/" + segment(repository.owner())), what, READ);
            String type = RegistryWire.json(answer.body()).path("type").asText();
            String owners = type.equals("Organization") ? "/orgs/" : "/users/";
            address = repository.api() + owners + segment(repository.owner()) + "/packages/container/"
                    + segment(repository.name());
        }
        return address;
    }

    /** A name as one segment of a path: its slashes are no separators. */
    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The answer if it is a good one, else the exception for its status. */
    private HttpAnswer good(HttpAnswer answer, String what, String permission) {
        if (answer.isGood()) {
            return answer;
        }
        throw failure(answer, what, permission);
    }

    private RemoteException failure(HttpAnswer answer, String what, String permission) {
        String reason = wire.reason(answer);
        return switch (answer.status()) {
            case 301, 302, 307, 308 -> new ForeignRedirectException(what, wire.target(answer));
            case 401 -> new TokenRefusedException(host());
            case 403 ->
                answer.isLimited()
                        ? RateLimitedException.tooOften(what)
                        : new PackagePermissionException(what, reason, permission);
            case 429 -> RateLimitedException.tooOften(what);
            case 404 -> new ImagesNotFoundException(repository.toString());
            default -> new PackageRefusedException(what, answer.status(), reason);
        };
    }

    private String host() {
        return repository.api().getAuthority();
    }
}
