package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts an {@link ElfFile} together. */
final class ElfFileReader {

    /** Longer than any path that a kernel takes (4096 bytes). */
    private static final int LONGEST_INTERPRETER = 4096;

    private final ElfReader reader;
    private final ElfHeader header;
    private final List<Segment> segments;
    private final AddressMap addresses;
    private final Function<StringTable, Strings> stringsOf;

    ElfFileReader(ElfReader reader, ElfHeader header, List<Segment> segments) {
        this(reader, header, segments, table -> table);
    }

    /** @param stringsOf gives what stands in for the string table */
    ElfFileReader(
            ElfReader reader, ElfHeader header, List<Segment> segments, Function<StringTable, Strings> stringsOf) {
        this.reader = reader;
        this.stringsOf = stringsOf;
        this.header = header;
        this.segments = segments;
        this.addresses = new AddressMap(segments);
    }

    ElfFile read() throws IOException {
        Optional<Segment> table = first(Segment.PT_DYNAMIC);
        DynamicSection dynamic = table.isPresent() ? DynamicSection.read(reader, table.get()) : DynamicSection.NONE;
        Strings strings = strings(dynamic);
        VersionNeeds versions = strings == null ? VersionNeeds.NONE : versions(dynamic, strings);
        return new ElfFile(
                header,
                segments,
                dynamic,
                strings == null ? DynamicStrings.NONE : DynamicStrings.read(dynamic, strings),
                interpreter(),
                isaNeeded(),
                AbiNote.kernel(reader, segments),
                versions,
                strings == null ? null : symbols(dynamic, strings, versions));
    }

    private Optional<Segment> first(int type) {
        return segments.stream().filter(segment -> segment.type() == type).findFirst();
    }

    private Optional<String> interpreter() throws IOException {
        Optional<Segment> segment = first(Segment.PT_INTERP);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        Segment text = segment.get();
        reader.check("PT_INTERP", text.offset(), text.fileSize());
        byte[] bytes = new byte[(int) Math.min(text.fileSize(), LONGEST_INTERPRETER)];
        reader.read("PT_INTERP", text.offset(), bytes.length).get(bytes);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        if (end == bytes.length) {
            throw new MalformedElfException("PT_INTERP", "names a path that has no end");
        }
        return Optional.of(new String(bytes, 0, end, StandardCharsets.UTF_8));
    }

    private Strings strings(DynamicSection dynamic) {
        if (dynamic.value(DynamicEntry.DT_STRTAB).isEmpty()) {
            if (dynamic.value(DynamicEntry.DT_NEEDED).isPresent()) {
                throw new MalformedElfException("DT_STRTAB", "is missing");
            }
            return null;
        }
        long address = dynamic.value(DynamicEntry.DT_STRTAB).getAsLong();
        long offset = addresses.require("DT_STRTAB", address);
        long size = dynamic.value(DynamicEntry.DT_STRSZ).orElse(addresses.bytesFrom(address));
        reader.check("DT_STRSZ", offset, size);
        return stringsOf.apply(new StringTable(reader, offset, size));
    }

    private VersionNeeds versions(DynamicSection dynamic, Strings strings) throws IOException {
        if (dynamic.value(DynamicEntry.DT_VERNEED).isEmpty()) {
            return VersionNeeds.NONE;
        }
        long address = dynamic.value(DynamicEntry.DT_VERNEED).getAsLong();
        long libraries = dynamic.value(DynamicEntry.DT_VERNEEDNUM).orElse(0);
        return VersionNeeds.read(reader, addresses.require("DT_VERNEED", address), libraries, strings);
    }

    private SymbolTable symbols(DynamicSection dynamic, Strings strings, VersionNeeds versions) throws IOException {
        if (dynamic.value(DynamicEntry.DT_SYMTAB).isEmpty()) {
            return null;
        }
        int size = header.format().symbolSize();
        if (dynamic.value(DynamicEntry.DT_SYMENT).orElse(size) != size) {
            throw new MalformedElfException("DT_SYMENT", "is not " + size);
        }
        long offset = addresses.require(
                "DT_SYMTAB", dynamic.value(DynamicEntry.DT_SYMTAB).getAsLong());
        long count = new SymbolCount(reader, header, dynamic, addresses, offset).find();
        return new SymbolTable(reader, offset, count, strings, symbolVersions(dynamic, count), versions);
    }

    private long symbolVersions(DynamicSection dynamic, long count) {
        if (dynamic.value(DynamicEntry.DT_VERSYM).isEmpty()) {
            return -1;
        }
        long offset = addresses.require(
                "DT_VERSYM", dynamic.value(DynamicEntry.DT_VERSYM).getAsLong());
        reader.check("DT_VERSYM", offset, 2 * count);
        return offset;
    }

    private IsaLevel isaNeeded() throws IOException {
        if (header.machine() != Machine.X86_64) {
            return IsaLevel.NONE;
        }
        IsaLevel level = IsaLevel.NONE;
        for (Segment note : segments) {
            if (note.type() == Segment.PT_NOTE || note.type() == Segment.PT_GNU_PROPERTY) {
                level = GnuProperties.higher(
                        level, isaNeeded("PT_NOTE", note.offset(), note.fileSize(), note.alignment()));
            }
        }
        if (segments.isEmpty()) {
            for (Section note : Section.readAll(reader, header)) {
                if (note.type() == Section.SHT_NOTE) {
                    level = GnuProperties.higher(
                            level, isaNeeded("SHT_NOTE", note.offset(), note.size(), note.alignment()));
                }
            }
        }
        return level;
    }

    private IsaLevel isaNeeded(String field, long offset, long size, long alignment) throws IOException {
        return GnuProperties.isaNeeded(reader, field, offset, size, alignment);
    }
}
