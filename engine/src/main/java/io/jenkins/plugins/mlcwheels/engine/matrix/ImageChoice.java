package io.jenkins.plugins.mlcwheels.engine.matrix;

/**
 * The image that a build runs in, if it runs in a container.
 *
 * @param named as the options name it: {@code manylinux_2_28}, or a reference
 * @param reference what to give to the container engine; a name is resolved to a digest
 * @param asked whether {@code [tool.mlc-wheels]} names it, so that the build runs in it without being told so
 */
public record ImageChoice(String named, String reference, boolean asked) {}
