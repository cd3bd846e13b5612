package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/** A tag that is not a release tag, or that has no PEP 440 form; the message says why. */
public class InvalidReleaseTagException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidReleaseTagException(String tag, String reason) {
        this(
                tag,
                reason,
                "Use a tag such as v1.2.0, v1.2.0-rc.1, v1.2.0rc1 or v1.2.0.post1. If the project's tags have another form,"
                        + " set a tag pattern such as '{version}' or 'name-{version}' (--tag-pattern, or tag-pattern of"
                        + " [tool.mlc-wheels] in pyproject.toml; tagPattern in Jenkins).");
    }

    InvalidReleaseTagException(String tag, String reason, String suggestion) {
        super(Kind.INPUT, "tag " + PrintableText.quoted(tag) + ": " + reason, suggestion);
    }
}
