package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
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
            List<Finding> findings = new ArrayList<>(e.findings());
            if (hasTagOfPlatform(name)) {
                findings.add(0, error(NO_NATIVE_CODE, name, e.getMessage() + ". " + e.suggestion()));
            }
            return unjudged(wheel, ANY, findings);
        } catch (BrokenWheelException e) {
            return unjudged(wheel, UNKNOWN, List.of(error(BROKEN_WHEEL, name, e.getMessage())));
        }
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
        return new AuditReport(
                wheel.toString(),
                String.valueOf(wheel.getFileName()),
                Files.size(wheel),
                Optional.of(Sha256.of(wheel)),
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
