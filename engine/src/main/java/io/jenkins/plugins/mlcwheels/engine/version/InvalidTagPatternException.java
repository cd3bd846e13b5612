package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/** A text that is not a pattern of release tags; the message says why. */
public class InvalidTagPatternException extends EngineException {

    private static final long serialVersionUID = 1L;

    InvalidTagPatternException(String pattern, String reason) {
        super(
                Kind.INPUT,
                "tag pattern " + PrintableText.quoted(pattern) + " " + reason,
                "Use a form such as {version}, v{version} or name-{version}.");
    }
}
