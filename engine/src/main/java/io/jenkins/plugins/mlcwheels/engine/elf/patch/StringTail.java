package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The strings that patching adds behind those which the linker put into the dynamic string table. A marker string
 * stands before them, so that patching again replaces them instead of adding more.
 */
final class StringTail {

    private static final byte[] MARKER = "\0mlc-wheels\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int MARKER_SEARCH = 1 << 20;

    private final long linked;
    private final boolean marked;
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private StringTail(long linked, boolean marked) {
        this.linked = linked;
        this.marked = marked;
    }

    /** Finds out how much of the file's string table is the linker's. */
    static StringTail of(ElfLayout layout) throws IOException {
        long size = layout.requiredTag(DynamicEntry.DT_STRSZ, "DT_STRSZ");
        long offset = layout.fileOffset(layout.requiredTag(DynamicEntry.DT_STRTAB, "DT_STRTAB"), "DT_STRTAB");
        int searched = (int) Math.max(0, Math.min(MARKER_SEARCH, size));
        ByteBuffer tail = layout.words.read(offset + size - searched, searched, "dynamic string table");
        int marker = indexOfMarker(tail.array());
        return marker < 0 ? new StringTail(size, false) : new StringTail(size - searched + marker, true);
    }

    private static int indexOfMarker(byte[] bytes) {
        for (int at = bytes.length - MARKER.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Bytes at the start of the table that stay as they are. */
    long linked() {
        return linked;
    }

    /** Whether the table has been patched before. */
    boolean marked() {
        return marked;
    }

    boolean isLinked(long index) {
        return index < linked;
    }

    /** Tells that the linker's part has this string, so that it need not be added. */
    void know(String text, long index) {
        offsets.putIfAbsent(text, index);
    }

    /** Index of the string in the table, where it is added if need be. */
    long indexOf(String text) {
        return offsets.computeIfAbsent(text, this::append);
    }

    private long append(String text) {
        mark();
        long index = linked + bytes.size();
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(0);
        return index;
    }

    private void mark() {
        if (bytes.size() == 0) {
            bytes.writeBytes(MARKER);
        }
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    /** What follows the linker's part, marker included. */
    byte[] toBytes() {
        mark();
        return bytes.toByteArray();
    }
}
