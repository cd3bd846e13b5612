package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The audit of one of several wheels, whatever it is: wheels that no platform policy can judge get a report as well, so
 * that one of them does not hide what there is to say of the others.
 */
public final class AuditOutcome {

    /** The platform of wheels without native code. */
    public static final String ANY = "any";

    /** The platform of wheels that can't be read. */
    public static final String UNKNOWN = "unknown";

    /** Code of the finding about a wheel that can't be read. */
    public static final String BROKEN_WHEEL = "broken-wheel";

    /** Code of the finding about a wheel that has a platform tag and no native code for it. */
    public static final String NO_NATIVE_CODE = "no-native-code";

    private AuditOutcome() {}

    /**
     * Audits a wheel. One without native code passes unless its file name has a tag of a platform or something else is wrong
     * with it; one that can't be read fails.
     *
     * @return with the SHA-256 of the file
     * @throws io.jenkins.plugins.mlcwheels.engine.wheel.NoWheelFileException if there is no such file
     * @throws io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException if its name is not that of a wheel
     */
    public static AuditReport of(Path wheel, AuditOptions options) throws IOException {
        WheelFilename name = WheelFilename.parse(String.valueOf(wheel.getFileName()));
        try {
            return WheelAuditor.audit(wheel, options.withDigest(true));
        } catch (NotAPlatformWheelException e) {
            return unjudged(wheel, ANY, findings(name, e));
        } catch (BrokenWheelException e) {
            return unjudged(wheel, UNKNOWN, List.of(error(BROKEN_WHEEL, name, e.getMessage())));
        }
    }

    /**
     * What one pass over an open wheel gave.
     *
     * @param report with the SHA-256 of the file
     * @param scan of its files
     */
    public record Reading(AuditReport report, WheelAuditor.Scan scan) {}

    /**
     * Audits a wheel that is open, and keeps what the report was made from. One without native code has a report as well.
     *
     * @throws BrokenWheelException if entries can't be inflated within the limits
     */
    public static Reading read(WheelArchive wheel, AuditOptions options) throws IOException {
        try (FileDigest digest = FileDigest.start(wheel.path())) {
            WheelAuditor.Scan scan = WheelAuditor.scan(wheel, options.threads());
            try {
                return new Reading(WheelAuditor.report(wheel, scan, options, digest), scan);
            } catch (NotAPlatformWheelException e) {
                List<Finding> findings = findings(wheel.filename(), e);
                return new Reading(unjudged(wheel.path(), ANY, findings, wheel.size(), digest.hex()), scan);
            }
        }
    }

    private static List<Finding> findings(WheelFilename name, NotAPlatformWheelException failure) {
        List<Finding> findings = new ArrayList<>(failure.findings());
        if (hasTagOfPlatform(name)) {
            findings.add(0, error(NO_NATIVE_CODE, name, failure.getMessage() + ". " + failure.suggestion()));
        }
        return findings;
    }

    /** Whether a tag of the name says that the wheel has native code for a system that is judged. */
    public static boolean hasTagOfPlatform(WheelFilename name) {
        return name.platformTags().stream().anyMatch(Platforms::isOwned);
    }

    /** A finding says apart from its message what it is about, which begins the message of an exception. */
    private static Finding error(String code, WheelFilename name, String message) {
        String prefix = name + ": ";
        return new Finding(
                Severity.ERROR,
                code,
                name.toString(),
                message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    }

    private static AuditReport unjudged(Path wheel, String platform, List<Finding> findings) throws IOException {
        return unjudged(wheel, platform, findings, Files.size(wheel), Optional.of(Sha256.of(wheel)));
    }

    private static AuditReport unjudged(
            Path wheel, String platform, List<Finding> findings, long size, Optional<String> sha256) {
        return new AuditReport(
                wheel.toString(),
                String.valueOf(wheel.getFileName()),
                size,
                sha256,
                "",
                "",
                platform,
                platform,
                new TreeMap<>(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                List.of(),
                findings);
    }
}
