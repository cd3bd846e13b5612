package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.platform.NativeScan;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Offers each file of a wheel, while it is read, to the platforms; the first that recognises it takes its facts. */
final class NativeCodeScan implements EntryVisitor {

    private static final int SMALLEST = 4;

    private final WheelArchive archive;
    private final Map<Platform, NativeScan> scans = new LinkedHashMap<>();

    NativeCodeScan(WheelArchive archive) {
        this.archive = archive;
        Platforms.ALL.forEach(platform -> scans.put(platform, platform.scan(archive)));
    }

    @Override
    public void visit(ArchiveEntry entry, InputStream content) throws IOException {
        if (entry.size() < SMALLEST || entry.name().endsWith(".py")) {
            return;
        }
        byte[] start = content.readNBytes(NativeScan.START);
        for (NativeScan scan : scans.values()) {
            if (scan.recognises(entry, start)) {
                scan.read(entry, new SequenceInputStream(new ByteArrayInputStream(start), content));
                return;
            }
        }
    }

    /** Takes over what an earlier scan found of files that are the same. */
    void takeOver(Map<Platform, PlatformFacts> earlier, Predicate<String> same) {
        scans.forEach((platform, scan) -> scan.takeOver(earlier.get(platform), same));
    }

    /** In the order of {@link Platforms#ALL}. */
    Map<Platform, PlatformFacts> facts() {
        Set<String> names = new LinkedHashSet<>();
        for (ArchiveEntry entry : archive.entries()) {
            if (!entry.isDirectory()) {
                names.add(entry.name());
            }
        }
        Map<Platform, PlatformFacts> facts = new LinkedHashMap<>();
        scans.forEach((platform, scan) -> facts.put(platform, scan.facts(names)));
        return facts;
    }
}
