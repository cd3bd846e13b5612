package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.TokenScope;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Manifests and referrers over the registry's own API. It hears a short-lived token for this repository only, for which
 * the caller's is exchanged at the registry's own host.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Token authentication</a>
 */
final class RegistryApi {

    private static final Pattern CHALLENGE = Pattern.compile("(realm|service|scope)=\"([^\"]*)\"");
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** A 401 asks for another token, and tells where to get it. */
    private static final Retry.Doubt DOUBT = answer -> answer.status() == 404 || isUnchallenged(answer) ? 2 : 0;

    private final ImageRepository repository;
    private final RestWire wire;
    private Optional<String> session = Optional.empty();
    private boolean knowsReferrers = true;

    RegistryApi(ImageRepository repository, RestWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    ImageManifest manifest(String digest) {
        HttpAnswer answer = get("reading the manifest " + digest, "/manifests/" + digest, ManifestReader.ACCEPT, DOUBT);
        if (answer.status() != 200) {
            throw new UnreadableManifestException(
                    digest, "the registry answered " + answer.status() + ", '" + shown(wire.reason(answer)) + "'");
        }
        return ManifestReader.read(
                digest, answer.body(), answer.header("content-type").orElse(""));
    }

    /** Not asked again once the registry said that it keeps no lists of referrers. */
    Set<String> referrers(String digest) {
        if (!knowsReferrers) {
            return Set.of();
        }
        Set<String> found = new HashSet<>();
        Optional<String> page = Optional.of("/referrers/" + digest);
        while (page.isPresent()) {
            HttpAnswer answer = referrersPage(digest, page.get());
            if (answer.status() != 200) {
                return unlisted(digest, answer, found);
            }
            JsonNode list = RestWire.json(answer.body()).path("manifests");
            if (!list.isArray()) {
                throw new UnreadableManifestException(digest, "the list of its referrers is not valid");
            }
            int before = found.size();
            list.forEach(node -> found.add(Digests.check(node.path("digest").asText())));
            page = found.size() == before ? Optional.empty() : nextPage(digest, answer);
        }
        return found;
    }

    /** Most registries have no such lists and say so of the first; one that has them may say it by mistake. */
    private HttpAnswer referrersPage(String digest, String path) {
        String what = "reading the referrers of " + digest;
        Retry.Doubt doubt = answer -> isUnchallenged(answer) ? 2 : 0;
        HttpAnswer answer = get(what, path, INDEX, doubt);
        return answer.status() == 404 ? get(what, path, INDEX, doubt) : answer;
    }

    private static boolean isUnchallenged(HttpAnswer answer) {
        return answer.status() == 401
                && !answer.header("www-authenticate").orElse("").contains("realm=");
    }

    private Set<String> unlisted(String digest, HttpAnswer answer, Set<String> found) {
        boolean unknown = answer.status() == 404 || answer.status() == 405 || answer.status() / 100 == 3;
        if (!unknown || !found.isEmpty()) {
            throw new UnreadableManifestException(
                    digest, "the registry answered " + answer.status() + " when asked for its referrers");
        }
        knowsReferrers = false;
        return found;
    }

    /** What follows in the same list; elsewhere the token does not go. */
    private Optional<String> nextPage(String digest, HttpAnswer answer) {
        if (!answer.hasNextPage()) {
            return Optional.empty();
        }
        Matcher query = Pattern.compile("<[^>?]*(\\?[^>]*)>")
                .matcher(answer.header("link").orElse(""));
        return query.find() ? Optional.of("/referrers/" + digest + query.group(1)) : Optional.empty();
    }

    private HttpAnswer get(String what, String path, String accept, Retry.Doubt doubt) {
        URI uri = uri(repository.registry() + "/v2/" + repository.path() + path);
        HttpAnswer answer = wire.send(what, "GET", uri, accept, session.map(token -> "Bearer " + token), doubt);
        if (answer.status() != 401) {
            return answer;
        }
        session = Optional.of(exchange(answer));
        HttpAnswer second = wire.send(what, "GET", uri, accept, session.map(token -> "Bearer " + token));
        if (second.status() == 401) {
            throw RemoteException.tokenRefused(repository.host());
        }
        return second;
    }

    /** Gets a token for reading this repository, as the registry's challenge says. */
    private String exchange(HttpAnswer refusal) {
        if (isUnchallenged(refusal)) {
            throw RemoteException.tokenRefused(repository.host());
        }
        String realm = "";
        String service = repository.host();
        Matcher parts = CHALLENGE.matcher(refusal.header("www-authenticate").orElse(""));
        while (parts.find()) {
            realm = parts.group(1).equals("realm") ? parts.group(2) : realm;
            service = parts.group(1).equals("service") ? parts.group(2) : service;
        }
        URI uri = uri(realm + (realm.contains("?") ? "&" : "?") + "service=" + encoded(service) + "&scope="
                + encoded("repository:" + repository.path() + ":pull"));
        if (!TokenScope.of(repository.registry()).covers(uri)) {
            throw RemoteException.redirected(
                    "asking for a token to read images", wire.options().shown(Origin.shown(uri)));
        }
        String own = wire.options().usableToken(repository.host(), "read:packages");
        String basic = Base64.getEncoder().encodeToString(("mlc-wheels:" + own).getBytes(StandardCharsets.UTF_8));
        HttpAnswer answer = wire.send(
                "asking for a token to read images", "GET", uri, "application/json", Optional.of("Basic " + basic));
        return granted(answer);
    }

    private String granted(HttpAnswer answer) {
        if (answer.status() == 401) {
            throw RemoteException.tokenRefused(repository.host());
        }
        if (answer.status() == 403 || answer.status() == 404) {
            throw wire.notPermitted(
                    "reading the images of " + repository, answer, "Give it read:packages and access to this package.");
        }
        JsonNode body = answer.isGood() ? RestWire.json(answer.body()) : null;
        String token = body == null
                ? ""
                : body.path("token").asText(body.path("access_token").asText(""));
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw RemoteException.unexpected("no token where one was due (" + answer.status() + ")");
        }
        return token;
    }

    private String shown(String text) {
        return session.map(token -> text.replace(token, "***")).orElse(text);
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw RemoteException.unexpected("an invalid address");
        }
    }
}
