package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.BuildId;
import io.jenkins.plugins.mlcwheels.engine.elf.ByteSource;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfFormat;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfHeader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfReader;
import io.jenkins.plugins.mlcwheels.engine.elf.ElfType;
import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The headers of a program or library, checked as far as stripping relies on them: every range lies inside the file.
 *
 * @param sections all, the null one included; empty if they are stripped
 * @param names index of the section that has the names of the others
 */
record SectionTable(
        ElfReader reader, ElfHeader header, List<Segment> segments, List<NamedSection> sections, int names) {

    /** Indexes from here on have other meanings. */
    static final int FIRST_RESERVED = 0xFF00;

    /** What is done for each of them takes time by the number of the others. */
    private static final int MOST_SECTIONS = 20_000;

    private static final int MOST_SEGMENTS = 1_000;
    private static final int LONGEST_NAME = 4096;
    private static final long SHF_EXECINSTR = 4;
    private static final long LARGEST_NAMES = 64 << 20;
    private static final long LARGEST_ALIGNMENT = 1 << 30;

    /**
     * @throws UnstrippableElfException if it is no program or library
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if it is no ELF file, or a broken one
     */
    static SectionTable read(ByteSource file) throws IOException {
        ElfHeader header = ElfHeader.read(file);
        ElfReader reader = new ElfReader(file, header.format());
        if (header.type() != ElfType.EXECUTABLE && header.type() != ElfType.SHARED) {
            throw new UnstrippableElfException("it is neither a program nor a library");
        }
        List<Segment> segments = Segment.readAll(reader, header);
        for (Segment segment : segments) {
            check(reader, segment);
        }
        List<Section> all = Section.readAll(reader, header);
        if (all.isEmpty()) {
            return new SectionTable(reader, header, segments, List.of(), 0);
        }
        if (header.sectionSize() != header.format().sectionSize()
                || header.segmentSize() != header.format().segmentSize() && !segments.isEmpty()) {
            throw new UnstrippableElfException("its headers are longer than those of its class");
        }
        if (all.size() > MOST_SECTIONS || segments.size() > MOST_SEGMENTS) {
            throw new UnstrippableElfException("it has " + all.size() + " sections and " + segments.size()
                    + " segments, which are more than " + MOST_SECTIONS + " or " + MOST_SEGMENTS);
        }
        if (header.sectionNames() >= all.size()) {
            throw new UnstrippableElfException(
                    "it has " + all.size() + " sections, and their names are said to be in " + header.sectionNames());
        }
        return new SectionTable(reader, header, segments, named(reader, header, all), header.sectionNames());
    }

    private static void check(ElfReader reader, Segment segment) {
        if (segment.fileSize() != 0) {
            reader.check("p_offset", segment.offset(), segment.fileSize());
        }
        if (segment.type() == Segment.PT_LOAD && !isAlignment(segment.alignment())) {
            throw new UnstrippableElfException("a segment is aligned to " + Long.toUnsignedString(segment.alignment()));
        }
    }

    private static boolean isAlignment(long number) {
        return number >= 0 && number <= LARGEST_ALIGNMENT && Long.bitCount(number) <= 1;
    }

    private static List<NamedSection> named(ElfReader reader, ElfHeader header, List<Section> all) throws IOException {
        Section table = all.get(header.sectionNames());
        reader.check("e_shstrndx", table.offset(), table.size());
        if (table.type() != Section.SHT_STRTAB || table.size() > LARGEST_NAMES) {
            throw new UnstrippableElfException("the names of its sections can't be read");
        }
        ByteBuffer names = reader.read("e_shstrndx", table.offset(), table.size());
        List<NamedSection> sections = new ArrayList<>(all.size());
        for (Section section : all) {
            NamedSection named = new NamedSection(sections.size(), name(names, section.nameOffset()), section);
            if (named.takesFileSpace()) {
                reader.check("sh_offset", section.offset(), section.size());
            }
            if (!isAlignment(section.alignment())) {
                throw new UnstrippableElfException(
                        "section " + named.name() + " is aligned to " + Long.toUnsignedString(section.alignment()));
            }
            if (section.type() == Section.SHT_NOBITS && (section.flags() & SHF_EXECINSTR) != 0 && section.size() != 0) {
                throw new UnstrippableElfException("its code is not in it: it is itself a file for debuggers");
            }
            sections.add(named);
        }
        return List.copyOf(sections);
    }

    private static String name(ByteBuffer names, int at) {
        if (at < 0 || at >= names.limit()) {
            throw new UnstrippableElfException("a section has no name");
        }
        int end = at;
        while (end < names.limit() && names.get(end) != 0) {
            if (++end - at > LONGEST_NAME) {
                throw new UnstrippableElfException("the name of a section is longer than " + LONGEST_NAME + " bytes");
            }
        }
        byte[] bytes = new byte[end - at];
        names.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    ElfFormat format() {
        return header.format();
    }

    long fileSize() {
        return reader.source().length();
    }

    long segmentTableEnd() {
        return header.segmentsOffset() + (long) segments.size() * format().segmentSize();
    }

    long sectionTableEnd() {
        return header.sectionsOffset() + (long) sections.size() * format().sectionSize();
    }

    Optional<String> buildId() throws IOException {
        return BuildId.of(
                reader, segments, sections.stream().map(NamedSection::header).toList());
    }

    /** Whether any of its bytes belong to a segment. */
    boolean isInSegment(NamedSection section) {
        return section.takesFileSpace()
                && segments.stream()
                        .anyMatch(segment -> segment.fileSize() > 0
                                && segment.offset() < section.end()
                                && segment.offset() + segment.fileSize()
                                        > section.header().offset());
    }

    Optional<NamedSection> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }
}
