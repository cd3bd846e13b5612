package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.DosTime;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a changed copy of a wheel. What doesn't change is copied as it is compressed; what does is deflated on several
 * threads. The same source, changes and options give the same bytes. Files come first, by name, then the dist-info
 * directory in the same way, RECORD last; signatures of the old RECORD go. Permissions are those that git knows.
 */
public final class WheelWriter {

    /** Name and version of what deflates new content, such as {@code mlc-deflate 1}. */
    public static final String COMPRESSOR = ZipWriter.COMPRESSOR;

    private static final int REGULAR = 0100000;
    private static final int DEFAULT_MODE = 0100644;
    private static final int PERMISSIONS = 07777;
    private static final int EXECUTABLE = 0111;

    /** One entry to be: from the source, unless there is content. */
    private record Item(String name, ArchiveEntry source, WheelChanges.Content content) {}

    private final WheelArchive source;
    private final WheelChanges changes;
    private final WheelWriterOptions options;
    private final String distInfo;
    private final ArchiveEntry oldRecord;
    private final int newTime;
    private final Map<String, EntryDigest> digests = new LinkedHashMap<>();

    private WheelWriter(WheelArchive source, WheelChanges changes, WheelWriterOptions options) {
        this.source = source;
        this.changes = changes;
        this.options = options;
        distInfo = source.distInfo();
        oldRecord = source.entry(distInfo + "/RECORD").orElse(null);
        int kept = oldRecord == null ? DosTime.FIRST : oldRecord.dosTime();
        newTime = options.sourceDateEpoch().isPresent()
                ? DosTime.ofEpochSecond(options.sourceDateEpoch().getAsLong())
                : kept;
    }

    /**
     * Writes to a temporary name in the directory, then moves into place at once, over a file that is there. After a
     * failure there is nothing new in the directory.
     *
     * @param directory that exists
     * @return the new wheel
     * @throws BrokenWheelException if an entry that is to be kept can't be read
     * @throws IllegalArgumentException if the changes name what isn't there, give two entries one name, or the new wheel
     *     would be the source
     * @throws IOException if reading or writing fails, on a full disk for instance; names the file
     */
    public static Path rewrite(WheelArchive source, WheelChanges changes, Path directory, WheelWriterOptions options)
            throws IOException {
        Path target = directory.resolve(changes.filename().toString());
        if (Files.exists(target) && Files.isSameFile(target, source.path())) {
            throw new IllegalArgumentException("the new wheel would be written over its source " + target);
        }
        Path temporary = directory.resolve("." + target.getFileName() + "." + UniqueName.next() + ".part");
        try {
            new WheelWriter(source, changes, options).write(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw FileFailure.of(target, e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(Path temporary) throws IOException {
        List<Item> items = plan();
        known(items);
        try (FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                ZipWriter out = new ZipWriter(channel, options.level(), options.threads())) {
            for (Item item : items) {
                write(out, item);
            }
            writeRecord(out, items);
            out.finish();
            channel.force(true);
        }
    }

    private List<Item> plan() {
        for (String name : changes.touched()) {
            if (source.entry(name).isEmpty()) {
                throw new IllegalArgumentException("there is no entry " + name + " to change");
            }
        }
        List<Item> files = new ArrayList<>();
        List<Item> metadata = new ArrayList<>();
        for (ArchiveEntry entry : source.entries()) {
            if (!changes.isRemoved(entry.name()) && !isRecord(entry.name())) {
                Item item = new Item(changes.newName(entry.name()), entry, changes.replacement(entry.name()));
                (isMetadata(item) ? metadata : files).add(item);
            }
        }
        List<Item> newMetadata = new ArrayList<>();
        new TreeMap<>(changes.added()).forEach((name, content) -> {
            Item item = new Item(name, null, content);
            (isMetadata(item) ? newMetadata : files).add(item);
        });
        files.addAll(metadata);
        files.addAll(newMetadata);
        files.sort(Comparator.comparing(this::isMetadata).thenComparing(Item::name));
        checkNames(files);
        return files;
    }

    private boolean isRecord(String name) {
        return name.startsWith(distInfo + "/RECORD")
                && (name.endsWith("/RECORD") || name.endsWith("/RECORD.jws") || name.endsWith("/RECORD.p7s"));
    }

    private boolean isMetadata(Item item) {
        return item.name.startsWith(distInfo + "/");
    }

    private static void checkNames(List<Item> items) {
        Set<String> names = new HashSet<>();
        for (Item item : items) {
            if (!names.add(item.name)) {
                throw new IllegalArgumentException("two entries would have the name " + item.name);
            }
        }
    }

    /** Collects digests of what is copied; reads what the caller doesn't know. */
    private void known(List<Item> items) throws IOException {
        List<ArchiveEntry> unknown = new ArrayList<>();
        for (Item item : items) {
            if (item.content == null && !item.source.isDirectory()) {
                if (!item.source.isReadable()) {
                    throw new BrokenWheelException(source.filename().toString(), item.source.name() + " can't be read");
                }
                if (changes.digest(item.source.name()) == null) {
                    unknown.add(item.source);
                }
            }
        }
        Map<String, EntryDigest> read =
                unknown.isEmpty() ? Map.of() : WheelCheck.digests(source, unknown, options.threads());
        for (Item item : items) {
            if (item.content == null && !item.source.isDirectory()) {
                EntryDigest given = changes.digest(item.source.name());
                digests.put(item.name, given == null ? read.get(item.source.name()) : given);
            }
        }
    }

    private void write(ZipWriter out, Item item) throws IOException {
        if (item.content == null) {
            ArchiveEntry entry = item.source;
            if (!entry.isReadable()) {
                throw new BrokenWheelException(source.filename().toString(), entry.name() + " can't be read");
            }
            out.copy(header(item), entry, source.zip());
            return;
        }
        WheelChanges.Content content = item.content;
        long size = content.bytes() == null ? Files.size(content.file()) : content.bytes().length;
        try (InputStream in = content.bytes() == null
                ? Files.newInputStream(content.file())
                : new ByteArrayInputStream(content.bytes())) {
            digests.put(item.name, out.deflate(header(item), size, in));
        }
    }

    private ZipWriter.Header header(Item item) {
        boolean fixed = options.sourceDateEpoch().isPresent() || item.source == null;
        int mode = item.source == null ? REGULAR | item.content.mode() & 0777 : item.source.unixMode();
        return new ZipWriter.Header(
                item.name, fixed ? newTime : item.source.dosTime(), normal(mode, item.name.endsWith("/")));
    }

    /** Permissions as git knows them, since others are those of the umask where the wheel was built. */
    private static int normal(int mode, boolean directory) {
        if (mode == 0) {
            return directory ? 0 : DEFAULT_MODE;
        }
        return mode & ~PERMISSIONS | (directory || (mode & EXECUTABLE) != 0 ? 0755 : 0644);
    }

    private void writeRecord(ZipWriter out, List<Item> items) throws IOException {
        List<RecordFile.Row> rows = new ArrayList<>();
        for (Item item : items) {
            if (!item.name.endsWith("/")) {
                rows.add(RecordFile.Row.of(item.name, digests.get(item.name)));
            }
        }
        String name = distInfo + "/RECORD";
        rows.add(new RecordFile.Row(name, "", -1));
        byte[] content = RecordFile.of(rows).toBytes();
        int mode = normal(oldRecord == null ? 0 : oldRecord.unixMode(), false);
        out.deflate(new ZipWriter.Header(name, newTime, mode), content.length, new ByteArrayInputStream(content));
    }
}
