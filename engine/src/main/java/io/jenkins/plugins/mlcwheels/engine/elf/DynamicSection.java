package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The table that tells the loader where everything else is ({@code PT_DYNAMIC}).
 *
 * @param entries up to, without, the first {@code DT_NULL}
 * @param offset where the table begins in the file
 * @param capacity how many entries there is room for, ends and spare ones included
 */
public record DynamicSection(List<DynamicEntry> entries, long offset, int capacity) {

    /** Real files have a few dozen entries and one for each library; this stops at absurd ones. */
    public static final int MOST = 65_536;

    static final DynamicSection NONE = new DynamicSection(List.of(), 0, 0);

    public DynamicSection {
        entries = List.copyOf(entries);
    }

    /** Value of the last entry with a tag, which is the one that the loader uses. */
    public OptionalLong value(long tag) {
        OptionalLong found = OptionalLong.empty();
        for (DynamicEntry entry : entries) {
            if (entry.tag() == tag) {
                found = OptionalLong.of(entry.value());
            }
        }
        return found;
    }

    /** Values of all entries with a tag, in their order. */
    public List<Long> values(long tag) {
        return entries.stream()
                .filter(entry -> entry.tag() == tag)
                .map(DynamicEntry::value)
                .toList();
    }

    static DynamicSection read(ElfReader reader, Segment segment) throws IOException {
        return read(reader, segment.offset(), segment.fileSize());
    }

    /** @throws MalformedElfException when it lies outside the file */
    public static DynamicSection read(ElfReader reader, long offset, long length) throws IOException {
        ElfFormat format = reader.format();
        int size = format.dynamicEntrySize();
        reader.check("PT_DYNAMIC", offset, length);
        int capacity = (int) Math.min(length / size, MOST);
        ByteBuffer table = reader.read("PT_DYNAMIC", offset, (long) capacity * size);
        List<DynamicEntry> entries = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            long tag = format.word(table, i * size);
            if (tag == DynamicEntry.DT_NULL) {
                break;
            }
            entries.add(new DynamicEntry(tag, format.word(table, i * size + format.wordSize())));
        }
        return new DynamicSection(entries, offset, capacity);
    }
}
