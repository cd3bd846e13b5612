package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import java.util.Optional;

/**
 * What came of stripping a file.
 *
 * @param before its size in bytes
 * @param after the size of what was written; the same if nothing was
 * @param keptBecause why it stays as it is, if it can't be stripped safely
 * @param symbols what is known of the file that got the symbols; empty if there is none
 */
public record StripReport(long before, long after, Optional<String> keptBecause, Optional<SymbolFile> symbols) {

    static StripReport unchanged(long size) {
        return new StripReport(size, size, Optional.empty(), Optional.empty());
    }

    static StripReport kept(long size, String reason) {
        return new StripReport(size, size, Optional.of(reason), Optional.empty());
    }

    /** Whether another file was written. */
    public boolean stripped() {
        return after != before;
    }
}
