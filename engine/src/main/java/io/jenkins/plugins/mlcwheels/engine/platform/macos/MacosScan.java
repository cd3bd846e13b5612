package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException;
import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOFile;
import io.jenkins.plugins.mlcwheels.engine.macho.PageDigests;
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

/** Takes the facts from the Mach-O files among a wheel's entries while these are read. */
final class MacosScan implements NativeScan {

    private final WheelArchive archive;
    private final boolean forMac;
    private final Map<Integer, MachOFacts> found = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    MacosScan(WheelArchive archive) {
        this.archive = archive;
        this.forMac = archive.filename().platformTags().stream()
                .anyMatch(tag -> PlatformTag.parse(tag).kind() == PlatformTag.Kind.MACOS);
    }

    @Override
    public boolean recognises(ArchiveEntry entry, byte[] start) {
        return !entry.name().endsWith(".class") && MachOFile.isMachO(start);
    }

    @Override
    public void read(ArchiveEntry entry, InputStream content) throws IOException {
        PageDigests digests = new PageDigests();
        StreamedBytes bytes = new StreamedBytes("Mach-O", entry.size(), content, () -> archive.open(entry), digests);
        String module = entry.fileName().replaceFirst("\\..*", "");
        try {
            keep(entry, new MachOFacts(entry.name(), MachOFile.read(bytes, digests, ("_PyInit_" + module)::equals)));
        } catch (MalformedFileException e) {
            reject(entry, e);
        }
    }

    private synchronized void keep(ArchiveEntry entry, MachOFacts facts) {
        found.put(entry.index(), facts);
        seen.add(entry.name());
    }

    /** Only a library is expected to be whole; other files may be test data. */
    private synchronized void reject(ArchiveEntry entry, MalformedFileException problem) {
        seen.add(entry.name());
        Severity severity = forMac && isLibrary(entry.name()) ? Severity.ERROR : Severity.WARNING;
        findings.add(MacosProblem.BROKEN_MACHO.at(severity, entry.name(), problem.getMessage()));
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".dylib") || name.endsWith(".so");
    }

    @Override
    public void takeOver(PlatformFacts earlier, Predicate<String> same) {
        Map<String, MachOFacts> byPath = new HashMap<>();
        ((MacosFacts) earlier).files().forEach(file -> byPath.put(file.path(), file));
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
    public MacosFacts facts(Set<String> names) {
        List<Finding> all = new ArrayList<>(findings);
        if (forMac) {
            for (String name : names) {
                if (name.endsWith(".dylib") && !seen.contains(name)) {
                    all.add(MacosProblem.BROKEN_MACHO.at(
                            Severity.WARNING, name, "is named like a library of macOS and is not a Mach-O file"));
                }
            }
        }
        return new MacosFacts(List.copyOf(found.values()), all);
    }
}
