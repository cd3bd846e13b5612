package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@link ElfSummary} of a file that comes as a stream, such as an entry of a wheel while it is inflated, in
 * one pass wherever that is possible and without a temporary file.
 *
 * <p>Linkers put the tables at the beginning of a file and the dynamic section, which says where they are, behind the
 * code; patchers put new tables at the end. So the first 24 MB are kept until the dynamic section has come by, beside
 * the newest 8 MB and whatever is known to be needed; from then on only what is needed is kept. Of a string table that
 * is larger than 24 MB only the few strings that count are kept; the names looked for are searched while it passes.
 * When a table had gone by before it was known, {@link #read} answers nothing, and has to be called again with the same
 * file from its beginning; it then reads no further than to the last byte that it needs. Seen in practice: one pass but
 * for files whose string table ends beyond 24 MB, which take two.
 *
 * <pre>{@code
 * ElfStream elf = new ElfStream(entry.size(), names);
 * Optional<ElfSummary> summary = elf.read(stream);
 * while (summary.isEmpty()) {
 *     try (InputStream again = archive.open(entry)) {
 *         summary = elf.read(again);
 *     }
 * }
 * }</pre>
 */
public final class ElfStream {

    private static final int BEGINNING = (24 << 20) / KeptBlocks.BLOCK;
    private static final int NEWEST = (8 << 20) / KeptBlocks.BLOCK;
    private static final long LARGE_STRINGS = 24 << 20;

    /** Each pass learns of the next kind of table, of which there are fewer. */
    private static final int MOST_PASSES = 6;

    private final long size;
    private final SymbolNames names;
    private final KeptBlocks kept;
    private int passes;
    private StreamPlan plan;
    private List<ByteRange> strings = List.of();
    private final List<ByteRange> goneBy = new ArrayList<>();
    private NameSearch search;
    private boolean settled;
    private long last;

    /**
     * @param size bytes of the whole file
     * @param names which symbols to look for
     */
    public ElfStream(long size, SymbolNames names) {
        this.size = size;
        this.names = names;
        this.kept = new KeptBlocks(size, NEWEST);
    }

    /**
     * Reads the file from its beginning. The stream is left where nothing more was needed of it, which may be before
     * its end, and is not closed.
     *
     * @return empty when the file has to be read once more
     * @throws NotElfException when the file does not begin as an ELF file
     * @throws MalformedElfException when something in it can't be true, or it is shorter than said; it names the field
     */
    public Optional<ElfSummary> read(InputStream in) throws IOException {
        if (++passes > MOST_PASSES) {
            throw new MalformedElfException("PT_DYNAMIC", "and its tables are scattered over the file");
        }
        settled = false;
        replan(0);
        for (long at = 0; at < size; at += KeptBlocks.BLOCK) {
            long next = Math.min(at + KeptBlocks.BLOCK, size);
            take(in, at, (int) (next - at));
            if (!settled && kept.holds(plan.missing())) {
                replan(next);
            }
            if (settled && next >= last) {
                break;
            }
        }
        return finish();
    }

    private void take(InputStream in, long at, int length) throws IOException {
        byte[] block = kept.next();
        int got = in.readNBytes(block, 0, length);
        if (got < length) {
            throw new MalformedElfException("file", "ends after " + (at + got) + " of " + size + " bytes");
        }
        if (search != null) {
            feed(block, at, length);
        }
        long index = at / KeptBlocks.BLOCK;
        kept.add(index, block, wanted(index));
    }

    private boolean wanted(long index) {
        return passes == 1 && !settled && index < BEGINNING
                || plan.wants(index)
                || strings.stream().anyMatch(range -> KeptBlocks.touches(index, range));
    }

    private void feed(byte[] block, long at, int length) {
        long from = Math.max(at, plan.strings().offset());
        long to = Math.min(at + length, plan.strings().end());
        if (from < to) {
            search.accept(block, (int) (from - at), (int) (to - from));
        }
    }

    /** Learns what is needed from what is there by now; what lies ahead will be kept. */
    private void replan(long position) throws IOException {
        plan = StreamPlan.of(kept);
        if (!plan.complete()) {
            return;
        }
        settled = true;
        strings = new ArrayList<>(goneBy);
        try {
            strings.addAll(wantedStrings(position));
        } catch (MissingBytesException unforeseen) {
            goneBy.add(unforeseen.range());
        }
        List<ByteRange> needed = new ArrayList<>(plan.ranges());
        needed.addAll(strings);
        kept.trim(needed);
        last = lastOf(needed);
    }

    private List<ByteRange> wantedStrings(long position) throws IOException {
        ByteRange table = plan.strings();
        if (table == null) {
            return List.of();
        }
        if (table.length() <= LARGE_STRINGS || kept.holds(table)) {
            return List.of(table);
        }
        if (position > table.offset()) {
            return List.of();
        }
        ElfHeader header = ElfHeader.read(kept);
        ElfReader reader = new ElfReader(kept, header.format());
        StringReads wishes = new StringReads(new StringTable(reader, table.offset(), table.length()));
        ElfFile file = new ElfFileReader(reader, header, Segment.readAll(reader, header), any -> wishes).read();
        VersionUsers.find(file.symbolTable(), ElfSummary.EXAMPLES);
        search = new NameSearch(names);
        return wishes.wishes();
    }

    private long lastOf(List<ByteRange> needed) {
        long last = search == null ? 0 : plan.strings().end();
        for (ByteRange range : needed) {
            if (!kept.holds(range)) {
                last = Math.max(last, range.end());
            }
        }
        return last;
    }

    private Optional<ElfSummary> finish() throws IOException {
        try {
            return Optional.of(summary());
        } catch (MissingBytesException unforeseen) {
            goneBy.add(unforeseen.range());
            return Optional.empty();
        }
    }

    private ElfSummary summary() throws IOException {
        if (search == null) {
            return ElfSummary.read(kept, names);
        }
        ElfFile file = ElfFile.read(kept);
        List<DynamicSymbol> symbols =
                file.symbolTable() == null ? List.of() : file.symbolTable().find(search.found());
        return new ElfSummary(
                file.detached(),
                symbols,
                VersionUsers.find(file.symbolTable(), ElfSummary.EXAMPLES),
                Unloaded.of(kept));
    }
}
