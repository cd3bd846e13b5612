package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.BrokenEntryException;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryPass;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads every entry of a wheel once and checks all that can be checked: CRC and length, RECORD, METADATA, WHEEL, names.
 * Entries are shared out among threads, the largest first, since the pass can't end before the largest does; a large
 * one is inflated on one thread while another hashes and visits it. Memory is about 3 MB a thread, whatever the size of
 * an entry. A wheel that is a bomb is not inflated.
 */
public final class WheelCheck {

    private final WheelArchive archive;
    private final EntryVisitor visitor;
    private final Findings findings;
    private final RecordCheck record;
    private final Map<String, EntryDigest> digests = new ConcurrentHashMap<>();
    private final List<ArchiveEntry> work = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile Throwable failure;

    private WheelCheck(WheelArchive archive, EntryVisitor visitor) throws IOException {
        this.archive = archive;
        this.visitor = visitor;
        this.findings = new Findings(archive.filename().toString());
        this.record = new DistInfoCheck(archive, findings).check();
    }

    /**
     * @param threads that work at the same time, the caller's included
     * @throws IOException if the file can't be read; a broken entry is a finding
     */
    public static WheelContents run(WheelArchive archive, EntryVisitor visitor, int threads) throws IOException {
        return run(archive, visitor, threads, Map.of());
    }

    /**
     * The same for a wheel of which some entries are known to be sound, because they were copied as they were
     * compressed from one that was checked: they are neither read nor visited.
     *
     * @param known digests by entry name
     */
    public static WheelContents run(
            WheelArchive archive, EntryVisitor visitor, int threads, Map<String, EntryDigest> known)
            throws IOException {
        WheelCheck check = new WheelCheck(archive, visitor);
        if (!archive.isBomb()) {
            check.readAll(threads, known);
        }
        check.record.checkCompleteness();
        List<Finding> all = new ArrayList<>(archive.structure());
        all.addAll(check.findings.list());
        return new WheelContents(all, check.digests);
    }

    /** Digests of some entries, all of which have to be sound. */
    static Map<String, EntryDigest> digests(WheelArchive archive, List<ArchiveEntry> entries, int threads)
            throws IOException {
        WheelCheck check = new WheelCheck(archive, EntryVisitor.NONE);
        check.work.addAll(entries);
        check.readWork(threads);
        for (ArchiveEntry entry : entries) {
            if (!check.digests.containsKey(entry.name())) {
                throw new BrokenWheelException(archive.filename().toString(), entry.name() + " can't be read");
            }
        }
        return check.digests;
    }

    private void readAll(int threads, Map<String, EntryDigest> known) throws IOException {
        for (ArchiveEntry entry : archive.entries()) {
            if (entry.isReadable() && !entry.isDirectory()) {
                EntryDigest digest = known.get(entry.name());
                if (digest != null && record.algorithm(entry.name()).equals("SHA-256")) {
                    digests.put(entry.name(), digest);
                    record.check(entry, new EntryPass.Result(digest, digest.sha256()));
                } else {
                    work.add(entry);
                }
            }
        }
        work.sort(Comparator.comparingLong(ArchiveEntry::size).reversed());
        readWork(threads);
    }

    private void readWork(int threads) throws IOException {
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, work.size()); i++) {
            Thread helper = new Thread(this::readUntilDone, "wheel-check-" + i);
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
        readUntilDone();
        for (Thread helper : helpers) {
            await(helper);
        }
        rethrow();
    }

    private void readUntilDone() {
        try (EntryPass pass = archive.zip().pass()) {
            for (int i = next.getAndIncrement(); i < work.size() && failure == null; i = next.getAndIncrement()) {
                read(pass, work.get(i));
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void read(EntryPass pass, ArchiveEntry entry) throws IOException {
        try {
            EntryPass.Result result = pass.read(entry, visitor, record.algorithm(entry.name()));
            digests.put(entry.name(), result.digest());
            record.check(entry, result);
        } catch (BrokenEntryException e) {
            record.seen(entry.name());
            findings.add(e.problem(), entry.name(), e.getMessage());
        }
    }

    /** Helpers end soon after a failure, so an interrupt waits for them too. */
    private void await(Thread helper) {
        boolean interrupted = false;
        while (helper.isAlive()) {
            try {
                helper.join();
            } catch (InterruptedException e) {
                interrupted = true;
                failure = new java.io.InterruptedIOException("interrupted while reading " + archive.filename());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof UncheckedIOException e) {
            throw e.getCause();
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
