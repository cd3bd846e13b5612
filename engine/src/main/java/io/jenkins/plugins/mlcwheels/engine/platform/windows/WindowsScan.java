package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException;
import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Takes the facts from the PE files among a wheel's entries while these are read. */
final class WindowsScan implements NativeScan {

    private final WheelArchive archive;
    private final boolean forWindows;
    private final Map<Integer, PeFacts> found = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    WindowsScan(WheelArchive archive) {
        this.archive = archive;
        this.forWindows = archive.filename().platformTags().stream()
                .anyMatch(tag -> PlatformTag.parse(tag).kind() == PlatformTag.Kind.WINDOWS);
    }

    @Override
    public boolean recognises(ArchiveEntry entry, byte[] start) {
        return PeFile.mayBePe(start);
    }

    @Override
    public void read(ArchiveEntry entry, InputStream content) throws IOException {
        StreamedBytes bytes =
                new StreamedBytes("PE", entry.size(), content, () -> archive.open(entry), StreamedBytes.Tap.NONE);
        try {
            if (PeFile.isPe(bytes)) {
                String module = entry.fileName().replaceFirst("\\..*", "");
                keep(entry, new PeFacts(entry.name(), PeFile.read(bytes, ("PyInit_" + module)::equals)));
            }
        } catch (MalformedFileException e) {
            reject(entry, e);
        }
    }

    private synchronized void keep(ArchiveEntry entry, PeFacts facts) {
        found.put(entry.index(), facts);
        seen.add(entry.name());
    }

    /** Only a library is expected to be whole; other files may be test data. */
    private synchronized void reject(ArchiveEntry entry, MalformedFileException problem) {
        seen.add(entry.name());
        Severity severity = forWindows && isLibrary(entry.name()) ? Severity.ERROR : Severity.WARNING;
        findings.add(WindowsProblem.BROKEN_PE.at(severity, entry.name(), problem.getMessage()));
    }

    private static boolean isLibrary(String name) {
        String lower = PeFacts.lower(name);
        return lower.endsWith(".dll") || lower.endsWith(".pyd");
    }

    @Override
    public void takeOver(PlatformFacts earlier, Predicate<String> same) {
        Map<String, PeFacts> byPath = new HashMap<>();
        ((WindowsFacts) earlier).files().forEach(file -> byPath.put(file.path(), file));
        for (ArchiveEntry entry : archive.entries()) {
            if (byPath.containsKey(entry.name()) && same.test(entry.name())) {
                keep(entry, byPath.remove(entry.name()));
            }
        }
        for (Finding finding : earlier.findings()) {
            if (same.test(finding.where()) && seen.add(finding.where())) {
                findings.add(finding);
            }
        }
    }

    @Override
    public WindowsFacts facts(Set<String> names) {
        List<Finding> all = new ArrayList<>(findings);
        if (forWindows) {
            for (String name : names) {
                if (isLibrary(name) && !seen.contains(name)) {
                    all.add(WindowsProblem.BROKEN_PE.at(
                            PeFacts.lower(name).endsWith(".pyd") ? Severity.ERROR : Severity.WARNING,
                            name,
                            "is named like a library of Windows and is not a PE file"));
                }
            }
        }
        List<PeFacts> files = List.copyOf(found.values());
        return new WindowsFacts(files, all, new SearchHints(archive).of(files));
    }
}
