package io.jenkins.plugins.mlcwheels.engine.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * A file that is not the same in both wheels. Texts are fit to be shown.
 *
 * @param path in the new wheel, or in the old one if it is gone
 * @param kind what became of it
 * @param before size in the old wheel in bytes; 0 if it was not there
 * @param after size in the new wheel in bytes; 0 if it is gone
 * @param sections of native code whose size changed, the largest change first
 */
public record FileChange(String path, Kind kind, long before, long after, List<SectionChange> sections) {

    private static final int MOST_SECTIONS = 50;

    /** What became of a file. */
    public enum Kind {
        @JsonProperty("added")
        ADDED,
        @JsonProperty("removed")
        REMOVED,
        @JsonProperty("changed")
        CHANGED
    }

    /**
     * A section of a native file, such as {@code .text}.
     *
     * @param before bytes in the old file
     * @param after bytes in the new file
     */
    public record SectionChange(String name, long before, long after) {
        public SectionChange {
            name = ReportTexts.name(name);
        }

        /** Bytes that it has more; negative if it has fewer. */
        public long growth() {
            return after - before;
        }
    }

    public FileChange {
        path = ReportTexts.name(path);
        sections = ReportTexts.first(sections, MOST_SECTIONS);
    }

    /** Bytes that it has more; negative if it has fewer. */
    public long growth() {
        return after - before;
    }
}
