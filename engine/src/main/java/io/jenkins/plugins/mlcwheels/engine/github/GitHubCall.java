package io.jenkins.plugins.mlcwheels.engine.github;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One request to the API.
 *
 * @param what it is for, for people: {@code creating a draft of v0.1.0}
 * @param body JSON, if there is one
 * @param accepted status codes beyond 2xx that are an answer and no failure
 */
record GitHubCall(String what, String method, URI uri, Optional<byte[]> body, Set<Integer> accepted) {

    static GitHubCall get(String what, URI uri) {
        return new GitHubCall(what, "GET", uri, Optional.empty(), Set.of());
    }

    static GitHubCall delete(String what, URI uri) {
        return new GitHubCall(what, "DELETE", uri, Optional.empty(), Set.of(404));
    }

    static GitHubCall post(String what, URI uri, byte[] json) {
        return new GitHubCall(what, "POST", uri, Optional.of(json), Set.of());
    }

    static GitHubCall patch(String what, URI uri, byte[] json) {
        return new GitHubCall(what, "PATCH", uri, Optional.of(json), Set.of());
    }

    /** Of a file's bytes, which are no part of this. */
    static GitHubCall upload(String what, URI uri) {
        return new GitHubCall(what, "POST", uri, Optional.empty(), Set.of());
    }

    GitHubCall accepting(Integer... statuses) {
        return new GitHubCall(what, method, uri, body, Set.of(statuses));
    }

    GitHubCall at(URI other) {
        return new GitHubCall(what, method, other, body, accepted);
    }

    /** Whether it counts against GitHub's limits on creating content. */
    boolean createsContent() {
        return !method.equals("GET");
    }
}
