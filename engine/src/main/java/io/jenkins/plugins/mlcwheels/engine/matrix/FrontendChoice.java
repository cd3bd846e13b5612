package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;

/**
 * What builds the wheel.
 *
 * @param name {@code build}, {@code pip}, {@code build[uv]} or {@code uv}
 * @param arguments that it gets beside ours
 */
public record FrontendChoice(String name, List<String> arguments) {

    public FrontendChoice {
        arguments = List.copyOf(arguments);
    }

    /** Whether it needs uv. */
    public boolean usesUv() {
        return name.equals("uv") || name.equals("build[uv]");
    }
}
