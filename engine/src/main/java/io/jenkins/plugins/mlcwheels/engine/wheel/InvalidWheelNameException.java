package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/** A file name or tag that is not what the wheel specifications call one. */
public final class InvalidWheelNameException extends EngineException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 300;

    /** @param reason why not; a clause that follows the name */
    public InvalidWheelNameException(String name, String reason) {
        super(
                Kind.INPUT,
                PrintableText.line(name, SHOWN) + ": " + PrintableText.line(reason, SHOWN),
                "Name the wheel NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl, as build tools do.");
    }
}
