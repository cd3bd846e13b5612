package io.jenkins.plugins.mlcwheels.engine.macho;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Needed;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Symbols;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Reads the external symbols of a slice from its symbol table. */
final class SymbolReader {

    /** Bits of n_type: debugger entry, private, type, external. */
    private static final int STAB = 0xE0;

    private static final int PRIVATE = 0x10;
    private static final int TYPE = 0x0E;
    private static final int EXTERNAL = 0x01;

    private static final int WEAK_REFERENCE = 0x40;
    private static final int MOST = 4 << 20;
    private static final int LONGEST = 1 << 16;

    /** Symbols that are read at once. */
    private static final int BATCH = 4096;

    private final StreamedBytes bytes;
    private final long offset;
    private final long size;
    private final boolean is64;
    private final ByteOrder order;
    private final Predicate<String> wanted;

    SymbolReader(StreamedBytes bytes, long offset, long size, boolean is64, ByteOrder order, Predicate<String> wanted) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
        this.is64 = is64;
        this.order = order;
        this.wanted = wanted;
    }

    /** @param dysymtab says where external symbols are; null if all of the table has to be looked through */
    Symbols read(ByteBuffer symtab, ByteBuffer dysymtab) throws IOException {
        long table = symtab.getInt(8) & 0xFFFFFFFFL;
        long count = symtab.getInt(12) & 0xFFFFFFFFL;
        long strings = symtab.getInt(16) & 0xFFFFFFFFL;
        long stringsSize = symtab.getInt(20) & 0xFFFFFFFFL;
        int width = is64 ? 16 : 12;
        check("LC_SYMTAB", table, count * width);
        check("LC_SYMTAB", strings, stringsSize);
        long first = 0;
        long last = count;
        if (dysymtab != null) {
            long defined = dysymtab.getInt(16) & 0xFFFFFFFFL;
            long undefined = dysymtab.getInt(24) & 0xFFFFFFFFL;
            long undefinedCount = dysymtab.getInt(28) & 0xFFFFFFFFL;
            long definedCount = dysymtab.getInt(20) & 0xFFFFFFFFL;
            if (defined + definedCount > count || undefined + undefinedCount > count) {
                throw bytes.malformed("LC_DYSYMTAB", "has more symbols than LC_SYMTAB");
            }
            first = definedCount == 0 ? undefined : undefinedCount == 0 ? defined : Math.min(defined, undefined);
            last = Math.max(defined + definedCount, undefined + undefinedCount);
        }
        if (last - first > MOST) {
            throw bytes.malformed("LC_SYMTAB", "has more than " + MOST + " external symbols");
        }
        return names(externals(table, first, Math.max(first, last), width), strings, stringsSize);
    }

    private void check(String field, long place, long length) {
        if (length > size || place > size - length) {
            throw bytes.malformed(field, "lies outside the file");
        }
    }

    /** Each as the place of its name, the kind and the description; in the order of the names, which are read next. */
    private long[] externals(long table, long first, long last, int width) throws IOException {
        long[] found = new long[1024];
        int used = 0;
        for (long at = first; at < last; at += BATCH) {
            int batch = (int) Math.min(BATCH, last - at);
            ByteBuffer symbols = bytes.read("LC_SYMTAB", offset + table + at * width, (long) batch * width)
                    .order(order);
            for (int i = 0; i < batch; i++) {
                int type = symbols.get(i * width + 4) & 0xFF;
                if ((type & STAB) == 0 && (type & EXTERNAL) != 0 && (type & PRIVATE) == 0) {
                    if (used == found.length) {
                        found = Arrays.copyOf(found, 2 * used);
                    }
                    long name = symbols.getInt(i * width) & 0xFFFFFFFFL;
                    found[used++] = name << 24 | (long) (type & 0xFF) << 16 | symbols.getShort(i * width + 6) & 0xFFFF;
                }
            }
        }
        long[] sorted = Arrays.copyOf(found, used);
        Arrays.sort(sorted);
        return sorted;
    }

    private Symbols names(long[] symbols, long strings, long stringsSize) throws IOException {
        List<String> exported = new ArrayList<>();
        List<Needed> needed = new ArrayList<>();
        for (long symbol : symbols) {
            long place = symbol >>> 24;
            if (place >= stringsSize) {
                throw bytes.malformed("n_strx", "lies outside the string table");
            }
            String name = bytes.text("n_strx", offset + strings + place, LONGEST);
            if (wanted.test(name)) {
                int type = (int) (symbol >>> 16) & 0xFF;
                int description = (int) symbol & 0xFFFF;
                if ((type & TYPE) == 0) {
                    needed.add(new Needed(name, description >>> 8, (description & WEAK_REFERENCE) != 0));
                } else {
                    exported.add(name);
                }
            }
        }
        return new Symbols(exported, needed);
    }
}
