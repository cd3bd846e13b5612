package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfStream;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfSummary;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes the facts from the ELF files among a wheel's entries while these are read. */
final class ElfScan implements EntryVisitor {

    private static final int SMALLEST_ELF = 52;

    private final WheelArchive archive;
    private final boolean python2;
    private final boolean musl;
    private final Map<Integer, ElfFacts> found = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    ElfScan(WheelArchive archive) {
        this.archive = archive;
        this.python2 = mayBePython2(archive.filename());
        this.musl = archive.filename().platformTags().stream().noneMatch(tag -> tag.startsWith("manylinux"));
    }

    /** PyPy counts, since extension modules for its cffi are named alike for both Pythons. */
    private static boolean mayBePython2(WheelFilename filename) {
        for (String tag : filename.pythonTags()) {
            if (tag.startsWith("pp") || (tag.length() > 2 && tag.charAt(2) == '2')) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(ArchiveEntry entry, InputStream content) throws IOException {
        if (entry.size() < SMALLEST_ELF || entry.name().endsWith(".py")) {
            return;
        }
        byte[] start = content.readNBytes(4);
        if (!ElfFile.isElf(start)) {
            return;
        }
        try {
            keep(entry, read(entry, new SequenceInputStream(new ByteArrayInputStream(start), content)));
        } catch (MalformedElfException e) {
            reject(entry, e);
        }
    }

    private ElfFacts read(ArchiveEntry entry, InputStream content) throws IOException {
        ElfStream elf = new ElfStream(entry.size(), ElfFactsReader.symbolsFor(entry.name(), python2, musl));
        Optional<ElfSummary> summary = elf.read(content);
        while (summary.isEmpty()) {
            try (InputStream again = archive.open(entry)) {
                summary = elf.read(again);
            }
        }
        return ElfFactsReader.read(entry.name(), summary.get());
    }

    private synchronized void keep(ArchiveEntry entry, ElfFacts facts) {
        found.put(entry.index(), facts);
    }

    /** Only a library is expected to be whole; other files may be test data. */
    private synchronized void reject(ArchiveEntry entry, MalformedElfException problem) {
        boolean library = entry.name().endsWith(".so") || entry.name().contains(".so.");
        findings.add(AuditProblem.BROKEN_ELF.at(
                library ? Severity.ERROR : Severity.WARNING, entry.name(), problem.getMessage()));
    }

    /** In the order of the archive. */
    List<ElfFacts> elfs() {
        return new ArrayList<>(found.values());
    }

    List<Finding> findings() {
        return findings;
    }
}
