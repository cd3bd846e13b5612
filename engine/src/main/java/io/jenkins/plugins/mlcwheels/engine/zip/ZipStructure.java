package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** The entries of a ZIP archive and all that is wrong with how they are laid out. */
final class ZipStructure {

    private final Findings findings;
    private final List<ArchiveEntry> entries = new ArrayList<>();
    private boolean bomb;

    private ZipStructure(Findings findings) {
        this.findings = findings;
    }

    /** @throws BrokenArchiveException if there is no whole central directory */
    static ZipStructure read(String wheel, FileChannel channel, ZipLimits limits) throws IOException {
        Findings findings = new Findings(wheel);
        ChannelWindow file = new ChannelWindow(channel);
        EndRecord end = EndRecord.find(wheel, file, findings);
        CentralDirectory directory = new CentralDirectory(wheel, file, findings, limits);
        List<CentralHeader> headers = directory.read(end);
        ZipStructure structure = new ZipStructure(findings);
        structure.bomb = !directory.isComplete();
        for (int i = 0; i < headers.size(); i++) {
            structure.entries.add(new ArchiveEntry(headers.get(i), i));
        }
        new EntryNames(findings, headers.size()).check(structure.entries);
        structure.locate(file, end, headers);
        structure.measure(file.size(), limits);
        return structure;
    }

    private void locate(ChannelWindow file, EndRecord end, List<CentralHeader> headers) throws IOException {
        LocalHeaders locals = new LocalHeaders(file, findings, end.base(), end.directoryStart());
        if (isSorted(headers)) {
            locals.check(headers, entries);
        } else {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < headers.size(); i++) {
                order.add(i);
            }
            order.sort((a, b) -> Long.compare(headers.get(a).headerOffset, headers.get(b).headerOffset));
            List<CentralHeader> sortedHeaders = new ArrayList<>();
            List<ArchiveEntry> sortedEntries = new ArrayList<>();
            for (int i : order) {
                sortedHeaders.add(headers.get(i));
                sortedEntries.add(entries.get(i));
            }
            locals.check(sortedHeaders, sortedEntries);
        }
        bomb |= locals.isOverlapping();
    }

    private static boolean isSorted(List<CentralHeader> headers) {
        for (int i = 1; i < headers.size(); i++) {
            if (headers.get(i).headerOffset < headers.get(i - 1).headerOffset) {
                return false;
            }
        }
        return true;
    }

    private void measure(long fileSize, ZipLimits limits) {
        long total = 0;
        ArchiveEntry largest = null;
        for (ArchiveEntry entry : entries) {
            total = Math.min(Long.MAX_VALUE / 2, total + entry.size());
            if (largest == null || entry.size() > largest.size()) {
                largest = entry;
            }
        }
        if (total > limits.maxTotalBytes()) {
            bomb = true;
            findings.add(
                    ZipProblem.TOO_LARGE,
                    largest.name(),
                    "the entries have " + total + " bytes together, the largest " + largest.size() + "; the limit is "
                            + limits.maxTotalBytes());
        }
        if (total > limits.freeBytes() && total / limits.maxRatio() > fileSize) {
            bomb = true;
            findings.add(
                    ZipProblem.ZIP_BOMB,
                    largest.name(),
                    "the entries inflate to " + total + " bytes, more than " + limits.maxRatio()
                            + " times the file; this is the largest");
        }
    }

    /** In the order of the central directory. */
    List<ArchiveEntry> entries() {
        return java.util.Collections.unmodifiableList(entries);
    }

    List<Finding> findings() {
        return findings.list();
    }

    boolean isBomb() {
        return bomb;
    }
}
