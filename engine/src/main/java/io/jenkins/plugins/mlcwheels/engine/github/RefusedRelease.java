package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.release.PublishRefusedException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseExistsException;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.util.List;

/** What GitHub's 422 means when a release is created or published. */
final class RefusedRelease {

    private RefusedRelease() {}

    /** Returns if the answer is good. */
    static void check(GitHubWire wire, String tag, String what, HttpAnswer answer) {
        if (answer.isGood()) {
            return;
        }
        String reason = RestWire.words(answer);
        if (reason.contains("immutable release")) {
            throw new PublishRefusedException(tag, List.of(burnt(tag)));
        }
        if (reason.contains("already_exists")) {
            throw new ReleaseExistsException(tag);
        }
        throw wire.refused(what, answer);
    }

    static ReleaseProblem burnt(String tag) {
        return new ReleaseProblem(
                "the tag " + tag + " was used by an immutable release that was deleted, and can never be used again",
                "Publish under a new tag.");
    }
}
