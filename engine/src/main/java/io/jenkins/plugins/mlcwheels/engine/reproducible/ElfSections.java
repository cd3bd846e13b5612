package io.jenkins.plugins.mlcwheels.engine.reproducible;

import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfReader;
import io.jenkins.plugins.mlcwheels.engine.elf.MalformedElfException;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The content of the sections of an ELF file by their names; those that the linker compressed as they were before. */
final class ElfSections {

    private static final long SHF_COMPRESSED = 0x800;
    private static final int ZLIB = 1;
    private static final int LARGEST = 64 << 20;
    private static final int LONGEST_NAME = 200;

    private ElfSections() {}

    /**
     * All that have content, in their order; of several with one name, the later ones have a number. Of a section beyond
     * 64 MB it is the beginning.
     *
     * @throws MalformedElfException if the file is none that has section headers which make sense
     */
    static Map<String, byte[]> of(ByteSource source) throws IOException {
        ElfHeader header = ElfHeader.read(source);
        ElfReader reader = new ElfReader(source, header.format());
        List<Section> sections = Section.readAll(reader, header);
        Map<String, byte[]> all = new LinkedHashMap<>();
        if (header.sectionNames() >= sections.size()) {
            return all;
        }
        byte[] names = bytes(reader, sections.get(header.sectionNames()));
        for (Section section : sections) {
            if (section.type() != Section.SHT_NULL && section.type() != Section.SHT_NOBITS) {
                String name = name(names, section.nameOffset());
                int number = 1;
                while (all.containsKey(number == 1 ? name : name + " " + number)) {
                    number++;
                }
                all.put(number == 1 ? name : name + " " + number, content(reader, header, section));
            }
        }
        return all;
    }

    private static byte[] bytes(ElfReader reader, Section section) throws IOException {
        long size = section.size();
        int length = size < 0 || size > LARGEST ? LARGEST : (int) size;
        ByteBuffer read = reader.read("sh_offset", section.offset(), length);
        byte[] content = new byte[read.remaining()];
        read.get(content);
        return content;
    }

    private static String name(byte[] names, int offset) {
        int end = offset;
        while (end >= 0 && end < names.length && names[end] != 0 && end - offset < LONGEST_NAME) {
            end++;
        }
        return offset < 0 || offset >= names.length
                ? ""
                : new String(names, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static byte[] content(ElfReader reader, ElfHeader header, Section section) throws IOException {
        byte[] stored = bytes(reader, section);
        int prefix = 4 + header.format().wordSize() * 2 + (header.format().wordSize() == 8 ? 4 : 0);
        if ((section.flags() & SHF_COMPRESSED) == 0 || stored.length < prefix) {
            return stored;
        }
        ByteOrder order = reader.read("sh_offset", section.offset(), 4).order();
        boolean zlib = ByteBuffer.wrap(stored).order(order).getInt() == ZLIB;
        return zlib ? inflated(stored, prefix) : stored;
    }

    private static byte[] inflated(byte[] stored, int from) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored, from, stored.length - from);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            while (!inflater.finished() && all.size() < LARGEST) {
                int count = inflater.inflate(part);
                if (count == 0) {
                    break;
                }
                all.write(part, 0, count);
            }
            return all.toByteArray();
        } catch (DataFormatException broken) {
            return stored;
        } finally {
            inflater.end();
        }
    }
}
