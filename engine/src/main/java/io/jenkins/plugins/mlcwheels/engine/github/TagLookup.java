package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.util.Optional;

/** What a tag of the repository points at. */
final class TagLookup {

    /** Annotated tags can point at annotated tags. */
    private static final int DEEPEST = 5;

    private final GitHubRepository repository;
    private final GitHubWire wire;

    TagLookup(GitHubRepository repository, GitHubWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    /**
     * The commit, annotated tags followed; empty if there is no such tag.
     *
     * @throws RemoteException if there is no repository either
     */
    Optional<String> commit(String tag) {
        return commit(tag, object(tag));
    }

    /** The same for a tag that mostly is not there, so that its absence is believed at once. */
    Optional<String> commitOfUnlikely(String tag) {
        HttpAnswer answer = wire.send(lookingUp(tag).ofUnlikely());
        return answer.isGood() ? commit(tag, Optional.of(GitHubJson.tree(answer).path("object"))) : Optional.empty();
    }

    private Optional<String> commit(String tag, Optional<JsonNode> reference) {
        Optional<JsonNode> object = reference;
        for (int depth = 0; object.isPresent() && depth < DEEPEST; depth++) {
            String hash = GitHubJson.commit(object.get().path("sha"));
            if (!object.get().path("type").asText().equals("tag")) {
                return Optional.of(hash);
            }
            HttpAnswer answer =
                    wire.send(GitHubCall.get("reading the tag " + tag, repository.address("/git/tags/" + hash)));
            object = Optional.of(GitHubJson.tree(answer).path("object"));
        }
        return Optional.empty();
    }

    /** The hash of the tag object, or of the commit for a tag without one. */
    Optional<String> hash(String tag) {
        return object(tag).map(object -> GitHubJson.commit(object.path("sha")));
    }

    private Optional<JsonNode> object(String tag) {
        HttpAnswer answer = wire.send(lookingUp(tag));
        if (answer.status() == 404) {
            wire.send(GitHubCall.get("looking at " + repository, repository.address("")));
            return Optional.empty();
        }
        return Optional.of(GitHubJson.tree(answer).path("object"));
    }

    private GitHubCall lookingUp(String tag) {
        return GitHubCall.get(
                        "looking up the tag " + tag, repository.address("/git/ref/tags/" + PercentEncoding.encode(tag)))
                .accepting(404);
    }
}
