package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How many dynamic symbols there are. The loader never asks, so nothing says it outright: it is the number of chains of
 * {@code DT_HASH}, the end of the last chain of {@code DT_GNU_HASH}, the size of the section, or what fits before the
 * table that follows; the first of these that makes sense is taken.
 */
final class SymbolCount {

    private static final int BLOCK = 1 << 16;
    private static final int CHAIN = 256;
    private static final int ALPHA = 0x9026;

    private final ElfReader reader;
    private final ElfHeader header;
    private final DynamicSection dynamic;
    private final AddressMap addresses;
    private final long table;

    /** @param table where the symbol table begins in the file */
    SymbolCount(ElfReader reader, ElfHeader header, DynamicSection dynamic, AddressMap addresses, long table) {
        this.reader = reader;
        this.header = header;
        this.dynamic = dynamic;
        this.addresses = addresses;
        this.table = table;
    }

    /** @throws MalformedElfException when nothing that makes sense tells the number */
    long find() throws IOException {
        long count = fromHash();
        count = count >= 0 ? count : fromGnuHash();
        count = count >= 0 ? count : fromSection();
        count = count >= 0 ? count : fromNextTable();
        if (count < 0) {
            throw new MalformedElfException("DT_SYMTAB", "has no size that makes sense");
        }
        return count;
    }

    private long fromHash() throws IOException {
        long at = offset(DynamicEntry.DT_HASH);
        boolean wide = header.is64() && (header.machine() == Machine.S390 || header.machineCode() == ALPHA);
        int word = wide ? 8 : 4;
        if (at < 0 || !reader.holds(at, 2L * word)) {
            return -1;
        }
        ByteBuffer start = reader.read("DT_HASH", at, 2L * word);
        return sane(wide ? start.getLong(8) : unsigned(start, 4));
    }

    private long fromGnuHash() throws IOException {
        long at = offset(DynamicEntry.DT_GNU_HASH);
        if (at < 0 || !reader.holds(at, 16)) {
            return -1;
        }
        ByteBuffer start = reader.read("DT_GNU_HASH", at, 16);
        long buckets = unsigned(start, 0);
        long first = unsigned(start, 4);
        long bucketsAt = at + 16 + unsigned(start, 8) * reader.format().wordSize();
        long chainsAt = bucketsAt + 4 * buckets;
        if (!reader.holds(bucketsAt, 4 * buckets)) {
            return -1;
        }
        long last = highest(bucketsAt, buckets);
        return last < first || last == 0 ? -1 : endOfChain(chainsAt, first, last);
    }

    private long highest(long at, long words) throws IOException {
        long highest = 0;
        for (long done = 0; done < words; done += BLOCK) {
            int here = (int) Math.min(BLOCK, words - done);
            ByteBuffer block = reader.read("DT_GNU_HASH", at + 4 * done, 4L * here);
            for (int i = 0; i < here; i++) {
                highest = Math.max(highest, unsigned(block, 4 * i));
            }
        }
        return highest;
    }

    /** A chain ends at the entry with its lowest bit set. */
    private long endOfChain(long chainsAt, long first, long symbol) throws IOException {
        long at = symbol;
        while (true) {
            long offset = chainsAt + 4 * (at - first);
            int words = (int) Math.min(CHAIN, (reader.source().length() - offset) / 4);
            if (!reader.holds(offset, 4) || words <= 0) {
                return -1;
            }
            ByteBuffer chain = reader.read("DT_GNU_HASH", offset, 4L * words);
            for (int i = 0; i < words; i++, at++) {
                if ((chain.getInt(4 * i) & 1) != 0) {
                    return sane(at + 1);
                }
            }
        }
    }

    private long fromSection() throws IOException {
        List<Section> sections;
        try {
            sections = Section.readAll(reader, header);
        } catch (MalformedElfException stripped) {
            return -1;
        }
        for (Section section : sections) {
            if (section.type() == Section.SHT_DYNSYM && section.offset() == table) {
                return sane(Long.divideUnsigned(section.size(), reader.format().symbolSize()));
            }
        }
        return -1;
    }

    private long fromNextTable() {
        long next = Long.MAX_VALUE;
        for (DynamicEntry entry : dynamic.entries()) {
            long at = isTable(entry.tag()) ? addresses.offsetOf(entry.value()) : -1;
            if (at > table) {
                next = Math.min(next, at);
            }
        }
        return next == Long.MAX_VALUE
                ? -1
                : sane((next - table) / reader.format().symbolSize());
    }

    private static boolean isTable(long tag) {
        return tag == DynamicEntry.DT_STRTAB
                || tag == DynamicEntry.DT_HASH
                || tag == DynamicEntry.DT_GNU_HASH
                || tag == DynamicEntry.DT_VERSYM
                || tag == DynamicEntry.DT_VERNEED
                || tag == DynamicEntry.DT_VERDEF;
    }

    private long sane(long count) {
        int size = reader.format().symbolSize();
        return count >= 0 && count <= reader.source().length() / size && reader.holds(table, count * size) ? count : -1;
    }

    private long offset(long tag) {
        return dynamic.value(tag).isPresent()
                ? addresses.offsetOf(dynamic.value(tag).getAsLong())
                : -1;
    }

    private static long unsigned(ByteBuffer bytes, int position) {
        return bytes.getInt(position) & 0xFFFFFFFFL;
    }
}
