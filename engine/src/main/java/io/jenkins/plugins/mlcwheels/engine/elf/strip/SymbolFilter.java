package io.jenkins.plugins.mlcwheels.engine.elf.strip;

import io.jenkins.plugins.mlcwheels.engine.elf.ElfFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Symbol tables after sections have gone: symbols point at the others by their new numbers. */
final class SymbolFilter {

    private static final int STT_SECTION = 3;
    private static final int STT_FILE = 4;
    private static final long LARGEST = 1 << 30;

    private final SectionTable table;
    private final int[] numbers;

    /** @param numbers new index of each section, -1 for those that go */
    SymbolFilter(SectionTable table, int[] numbers) {
        this.table = table;
        this.numbers = numbers;
    }

    /**
     * What becomes of a table.
     *
     * @param bytes its new content
     * @param locals how many symbols come before the first global one
     */
    record Filtered(byte[] bytes, int locals) {}

    /** A table of all symbols, without those of sections and files as such, which mean something to debuggers alone. */
    Filtered withoutDebugSymbols(NamedSection symbols) throws IOException {
        ByteBuffer bytes = read(symbols);
        int size = table.format().symbolSize();
        int globals = symbols.header().info();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.limit());
        int locals = 0;
        byte[] symbol = new byte[size];
        for (int at = 0; at < bytes.limit(); at += size) {
            int type = bytes.get(at + infoAt()) & 0xF;
            int section = bytes.getShort(at + sectionAt()) & 0xFFFF;
            boolean debug = type == STT_SECTION || type == STT_FILE || isGone(section);
            if (at == 0 || !debug) {
                bytes.get(at, symbol);
                ByteBuffer.wrap(symbol).order(bytes.order()).putShort(sectionAt(), (short) number(section));
                kept.writeBytes(symbol);
                locals += at / size < globals ? 1 : 0;
            }
        }
        return new Filtered(kept.toByteArray(), locals);
    }

    /** The dynamic symbols, of which none may go. */
    byte[] renumbered(NamedSection symbols) throws IOException {
        ByteBuffer bytes = read(symbols);
        ByteBuffer changed = ByteBuffer.allocate(bytes.limit()).order(bytes.order());
        changed.put(bytes.duplicate());
        for (int at = 0; at < changed.limit(); at += table.format().symbolSize()) {
            int section = changed.getShort(at + sectionAt()) & 0xFFFF;
            if (isGone(section)) {
                throw new UnstrippableElfException("a dynamic symbol is in a section that would go");
            }
            changed.putShort(at + sectionAt(), (short) number(section));
        }
        return changed.array();
    }

    private ByteBuffer read(NamedSection symbols) throws IOException {
        int size = table.format().symbolSize();
        if (symbols.header().entrySize() != size
                || symbols.header().size() % size != 0
                || symbols.header().size() > LARGEST) {
            throw new UnstrippableElfException("the table of symbols " + symbols.name() + " can't be read");
        }
        return table.reader()
                .read(
                        symbols.name(),
                        symbols.header().offset(),
                        symbols.header().size());
    }

    private boolean isGone(int section) {
        return section > 0
                && section < SectionTable.FIRST_RESERVED
                && (section >= numbers.length || numbers[section] < 0);
    }

    private int number(int section) {
        return section < numbers.length ? Math.max(0, numbers[section]) : section;
    }

    private int infoAt() {
        ElfFormat format = table.format();
        return format.is64() ? 4 : 12;
    }

    private int sectionAt() {
        return table.format().is64() ? 6 : 14;
    }
}
