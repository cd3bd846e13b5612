package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.elf.ElfFile;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfStream;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfSummary;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Takes the facts from the ELF files among a wheel's entries while these are read. */
final class LinuxScan implements NativeScan {

    private static final int SMALLEST_ELF = 52;

    private final WheelArchive archive;
    private final boolean python2;
    private final boolean musl;
    private final boolean stableAbi;
    private final Map<Integer, ElfFacts> found = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();

    LinuxScan(WheelArchive archive) {
        this.archive = archive;
        this.python2 = mayBePython2(archive.filename());
        this.stableAbi = archive.filename().abiTags().stream().anyMatch(tag -> tag.startsWith("abi3"))
                || archive.entries().stream().anyMatch(entry -> entry.name().contains(".abi3"));
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
    public boolean recognises(ArchiveEntry entry, byte[] start) {
        return entry.size() >= SMALLEST_ELF && ElfFile.isElf(start);
    }

    @Override
    public void read(ArchiveEntry entry, InputStream content) throws IOException {
        try {
            keep(entry, facts(entry, content));
        } catch (MalformedElfException e) {
            reject(entry, e);
        }
    }

    @Override
    public void takeOver(PlatformFacts earlier, Predicate<String> same) {
        LinuxFacts before = (LinuxFacts) earlier;
        Map<String, ElfFacts> byPath = new HashMap<>();
        before.wheel().elfs().forEach(elf -> byPath.put(elf.path(), elf));
        for (ArchiveEntry entry : archive.entries()) {
            if (byPath.containsKey(entry.name()) && same.test(entry.name())) {
                keep(entry, byPath.remove(entry.name()));
            }
        }
        before.findings().stream().filter(finding -> same.test(finding.where())).forEach(findings::add);
    }

    @Override
    public LinuxFacts facts(Set<String> names) {
        return new LinuxFacts(
                WheelFacts.of(
                        archive.filename().toString(),
                        archive.filename().platformTags(),
                        List.copyOf(found.values()),
                        names),
                List.copyOf(findings));
    }

    private ElfFacts facts(ArchiveEntry entry, InputStream content) throws IOException {
        ElfStream elf = new ElfStream(entry.size(), ElfFactsReader.symbolsFor(entry.name(), python2, musl, stableAbi));
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
        findings.add(LinuxProblem.BROKEN_ELF.at(
                library ? Severity.ERROR : Severity.WARNING, entry.name(), problem.getMessage()));
    }
}
