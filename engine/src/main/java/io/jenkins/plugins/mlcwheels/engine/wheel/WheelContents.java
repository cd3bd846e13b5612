package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import java.util.List;
import java.util.Map;

/**
 * What {@link WheelCheck} found.
 *
 * @param findings those of the archive's structure first, then those of its content, in a stable order
 * @param digests by entry name, of every file that could be read
 */
public record WheelContents(List<Finding> findings, Map<String, EntryDigest> digests) {

    public WheelContents {
        findings = List.copyOf(findings);
        digests = Map.copyOf(digests);
    }
}
