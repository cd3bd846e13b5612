package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The sections of a file with their names, which linkers and tools go by; files may be without. */
public final class NamedSections {

    private static final int EXTENDED = 0xFFFF;
    private static final int LONGEST = 4096;

    /** What sections are called in a file without their names. */
    private static final String UNNAMED = "(unnamed)";

    /** @param name such as {@code .text} */
    public record NamedSection(String name, Section section) {}

    private NamedSections() {}

    /**
     * All but the empty first one, in the order of the file; none where section headers were stripped.
     *
     * @throws NotElfException when the file does not begin as an ELF file
     * @throws MalformedElfException when the table or a name lies outside of what the file has
     */
    public static List<NamedSection> read(ByteSource source) throws IOException {
        ElfHeader header = ElfHeader.read(source);
        ElfReader reader = new ElfReader(source, header.format());
        List<Section> sections = Section.readAll(reader, header);
        if (sections.isEmpty()) {
            return List.of();
        }
        int index = header.sectionNames() == EXTENDED ? sections.get(0).link() : header.sectionNames();
        if (index == 0) {
            return sections.stream()
                    .filter(section -> section.type() != Section.SHT_NULL)
                    .map(section -> new NamedSection(UNNAMED, section))
                    .toList();
        }
        if (index < 0 || index >= sections.size()) {
            throw new MalformedElfException("e_shstrndx", "is " + index + " of " + sections.size() + " sections");
        }
        Section table = sections.get(index);
        reader.check("e_shstrndx", table.offset(), table.size());
        StringTable names = new StringTable(reader, table.offset(), table.size());
        List<NamedSection> found = new ArrayList<>();
        for (Section section : sections) {
            if (section.type() != Section.SHT_NULL) {
                found.add(new NamedSection(names.get("sh_name", section.nameOffset() & 0xFFFFFFFFL, LONGEST), section));
            }
        }
        return found;
    }
}
