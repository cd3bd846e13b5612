package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;

/**
 * A Python that the manylinux and musllinux images have.
 *
 * @param tag such as {@code cp313}
 * @param path its directory in the images, such as {@code /opt/python/cp313-cp313}; the interpreter is
 *     {@code bin/python} in it
 * @param group what has to be enabled to build for it; empty: nothing
 */
public record KnownPython(PythonTag tag, String path, Optional<String> group) {}
