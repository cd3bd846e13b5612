package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.ElfFormat;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Writes parts of an ELF file in its own class and byte order. */
final class ElfOutput {

    private final FileChannel source;
    private final FileChannel target;
    private final ElfFormat format;

    ElfOutput(FileChannel source, FileChannel target, ElfFormat format) {
        this.source = source;
        this.target = target;
        this.format = format;
    }

    void copy(long from, long length, long to) throws IOException {
        target.position(to);
        for (long done = 0; done < length; ) {
            long count = source.transferTo(from + done, length - done, target);
            if (count <= 0) {
                throw new EOFException("file shrank while it was read");
            }
            done += count;
        }
    }

    void write(long at, ByteBuffer bytes) throws IOException {
        for (long next = at; bytes.hasRemaining(); ) {
            next += target.write(bytes, next);
        }
    }

    void write(long at, byte[] bytes) throws IOException {
        write(at, ByteBuffer.wrap(bytes));
    }

    void segments(long at, List<Segment> segments) throws IOException {
        ByteBuffer table = buffer(segments.size() * format.segmentSize());
        for (Segment segment : segments) {
            table.putInt(segment.type());
            if (format.is64()) {
                table.putInt(segment.flags());
            }
            word(table, segment.offset());
            word(table, segment.virtualAddress());
            word(table, segment.physicalAddress());
            word(table, segment.fileSize());
            word(table, segment.memorySize());
            if (!format.is64()) {
                table.putInt(segment.flags());
            }
            word(table, segment.alignment());
        }
        write(at, table.flip());
    }

    void sections(long at, List<Section> sections) throws IOException {
        ByteBuffer table = buffer(sections.size() * format.sectionSize());
        for (Section section : sections) {
            table.putInt(section.nameOffset());
            table.putInt(section.type());
            word(table, section.flags());
            word(table, section.address());
            word(table, section.offset());
            word(table, section.size());
            table.putInt(section.link());
            table.putInt(section.info());
            word(table, section.alignment());
            word(table, section.entrySize());
        }
        write(at, table.flip());
    }

    /** Tells the file header where the tables are; the number of segments stays. */
    void header(long segments, long sections, int count, int names) throws IOException {
        int word = format.wordSize();
        ByteBuffer tables = buffer(2 * word);
        word(tables, segments);
        word(tables, sections);
        write(24 + word, tables.flip());
        ByteBuffer numbers = buffer(4).putShort((short) count).putShort((short) names);
        write(24 + 3L * word + 12, numbers.flip());
    }

    private ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(format.order());
    }

    private void word(ByteBuffer bytes, long value) {
        if (format.is64()) {
            bytes.putLong(value);
        } else {
            bytes.putInt((int) value);
        }
    }

    static long roundUp(long number, long multiple) {
        return (number + multiple - 1) / multiple * multiple;
    }
}
