package io.jenkins.plugins.mlcwheels.engine.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * The inside of a wheel, fit to be shown, with lists that are no longer than a person or a page can use.
 *
 * @param schemaVersion of the JSON form, which docs/inspect.md describes
 * @param size of the wheel's file in bytes
 * @param sha256 of the wheel's file in hexadecimal
 * @param compliesWith the most portable platform tag that the audit found the wheel to comply with
 * @param generator that made it; empty if it doesn't say
 * @param metadata lines of METADATA, without the description
 * @param entryPoints such as {@code [console_scripts] demo = demo:main}
 * @param fileCount how many files there are
 * @param inflatedSize of all files in bytes
 * @param files in the order of their paths
 * @param natives files of native code, in the order of their paths
 * @param findings of the audit, each at the file that it is about
 * @param licenses paths of files of licences
 * @param sboms paths of lists of components
 * @param statements beside the wheel
 */
public record WheelInspection(
        int schemaVersion,
        String filename,
        long size,
        String sha256,
        String compliesWith,
        String generator,
        List<MetadataField> metadata,
        List<String> entryPoints,
        int fileCount,
        long inflatedSize,
        List<InspectedFile> files,
        List<InspectedNative> natives,
        List<InspectedFinding> findings,
        List<String> licenses,
        List<String> sboms,
        List<InspectedStatement> statements) {

    /** Of the JSON form. */
    public static final int SCHEMA_VERSION = 1;

    private static final int MOST_FILES = 20_000;
    private static final int MOST_NATIVES = 2000;
    private static final int MOST = 1000;

    public WheelInspection {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("schemaVersion is " + schemaVersion + ", not " + SCHEMA_VERSION);
        }
        filename = ReportTexts.name(filename);
        sha256 = ReportTexts.name(sha256);
        compliesWith = ReportTexts.name(compliesWith);
        generator = ReportTexts.name(generator);
        metadata = ReportTexts.first(metadata, MOST);
        entryPoints = ReportTexts.names(entryPoints, MOST);
        files = ReportTexts.first(files, MOST_FILES);
        natives = ReportTexts.first(natives, MOST_NATIVES);
        findings = ReportTexts.first(findings, MOST);
        licenses = ReportTexts.names(licenses, MOST);
        sboms = ReportTexts.names(sboms, MOST);
        statements = ReportTexts.first(statements, MOST);
    }

    /** On one line, without a line end. */
    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
