package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The note that names the oldest kernel a file runs on ({@code NT_GNU_ABI_TAG}); old loaders pass such files over. */
final class AbiNote {

    private static final int NOTE_HEADER = 12;
    private static final int GNU_NAME = 0x474E5500;
    private static final int NT_GNU_ABI_TAG = 1;
    private static final int SIZE = 16;
    private static final int LARGEST = 4096;

    private AbiNote() {}

    /** Such as {@code 3.17.0}; empty if there is no such note for Linux, or it makes no sense. */
    static Optional<String> kernel(ElfReader reader, List<Segment> segments) throws IOException {
        for (Segment segment : segments) {
            if (segment.type() == Segment.PT_NOTE) {
                reader.check("PT_NOTE", segment.offset(), segment.fileSize());
                ByteBuffer notes = reader.read("PT_NOTE", segment.offset(), Math.min(segment.fileSize(), LARGEST));
                Optional<String> found = kernel(notes, segment.alignment() == 8 ? 8 : 4);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> kernel(ByteBuffer notes, int align) {
        int at = 0;
        while (notes.limit() - at >= NOTE_HEADER) {
            long nameSize = notes.getInt(at) & 0xFFFFFFFFL;
            long contentSize = notes.getInt(at + 4) & 0xFFFFFFFFL;
            long content = roundUp(at + NOTE_HEADER + nameSize, align);
            if (content + contentSize > notes.limit()) {
                break;
            }
            boolean gnu = nameSize == 4 && notes.duplicate().getInt(at + NOTE_HEADER) == GNU_NAME;
            if (gnu && notes.getInt(at + 8) == NT_GNU_ABI_TAG && contentSize == SIZE) {
                int from = (int) content;
                return notes.getInt(from) == 0
                        ? Optional.of(Integer.toUnsignedString(notes.getInt(from + 4)) + "."
                                + Integer.toUnsignedString(notes.getInt(from + 8)) + "."
                                + Integer.toUnsignedString(notes.getInt(from + 12)))
                        : Optional.empty();
            }
            at = (int) Math.min(roundUp(content + contentSize, align), notes.limit());
        }
        return Optional.empty();
    }

    private static long roundUp(long number, int multiple) {
        return (number + multiple - 1) / multiple * multiple;
    }
}
