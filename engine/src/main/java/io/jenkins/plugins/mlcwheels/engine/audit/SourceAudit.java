package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.SourceArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Audits source distributions: whether they can be read, and are what their names say. */
public final class SourceAudit {

    /** The platform of source distributions. */
    public static final String SOURCE = "source";

    private SourceAudit() {}

    /** Whether the file is named as a source distribution. */
    public static boolean applies(Path file) {
        return SourceArchive.isNamed(file);
    }

    /** @throws io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException if it can't be read */
    public static AuditReport audit(Path file, AuditOptions options) throws IOException {
        String name = String.valueOf(file.getFileName());
        CoreMetadata metadata = SourceArchive.metadata(file);
        List<Finding> findings = new ArrayList<>();
        String stem = name.substring(0, name.length() - ".tar.gz".length());
        int dash = stem.lastIndexOf('-');
        if (!normal(stem.substring(0, dash)).equals(normal(metadata.name()))) {
            findings.add(WheelProblem.METADATA_NAME_MISMATCH.at(name, "PKG-INFO says the name " + metadata.name()));
        }
        if (!stem.substring(dash + 1).equals(metadata.version())) {
            findings.add(
                    WheelProblem.METADATA_VERSION_MISMATCH.at(name, "PKG-INFO says the version " + metadata.version()));
        }
        return new AuditReport(
                file.toString(),
                name,
                Files.size(file),
                options.digest() ? Optional.of(Sha256.of(file)) : Optional.empty(),
                "",
                "",
                SOURCE,
                SOURCE,
                new TreeMap<>(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                List.of(),
                findings);
    }

    private static String normal(String name) {
        return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
    }
}
