package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import java.util.Optional;

/**
 * A file with what was split off another one.
 *
 * @param buildId of both, in hexadecimal digits; empty if the file has none
 * @param link the file name by which the stripped file refers to it
 * @param supplement the file with what several such files have in common, made by dwz
 */
public record SymbolFile(Optional<String> buildId, String link, Optional<Supplement> supplement) {

    /**
     * What {@code .gnu_debugaltlink} says.
     *
     * @param path absolute, or relative to the file that it was read from
     * @param buildId in hexadecimal digits
     */
    public record Supplement(String path, String buildId) {}

    /** Where debuggers look for the file of a build id, below a directory of such files. */
    public static String place(String buildId) {
        return ".build-id/" + buildId.substring(0, 2) + "/" + buildId.substring(2) + ".debug";
    }
}
