package io.jenkins.plugins.mlcwheels.engine.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;

/**
 * A library that the wheels deal with differently. Texts are fit to be shown.
 *
 * @param name as files need it, or as the repair named it
 * @param kind what became of it
 * @param detail for a graft its path, for a need who brings it
 */
public record LibraryChange(String name, Kind kind, String detail) {

    /** What became of a library. */
    public enum Kind {
        /** A repair copied it into the new wheel, and not into the old one. */
        @JsonProperty("grafted")
        GRAFTED,
        /** A repair copied it into the old wheel, and not into the new one. */
        @JsonProperty("no-longer-grafted")
        NO_LONGER_GRAFTED,
        /** Both wheels have it as a graft, with different content. */
        @JsonProperty("replaced")
        REPLACED,
        /** The new wheel needs it from outside. */
        @JsonProperty("needed")
        NEEDED,
        /** The old wheel needed it from outside. */
        @JsonProperty("no-longer-needed")
        NO_LONGER_NEEDED
    }

    public LibraryChange {
        name = ReportTexts.name(name);
        detail = ReportTexts.name(detail);
    }
}
