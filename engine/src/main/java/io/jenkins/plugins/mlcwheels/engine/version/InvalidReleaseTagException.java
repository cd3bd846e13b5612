package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A tag that is no release tag, or that has no PEP 440 form; the message says why. */
public class InvalidReleaseTagException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidReleaseTagException(String tag, String reason) {
        super(
                Kind.INPUT,
                "tag " + Printable.of(tag) + ": " + reason,
                "Use v and a semantic version, such as v1.2.0, v1.2.0-rc.1 or v1.2.0-dev.3, or MLC's v1.2.dev3.");
    }
}
