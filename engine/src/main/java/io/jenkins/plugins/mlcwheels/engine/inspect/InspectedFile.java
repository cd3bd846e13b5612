package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;

/**
 * A file of a wheel. Texts are fit to be shown.
 *
 * @param path as in the archive
 * @param size in bytes
 * @param compressedSize in bytes, in the archive
 * @param sha256 in hexadecimal; empty if the content can't be read
 */
public record InspectedFile(String path, long size, long compressedSize, String sha256) {

    public InspectedFile {
        path = ReportTexts.name(path);
    }
}
