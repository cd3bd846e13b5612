package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * One request to the API.
 *
 * @param what it is for, for people: {@code creating a draft of v0.1.0}
 * @param body JSON, if there is one
 * @param accepted status codes beyond 2xx that are an answer and no failure
 * @param looks how often it is sent again when it is answered "not found", before that is believed
 */
record GitHubCall(String what, String method, URI uri, Optional<byte[]> body, Set<Integer> accepted, int looks)
        implements Retry.Doubt {

    /** For what may well not be there. */
    private static final int FEW_LOOKS = 2;

    /** For what was seen a moment ago; a new release may be "not found" for some seconds. */
    private static final int MANY_LOOKS = 4;

    static GitHubCall get(String what, URI uri) {
        return new GitHubCall(what, "GET", uri, Optional.empty(), Set.of(), FEW_LOOKS);
    }

    /** "Not found" is accepted; whoever sends it looks whether the thing is gone. */
    static GitHubCall delete(String what, URI uri) {
        return new GitHubCall(what, "DELETE", uri, Optional.empty(), Set.of(404), 0);
    }

    static GitHubCall post(String what, URI uri, byte[] json) {
        return new GitHubCall(what, "POST", uri, Optional.of(json), Set.of(), FEW_LOOKS);
    }

    /** Of what is known to be there. */
    static GitHubCall patch(String what, URI uri, byte[] json) {
        return new GitHubCall(what, "PATCH", uri, Optional.of(json), Set.of(), MANY_LOOKS);
    }

    /** Of a file's bytes, which are no part of this. */
    static GitHubCall upload(String what, URI uri) {
        return new GitHubCall(what, "POST", uri, Optional.empty(), Set.of(), MANY_LOOKS);
    }

    GitHubCall accepting(Integer... statuses) {
        return new GitHubCall(what, method, uri, body, Set.of(statuses), looks);
    }

    /** The same about a thing that was seen a moment ago. */
    GitHubCall ofKnown() {
        return new GitHubCall(what, method, uri, body, accepted, MANY_LOOKS);
    }

    /** The same about a thing that mostly is not there. */
    GitHubCall ofUnlikely() {
        return new GitHubCall(what, method, uri, body, accepted, 0);
    }

    GitHubCall at(URI other) {
        return new GitHubCall(what, method, other, body, accepted, looks);
    }

    @Override
    public int looks(HttpAnswer answer) {
        return switch (answer.status()) {
            case 401 -> FEW_LOOKS;
            case 404 -> looks;
            default -> 0;
        };
    }

    /** Whether it counts against GitHub's limits on creating content. */
    boolean createsContent() {
        return !method.equals("GET");
    }
}
