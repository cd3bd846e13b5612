package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The note that names a build ({@code NT_GNU_BUILD_ID}), by which debuggers find what was split off. */
public final class BuildId {

    private static final int NOTE_HEADER = 12;
    private static final int GNU_NAME = 0x474E5500;
    private static final int NT_GNU_BUILD_ID = 3;
    private static final int LARGEST = 1 << 20;
    private static final int SHORTEST_ID = 2;
    private static final int LONGEST_ID = 64;

    private BuildId() {}

    /** That of a file; empty if it has none, or is no ELF file, or a broken one. */
    public static Optional<String> of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ElfHeader header = ElfHeader.read(ByteSource.of(channel));
            ElfReader reader = new ElfReader(ByteSource.of(channel), header.format());
            return of(reader, Segment.readAll(reader, header), Section.readAll(reader, header));
        } catch (MalformedElfException | NotElfException unknown) {
            return Optional.empty();
        }
    }

    /**
     * The id as hexadecimal digits; empty if no note has one of 2 to 64 bytes. Notes that make no sense end the search
     * without an error.
     *
     * @throws MalformedElfException when a note lies outside the file
     */
    public static Optional<String> of(ElfReader reader, List<Segment> segments, List<Section> sections)
            throws IOException {
        for (Segment note : segments) {
            if (note.type() == Segment.PT_NOTE) {
                Optional<String> id = in(reader, note.offset(), note.fileSize(), note.alignment());
                if (id.isPresent()) {
                    return id;
                }
            }
        }
        for (Section note : sections) {
            if (note.type() == Section.SHT_NOTE) {
                Optional<String> id = in(reader, note.offset(), note.size(), note.alignment());
                if (id.isPresent()) {
                    return id;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> in(ElfReader reader, long offset, long size, long alignment) throws IOException {
        reader.check("NT_GNU_BUILD_ID", offset, size);
        ByteBuffer notes = reader.read("NT_GNU_BUILD_ID", offset, Math.min(size, LARGEST));
        int align = alignment == 8 ? 8 : 4;
        long at = 0;
        while (notes.limit() - at >= NOTE_HEADER) {
            int here = (int) at;
            long nameSize = notes.getInt(here) & 0xFFFFFFFFL;
            long contentSize = notes.getInt(here + 4) & 0xFFFFFFFFL;
            long content = roundUp(at + NOTE_HEADER + nameSize, align);
            if (content + contentSize > notes.limit()) {
                break;
            }
            boolean gnu = nameSize == 4 && notes.duplicate().getInt(here + NOTE_HEADER) == GNU_NAME;
            if (gnu
                    && notes.getInt(here + 8) == NT_GNU_BUILD_ID
                    && contentSize >= SHORTEST_ID
                    && contentSize <= LONGEST_ID) {
                byte[] id = new byte[(int) contentSize];
                notes.get((int) content, id);
                return Optional.of(HexFormat.of().formatHex(id));
            }
            at = roundUp(content + contentSize, align);
        }
        return Optional.empty();
    }

    private static long roundUp(long number, int multiple) {
        return (number + multiple - 1) / multiple * multiple;
    }
}
