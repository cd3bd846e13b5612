package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.io.IOException;
import java.util.List;

/** Compares the file name with the dist-info directory, METADATA and WHEEL. */
final class DistInfoCheck {

    private static final String DIST_INFO = ".dist-info";

    private final WheelArchive archive;
    private final WheelFilename filename;
    private final Findings findings;

    DistInfoCheck(WheelArchive archive, Findings findings) {
        this.archive = archive;
        this.filename = archive.filename();
        this.findings = findings;
    }

    /** Returns what to compare the entries with. */
    RecordCheck check() throws IOException {
        List<String> directories = archive.distInfos();
        if (directories.isEmpty()) {
            findings.addForAll(WheelProblem.DIST_INFO_MISSING, "there is no .dist-info directory");
            return new RecordCheck(archive, null, "", findings);
        }
        if (directories.size() > 1) {
            findings.addForAll(
                    WheelProblem.DIST_INFO_AMBIGUOUS, "there are several .dist-info directories: " + directories);
            if (!directories.contains(filename.distInfo())) {
                return new RecordCheck(archive, null, "", findings);
            }
        }
        String distInfo = archive.distInfo();
        checkDirectory(distInfo);
        checkMetadata(distInfo);
        checkWheelFile(distInfo);
        new InstallCheck(archive, distInfo, findings).check();
        new ExtensionNames(filename, findings).check(archive.entries());
        return new RecordCheck(archive, record(distInfo), distInfo, findings);
    }

    private void checkDirectory(String distInfo) {
        if (distInfo.equals(filename.distInfo())) {
            return;
        }
        String stem = distInfo.substring(0, distInfo.length() - DIST_INFO.length());
        int dash = stem.indexOf('-');
        boolean same = dash > 0
                && ProjectName.isSame(stem.substring(0, dash), filename.distribution())
                && Pep440Version.isSame(stem.substring(dash + 1), filename.version());
        if (same) {
            findings.add(
                    WheelProblem.DIST_INFO_NAME_SPELLING, distInfo, "is spelled otherwise than " + filename.distInfo());
        } else {
            findings.add(WheelProblem.DIST_INFO_NAME_MISMATCH, distInfo, "should be " + filename.distInfo());
        }
    }

    private void checkMetadata(String distInfo) throws IOException {
        CoreMetadata metadata;
        try {
            metadata = archive.metadata();
        } catch (EngineException e) {
            findings.add(WheelProblem.METADATA_BROKEN, distInfo + "/METADATA", e.getMessage());
            return;
        }
        if (!ProjectName.isSame(metadata.name(), filename.distribution())) {
            findings.add(
                    WheelProblem.METADATA_NAME_MISMATCH,
                    distInfo + "/METADATA",
                    "the name is " + metadata.name() + ", that of the file " + filename.distribution());
        }
        if (!Pep440Version.isSame(metadata.version(), filename.version())) {
            findings.add(
                    WheelProblem.METADATA_VERSION_MISMATCH,
                    distInfo + "/METADATA",
                    "the version is " + metadata.version() + ", that of the file " + filename.version());
        }
        new MetadataCheck(archive, metadata, distInfo, findings).check();
    }

    private void checkWheelFile(String distInfo) throws IOException {
        String where = distInfo + "/WHEEL";
        WheelMetadata wheel;
        try {
            wheel = archive.wheelFile();
        } catch (EngineException e) {
            findings.add(WheelProblem.WHEEL_FILE_BROKEN, where, e.getMessage());
            return;
        }
        if (!wheel.wheelVersion().startsWith("1.")) {
            findings.add(WheelProblem.WHEEL_VERSION_UNKNOWN, where, "Wheel-Version is '" + wheel.wheelVersion() + "'");
        }
        String root = wheel.rootIsPurelibText();
        if (!root.equalsIgnoreCase("true") && !root.equalsIgnoreCase("false")) {
            findings.add(WheelProblem.ROOT_IS_PURELIB_MISSING, where, "Root-Is-Purelib is '" + root + "'");
        }
        if (!wheel.tags().equals(filename.tags())) {
            findings.add(
                    WheelProblem.WHEEL_TAGS_MISMATCH,
                    where,
                    "the tags are " + wheel.tags() + ", those of the file name " + filename.tags());
        }
        if (!wheel.build().equals(filename.buildTag())) {
            findings.add(
                    WheelProblem.WHEEL_BUILD_MISMATCH,
                    where,
                    "the build tag is '" + wheel.build().orElse("") + "', that of the file name '"
                            + filename.buildTag().orElse("") + "'");
        }
    }

    private RecordFile record(String distInfo) throws IOException {
        try {
            return archive.record();
        } catch (EngineException e) {
            findings.add(WheelProblem.RECORD_BROKEN, distInfo + "/RECORD", e.getMessage());
            return null;
        }
    }
}
