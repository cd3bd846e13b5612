package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How much of a file no segment loads.
 *
 * @param fileSize bytes of the whole file
 * @param debug bytes of debug information, compressed as they are
 * @param symbols bytes of the table of symbols that the loader doesn't read, and of its strings
 */
public record Unloaded(long fileSize, long debug, long symbols) {

    /** Of a file of which nothing is known. */
    public static final Unloaded NONE = new Unloaded(0, 0, 0);

    private static final int SHT_SYMTAB = 2;
    private static final long LARGEST_NAMES = 64 << 20;

    /** Below this, sections whose names are not known are taken for comments. */
    private static final long SMALLEST_DEBUG = 4096;

    /** As the section headers tell, as far as they are there and make sense; judges by the kind if names are missing. */
    static Unloaded of(ByteSource source) {
        try {
            ElfHeader header = ElfHeader.read(source);
            ElfReader reader = new ElfReader(source, header.format());
            List<Section> sections = Section.readAll(reader, header);
            ByteBuffer names = names(reader, header, sections);
            long debug = 0;
            long symbols = 0;
            for (Section section : sections) {
                boolean loaded = (section.flags() & Section.SHF_ALLOC) != 0 || section.type() == Section.SHT_NOBITS;
                if (loaded || !reader.holds(section.offset(), section.size())) {
                    continue;
                }
                if (section.type() == SHT_SYMTAB) {
                    symbols += section.size();
                    symbols += section.link() > 0 && section.link() < sections.size()
                            ? Math.max(0, sections.get(section.link()).size())
                            : 0;
                } else if (isDebug(section, names)) {
                    debug += section.size();
                }
            }
            return debug <= source.length() && symbols <= source.length()
                    ? new Unloaded(source.length(), debug, symbols)
                    : new Unloaded(source.length(), 0, 0);
        } catch (IOException | MalformedElfException | NotElfException unknown) {
            return new Unloaded(source.length(), 0, 0);
        }
    }

    /** Null if they were not kept. */
    private static ByteBuffer names(ElfReader reader, ElfHeader header, List<Section> sections) throws IOException {
        if (header.sectionNames() >= sections.size()) {
            return null;
        }
        Section table = sections.get(header.sectionNames());
        if (!reader.holds(table.offset(), table.size()) || table.size() > LARGEST_NAMES) {
            return null;
        }
        try {
            return reader.read("e_shstrndx", table.offset(), table.size());
        } catch (MissingBytesException gone) {
            return null;
        }
    }

    private static boolean isDebug(Section section, ByteBuffer names) {
        if (names == null) {
            return section.type() == Section.SHT_PROGBITS && section.size() >= SMALLEST_DEBUG;
        }
        int at = section.nameOffset();
        if (at < 0 || at >= names.limit()) {
            return false;
        }
        byte[] start = new byte[Math.min(32, names.limit() - at)];
        names.get(at, start);
        int end = 0;
        while (end < start.length && start[end] != 0) {
            end++;
        }
        return DebugNames.matches(new String(start, 0, end, StandardCharsets.ISO_8859_1));
    }
}
