package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.Section;
import io.jenkins.plugins.mlcwheels.engine.elf.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file without what goes: where everything is placed, and its headers. */
final class StrippedFile {

    private final SectionTable table;
    private final StripPlan plan;
    private final int[] numbers;
    private final List<Chunk> chunks;
    private final long[] targets;
    /** New content of sections, by index in the source. */
    private final Map<Integer, byte[]> contents = new HashMap<>();

    private final Map<Integer, Long> places = new HashMap<>();
    private final List<Section> headers = new ArrayList<>();
    private int symbolLocals;
    private long linkPlace;
    private byte[] link = {};
    private long end;
    private long sectionTable;

    private StrippedFile(SectionTable table, StripPlan plan) throws IOException {
        this.table = table;
        this.plan = plan;
        numbers = plan.numbers();
        chunks = plan.chunks();
        targets = new long[chunks.size()];
    }

    /** @throws UnstrippableElfException if it can't be done safely */
    static StrippedFile of(SectionTable table, StripPlan plan, Optional<DebugLink> link) throws IOException {
        StrippedFile file = new StrippedFile(table, plan);
        file.changeSymbols();
        file.placeChunks();
        SectionNames names = file.names(link.isPresent());
        file.placeSections();
        file.placeLink(link);
        file.makeHeaders(names);
        return file;
    }

    /** Gives the link the checksum of the file that it names, which may be written after this one is laid out. */
    void complete(DebugLink debugLink) {
        link = debugLink.toBytes(table.format());
    }

    long size() {
        return sectionTable + (long) headers.size() * table.format().sectionSize();
    }

    private void changeSymbols() throws IOException {
        refuseSeveral(NamedSection.SHT_SYMTAB);
        refuseSeveral(Section.SHT_DYNSYM);
        SymbolFilter filter = new SymbolFilter(table, numbers);
        for (NamedSection section : plan.kept()) {
            if (section.is(NamedSection.SHT_SYMTAB)) {
                SymbolFilter.Filtered symbols = filter.withoutDebugSymbols(section);
                contents.put(section.index(), symbols.bytes());
                symbolLocals = symbols.locals();
            } else if (section.is(Section.SHT_DYNSYM) && section.takesFileSpace() && plan.renumbersAllocated()) {
                contents.put(section.index(), filter.renumbered(section));
            }
        }
    }

    private void refuseSeveral(int type) {
        if (plan.kept().stream().filter(section -> section.is(type)).count() > 1) {
            throw new UnstrippableElfException("it has several tables of symbols of the same kind");
        }
    }

    private void placeChunks() {
        for (int i = 0; i < targets.length; i++) {
            targets[i] = chunks.get(i).lowest(end);
            end = targets[i] + chunks.get(i).end() - chunks.get(i).start();
        }
    }

    /** The names of what stays; null where they share a table with symbols, which then keeps its order. */
    private SectionNames names(boolean withLink) throws IOException {
        NamedSection section = table.sections().get(table.names());
        boolean shared = table.isInSegment(section)
                || plan.kept().stream()
                        .anyMatch(user ->
                                !user.is(Section.SHT_NULL) && user.header().link() == table.names());
        List<String> names = new ArrayList<>();
        plan.kept().forEach(kept -> names.add(kept.name()));
        if (withLink) {
            names.add(StripPlan.DEBUG_LINK);
        }
        if (!shared) {
            SectionNames made = SectionNames.of(names);
            contents.put(section.index(), made.toBytes());
            return made;
        }
        if (withLink) {
            if (table.isInSegment(section)) {
                throw new UnstrippableElfException("the names of its sections are part of a segment");
            }
            ByteArrayOutputStream longer = new ByteArrayOutputStream();
            byte[] before = new byte[(int) section.header().size()];
            table.reader()
                    .read("e_shstrndx", section.header().offset(), before.length)
                    .get(before);
            longer.writeBytes(before);
            longer.writeBytes((StripPlan.DEBUG_LINK + "\0").getBytes(StandardCharsets.US_ASCII));
            contents.put(section.index(), longer.toByteArray());
        }
        return null;
    }

    private long sizeOf(NamedSection section) {
        byte[] content = contents.get(section.index());
        return content == null ? section.header().size() : content.length;
    }

    private void placeSections() {
        for (NamedSection section : plan.keptLoose()) {
            long at = ElfOutput.roundUp(end, section.alignment());
            places.put(section.index(), at);
            end = section.takesFileSpace() ? at + sizeOf(section) : end;
        }
    }

    private void placeLink(Optional<DebugLink> debugLink) {
        if (debugLink.isPresent()) {
            link = debugLink.get().toBytes(table.format());
            linkPlace = ElfOutput.roundUp(end, 4);
            end = linkPlace + link.length;
        }
        sectionTable = ElfOutput.roundUp(end, table.format().wordSize());
    }

    private void makeHeaders(SectionNames names) {
        for (NamedSection section : plan.kept()) {
            Section header = section.header();
            boolean symbols = section.is(NamedSection.SHT_SYMTAB);
            headers.add(new Section(
                    names == null ? header.nameOffset() : names.offsetOf(section.name()),
                    header.type(),
                    header.flags(),
                    header.address(),
                    placeOf(section),
                    sizeOf(section),
                    number(header.link()),
                    symbols ? symbolLocals : section.pointsBySectionInfo() ? number(header.info()) : header.info(),
                    header.alignment(),
                    header.entrySize()));
        }
        if (link.length > 0) {
            int name = names == null
                    ? (int) table.sections().get(table.names()).header().size()
                    : names.offsetOf(StripPlan.DEBUG_LINK);
            headers.add(new Section(name, Section.SHT_PROGBITS, 0, 0, linkPlace, link.length, 0, 0, 4, 0));
        }
    }

    private long placeOf(NamedSection section) {
        Long place = places.get(section.index());
        if (place != null || section.is(Section.SHT_NULL)) {
            return place == null ? section.header().offset() : place;
        }
        return Chunks.moved(chunks, targets, section.header().offset());
    }

    private int number(int section) {
        return section > 0 && section < numbers.length ? Math.max(0, numbers[section]) : section;
    }

    void write(FileChannel source, FileChannel target) throws IOException {
        ElfOutput out = new ElfOutput(source, target, table.format());
        for (int i = 0; i < targets.length; i++) {
            Chunk chunk = chunks.get(i);
            out.copy(chunk.start(), chunk.end() - chunk.start(), targets[i]);
        }
        for (NamedSection section : plan.kept()) {
            byte[] content = contents.get(section.index());
            if (content != null) {
                out.write(placeOf(section), content);
            } else if (places.containsKey(section.index()) && section.takesFileSpace()) {
                out.copy(section.header().offset(), section.header().size(), placeOf(section));
            }
        }
        if (link.length > 0) {
            out.write(linkPlace, link);
        }
        out.sections(sectionTable, headers);
        if (!table.segments().isEmpty()) {
            out.segments(
                    table.header().segmentsOffset(),
                    table.segments().stream().map(this::moved).toList());
        }
        out.header(table.header().segmentsOffset(), sectionTable, headers.size(), number(table.names()));
    }

    private Segment moved(Segment segment) {
        if (segment.fileSize() == 0) {
            return segment;
        }
        return new Segment(
                segment.type(),
                segment.flags(),
                Chunks.moved(chunks, targets, segment.offset()),
                segment.virtualAddress(),
                segment.physicalAddress(),
                segment.fileSize(),
                segment.memorySize(),
                segment.alignment());
    }
}
