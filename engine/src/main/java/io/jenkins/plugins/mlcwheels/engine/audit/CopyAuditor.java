package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor.Scan;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelCheck;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelContents;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Audits a changed copy of a wheel that has been scanned. Entries that were copied as they were compressed, which their
 * headers have to confirm, are not inflated again: what the scan found of them holds. All else is read back.
 */
public final class CopyAuditor {

    private final WheelArchive copy;
    private final WheelArchive source;
    private final Scan scan;
    private final Map<String, EntryDigest> copied = new HashMap<>();

    private CopyAuditor(WheelArchive copy, WheelArchive source, Scan scan, Set<String> changed) {
        this.copy = copy;
        this.source = source;
        this.scan = scan;
        for (ArchiveEntry entry : copy.entries()) {
            EntryDigest digest = scan.contents().digests().get(entry.name());
            if (digest != null && !changed.contains(entry.name()) && isCopied(entry)) {
                copied.put(entry.name(), digest);
            }
        }
    }

    /** @param changed names of the entries that are not copies */
    public static AuditReport audit(
            WheelArchive copy, WheelArchive source, Scan scan, Set<String> changed, AuditOptions options)
            throws IOException {
        Scan again = new CopyAuditor(copy, source, scan, changed).scan(options.threads());
        return WheelAuditor.report(copy, again, options, FileDigest.NONE);
    }

    private boolean isCopied(ArchiveEntry entry) {
        Optional<ArchiveEntry> before = source.entry(entry.name());
        return before.isPresent()
                && before.get().crc() == entry.crc()
                && before.get().size() == entry.size()
                && before.get().compressedSize() == entry.compressedSize()
                && before.get().method() == entry.method();
    }

    private Scan scan(int threads) throws IOException {
        NativeCodeScan files = new NativeCodeScan(copy);
        WheelContents contents = WheelCheck.run(copy, files, threads, copied);
        files.takeOver(scan.facts(), copied::containsKey);
        return new Scan(files.facts(), contents);
    }
}
