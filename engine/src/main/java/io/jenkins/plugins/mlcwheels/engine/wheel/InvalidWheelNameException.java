package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.EngineException;

/** A file name or tag that is not what the wheel specifications call one. */
public final class InvalidWheelNameException extends EngineException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 300;

    /** @param reason why not; a clause that follows the name */
    public InvalidWheelNameException(String name, String reason) {
        super(
                Kind.INPUT,
                shown(name) + ": " + shown(reason),
                "Name the wheel NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl, as build tools do.");
    }

    private static String shown(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), SHOWN); i++) {
            char c = name.charAt(i);
            text.append(Character.isISOControl(c) ? '?' : c);
        }
        return name.length() > SHOWN ? text.append("...").toString() : text.toString();
    }
}
