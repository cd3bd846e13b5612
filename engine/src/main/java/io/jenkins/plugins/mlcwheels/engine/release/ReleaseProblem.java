package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Objects;

/**
 * A reason not to publish.
 *
 * @param what is wrong and where, as a sentence without a full stop
 * @param remedy what to do about it, as a sentence
 */
public record ReleaseProblem(String what, String remedy) {

    public ReleaseProblem {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
    }

    @Override
    public String toString() {
        return what + ". " + remedy;
    }
}
