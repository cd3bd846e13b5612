package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dynamic symbol table, read in blocks when it is walked over.
 *
 * @param offset where it begins in the file
 * @param count number of symbols, the empty first one included
 * @param versionsOffset where the version numbers of the symbols begin ({@code DT_VERSYM}), or -1
 */
record SymbolTable(
        ElfReader reader, long offset, long count, Strings strings, long versionsOffset, VersionNeeds versions) {

    private static final int BLOCK = 8192;

    ElfFormat format() {
        return reader.format();
    }

    void forEach(SymbolVisitor visitor) throws IOException {
        SymbolCursor cursor = new SymbolCursor(this);
        int size = format().symbolSize();
        for (long first = 0; first < count; first += BLOCK) {
            int here = (int) Math.min(BLOCK, count - first);
            ByteBuffer block = reader.read("DT_SYMTAB", offset + first * size, (long) here * size);
            for (int i = 0; i < here; i++) {
                cursor.move(block, i * size, first + i);
                visitor.visit(cursor);
            }
        }
    }

    /** The symbols with these names, in the order of the table. */
    List<DynamicSymbol> find(SymbolNames names) throws IOException {
        return names.isEmpty() || count == 0 ? List.of() : find(search(names));
    }

    /** The symbols whose names begin at these offsets of the string table, in the order of the table. */
    List<DynamicSymbol> find(Map<Integer, String> namesByOffset) throws IOException {
        if (namesByOffset.isEmpty()) {
            return List.of();
        }
        List<DynamicSymbol> found = new ArrayList<>();
        Map<Integer, String> names = new HashMap<>(namesByOffset);
        OffsetFilter filter = new OffsetFilter(names.keySet());
        forEach(symbol -> {
            if (filter.mayHold(symbol.nameOffset())) {
                String name = names.get(symbol.nameOffset());
                if (name != null) {
                    found.add(new DynamicSymbol(name, symbol.binding(), symbol.type(), symbol.undefined()));
                }
            }
        });
        return found;
    }

    private Map<Integer, String> search(SymbolNames names) throws IOException {
        NameSearch search = new NameSearch(names);
        byte[] block = new byte[1 << 16];
        for (long at = 0; at < strings.size(); at += block.length) {
            int here = (int) Math.min(block.length, strings.size() - at);
            reader.read("DT_STRTAB", strings.offset() + at, here).get(block, 0, here);
            search.accept(block, 0, here);
        }
        return search.found();
    }

    /** The same table without its bytes: only its place and size are left. */
    SymbolTable detached() {
        ElfReader gone = new ElfReader(new GoneByteSource(reader.source().length()), reader.format());
        return new SymbolTable(
                gone, offset, count, new StringTable(gone, strings.offset(), strings.size()), versionsOffset, versions);
    }

    int versionOf(long index) throws IOException {
        return versionsOffset < 0 ? 1 : ElfFormat.half(reader.read("DT_VERSYM", versionsOffset + 2 * index, 2), 0);
    }
}
