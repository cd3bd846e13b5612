package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;

/**
 * What an agent says of a build before it is begun.
 *
 * @param name the identifier, after its flavour if it has one
 * @param kind flavour and platform: builds of one kind may share a wheel
 * @param python the interpreter, as the engine writes it in a line; null if there is none
 * @param leftOut why it can't be built; null if it can
 * @param beforeAll digest of the command before all builds; null if there is none
 * @param repairCommand whether a command of the project repairs its wheel
 */
public record CellInfo(
        String name,
        String identifier,
        @CheckForNull String flavour,
        String kind,
        @CheckForNull String python,
        @CheckForNull String leftOut,
        @CheckForNull String beforeAll,
        boolean repairCommand)
        implements Serializable {}
