package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import io.jenkins.plugins.mlcwheels.engine.retention.DeletionRefusedException;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The versions of one container package, over the REST API.
 *
 * @see <a href="https://docs.github.com/rest/packages/packages">REST API endpoints for packages</a>
 */
final class PackagesApi {

    private static final int MOST = 100_000;
    private static final String ACCEPT = "application/vnd.github+json";

    /** "Not found" is looked into by asking for the version. */
    private static final Retry.Doubt DELETION = answer -> answer.status() == 401 ? 2 : 0;

    /** How often a deletion is sent that is answered "not found" though the version is there. */
    private static final int DELETIONS = 3;

    private static final String READ = "read:packages and access to this package";
    private static final String DELETE = "delete:packages and the role Admin for this package";

    /** Errors that are not about one version. */
    private static final Set<Integer> GENERAL = Set.of(401, 403, 404, 407, 408, 429);

    private static final Pattern REFUSAL = Pattern.compile("(?i)can(?:not|'t| not) be deleted|downloads");

    private final ImageRepository repository;
    private final RestWire wire;
    private final PagedList<ImageVersion> lists;
    private String address;

    PackagesApi(ImageRepository repository, RestWire wire) {
        this.repository = repository;
        this.wire = wire;
        this.lists = wire.list(MOST);
    }

    /** GitHub's description tells of pages for organisations only; lists of users have them as well. */
    List<ImageVersion> versions() {
        String what = "listing the versions of " + repository;
        return lists.read(what, ImageVersion::id, (entries, number) -> {
            HttpAnswer answer = good(wire.page(what, page(entries, number), ACCEPT, token()), what, READ);
            return new PagedList.Page<>(versions(answer), answer.hasNextPage());
        });
    }

    /** GitHub lists the newest first. */
    Optional<ImageVersion> newest() {
        String what = "looking for new versions of " + repository;
        HttpAnswer answer = good(wire.send(what, "GET", page(1, 1), ACCEPT, token()), what, READ);
        return versions(answer).stream().findFirst();
    }

    private URI page(int entries, int number) {
        return URI.create(packageAddress() + "/versions?per_page=" + entries + "&page=" + number);
    }

    private static List<ImageVersion> versions(HttpAnswer answer) {
        JsonNode list = RestWire.json(answer.body());
        if (!list.isArray()) {
            throw RemoteException.unexpected("no list of versions where one was due");
        }
        List<ImageVersion> versions = new ArrayList<>();
        list.forEach(node -> versions.add(version(node)));
        return versions;
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
        for (int attempt = 0; attempt < DELETIONS; attempt++) {
            HttpAnswer answer = wire.send(what, "DELETE", address(version), ACCEPT, token(), DELETION);
            if (answer.status() != 404) {
                refuseThisOne(answer, what);
                good(answer, what, DELETE);
                return;
            }
            if (read(version).isEmpty()) {
                return;
            }
        }
        // Also what GitHub says to those who may look only.
        throw RemoteException.notPermitted("do this: " + what + " was answered 'not found'", "Give it " + DELETE + ".");
    }

    /**
     * Whether it is just this version that is not deleted, such as a public one with more than 5,000 downloads: an error
     * of the request that is not about the token, the address or the rate, or a refusal that says so.
     */
    private void refuseThisOne(HttpAnswer answer, String what) {
        if (answer.status() / 100 != 4) {
            return;
        }
        String reason = wire.reason(answer);
        if (!GENERAL.contains(answer.status())
                || answer.status() == 403
                        && !answer.isLimited()
                        && REFUSAL.matcher(reason).find()) {
            throw new DeletionRefusedException(
                    what + " was refused (" + answer.status() + "): " + reason,
                    "If it stays for ever, keep it with --protect.");
        }
    }

    private Optional<ImageVersion> read(ImageVersion version) {
        String what = "looking at " + version.digest();
        HttpAnswer answer = wire.send(what, "GET", address(version), ACCEPT, token());
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(version(RestWire.json(good(answer, what, READ).body())));
    }

    private static ImageVersion version(JsonNode node) {
        JsonNode tags = node.path("metadata").path("container").path("tags");
        if (!node.path("id").isIntegralNumber() || !node.path("name").isTextual() || !tags.isArray()) {
            throw RemoteException.unexpected("a version without an id, a digest or a list of tags");
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
            throw RemoteException.unexpected("a version without its time");
        }
    }

    private URI address(ImageVersion version) {
        return URI.create(packageAddress() + "/versions/" + version.id());
    }

    private Optional<String> token() {
        return Optional.of("Bearer " + wire.options().usableToken(host(), "read:packages"));
    }

    /** Below the organisation or the user, whichever the owner is. */
    private synchronized String packageAddress() {
        if (address == null) {
            String what = "looking up " + repository.owner();
            URI owner = URI.create(repository.api() + "/users/" + segment(repository.owner()));
            HttpAnswer answer = good(wire.send(what, "GET", owner, ACCEPT, token()), what, READ);
            String type = RestWire.json(answer.body()).path("type").asText();
            String owners = type.equals("Organization") ? "/orgs/" : "/users/";
            address = repository.api() + owners + segment(repository.owner()) + "/packages/container/"
                    + segment(repository.name());
        }
        return address;
    }

    /** A name as one segment of a path: its slashes are no separators. */
    private static String segment(String name) {
        return PercentEncoding.encode(name);
    }

    /** The answer if it is a good one, else the exception for its status. */
    private HttpAnswer good(HttpAnswer answer, String what, String permission) {
        if (answer.isGood()) {
            return answer;
        }
        throw wire.failure(what, answer, "Give it " + permission + ".", () -> notFound(repository.toString()), "");
    }

    private static RemoteException notFound(String repository) {
        return new RemoteException(
                RemoteException.Reason.NOT_FOUND,
                "there are no images " + repository + ", or the token may not see them (404)",
                "Check the name; the token needs read:packages and access to this package.");
    }

    private String host() {
        return repository.api().getAuthority();
    }
}
