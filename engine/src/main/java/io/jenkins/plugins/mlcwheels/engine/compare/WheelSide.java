package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * One of two wheels that are compared. Texts are fit to be shown.
 *
 * @param filename of the wheel
 * @param version as in the file name
 * @param size of the file in bytes
 * @param sha256 of the file in hexadecimal
 * @param platformTags of the file name, in today's spelling
 * @param compliesWith the most portable platform tag that the audit found the wheel to comply with; {@code any} without
 *     native code
 * @param errors findings of the audit that are errors
 */
public record WheelSide(
        String filename,
        String version,
        long size,
        String sha256,
        List<String> platformTags,
        String compliesWith,
        int errors) {

    private static final int MOST_TAGS = 100;

    public WheelSide {
        filename = ReportTexts.name(filename);
        version = ReportTexts.name(version);
        sha256 = ReportTexts.name(sha256);
        platformTags = ReportTexts.names(platformTags, MOST_TAGS);
        compliesWith = ReportTexts.name(compliesWith);
    }
}
