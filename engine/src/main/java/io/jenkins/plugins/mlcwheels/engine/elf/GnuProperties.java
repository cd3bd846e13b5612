package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Finds the needed ISA level in notes: {@code NT_GNU_PROPERTY_TYPE_0} of the Linux gABI extensions. */
final class GnuProperties {

    private static final int NOTE_HEADER = 12;
    private static final int GNU_NAME = 0x474E5500;
    private static final int NT_GNU_PROPERTY_TYPE_0 = 5;
    private static final int X86_ISA_1_NEEDED = 0xC0008002;

    /** Build ids, ABI tags and properties take a few hundred bytes; notes of core dumps are of no interest. */
    private static final int LARGEST = 1 << 20;

    private GnuProperties() {}

    /**
     * The highest level that the notes of a segment or section name. Notes that make no sense end the search without
     * an error, as they do for the loader.
     */
    static IsaLevel isaNeeded(ElfReader reader, String field, long offset, long size, long alignment)
            throws IOException {
        reader.check(field, offset, size);
        ByteBuffer notes = reader.read(field, offset, Math.min(size, LARGEST));
        int align = alignment == 8 ? 8 : 4;
        IsaLevel level = IsaLevel.NONE;
        int at = 0;
        while (notes.limit() - at >= NOTE_HEADER) {
            long nameSize = notes.getInt(at) & 0xFFFFFFFFL;
            long contentSize = notes.getInt(at + 4) & 0xFFFFFFFFL;
            long content = roundUp(at + NOTE_HEADER + nameSize, align);
            if (content + contentSize > notes.limit()) {
                break;
            }
            if (notes.getInt(at + 8) == NT_GNU_PROPERTY_TYPE_0 && isGnu(notes, at, nameSize)) {
                ByteBuffer properties = notes.slice((int) content, (int) contentSize);
                level = higher(level, inProperties(properties.order(notes.order()), reader.format()));
            }
            at = (int) Math.min(roundUp(content + contentSize, align), notes.limit());
        }
        return level;
    }

    static IsaLevel higher(IsaLevel one, IsaLevel other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static boolean isGnu(ByteBuffer notes, int at, long nameSize) {
        return nameSize == 4
                && notes.limit() - at >= NOTE_HEADER + 4
                && notes.duplicate().getInt(at + NOTE_HEADER) == GNU_NAME;
    }

    private static IsaLevel inProperties(ByteBuffer properties, ElfFormat format) {
        int at = 0;
        while (properties.limit() - at >= 8) {
            int type = properties.getInt(at);
            long size = properties.getInt(at + 4) & 0xFFFFFFFFL;
            if (size > properties.limit() - at - 8) {
                break;
            }
            if (type == X86_ISA_1_NEEDED && size == 4) {
                return IsaLevel.ofBits(properties.getInt(at + 8));
            }
            at = (int) Math.min(roundUp(at + 8 + size, format.wordSize()), properties.limit());
        }
        return IsaLevel.NONE;
    }

    private static long roundUp(long number, int multiple) {
        return (number + multiple - 1) / multiple * multiple;
    }
}
