package io.jenkins.plugins.mlcwheels.agent;

import java.io.Serializable;

/**
 * A reason not to publish that the controller knows.
 *
 * @param what is wrong, as a sentence without a full stop
 * @param remedy what to do about it, as a sentence
 */
public record Objection(String what, String remedy) implements Serializable {

    @Override
    public String toString() {
        return what + ". " + remedy;
    }
}
