package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The symbol that a walk over the dynamic symbol table has come to; nothing is decoded before it is asked for. */
public final class SymbolCursor {

    private static final int VERSION_MASK = 0x7FFF;

    private final SymbolTable table;
    private ByteBuffer block;
    private int at;
    private long index;

    SymbolCursor(SymbolTable table) {
        this.table = table;
    }

    void move(ByteBuffer block, int at, long index) {
        this.block = block;
        this.at = at;
        this.index = index;
    }

    /** Place in the table; 0 is the empty symbol that every table begins with. */
    public long index() {
        return index;
    }

    /** Where the name begins in the string table, unsigned. */
    public int nameOffset() {
        return block.getInt(at);
    }

    /** Decodes the name; the one costly question. */
    public String name() throws IOException {
        return table.strings().get("st_name", nameOffset() & 0xFFFFFFFFL, Strings.LONGEST_SYMBOL);
    }

    /** Local, global or weak. */
    public SymbolBinding binding() {
        return SymbolBinding.of(info() >>> 4);
    }

    /** What it names: a function, data, or something else. */
    public SymbolType type() {
        return SymbolType.of(info() & 15);
    }

    /** Number of the section that defines it; 0 when undefined, 0xFF00 and up are special. */
    public int section() {
        return ElfFormat.half(block, at + (table.format().is64() ? 6 : 14));
    }

    /** Whether files beside the one that defines it can use it: its visibility is neither hidden nor internal. */
    public boolean visible() {
        int visibility = block.get(at + (table.format().is64() ? 5 : 13)) & 3;
        return visibility == 0 || visibility == 3;
    }

    /** Whether another file has to define it. */
    public boolean undefined() {
        return section() == 0;
    }

    /** Undefined, and the file can't be loaded without it. */
    public boolean required() {
        return undefined() && binding() != SymbolBinding.WEAK;
    }

    /** Address or offset, unsigned. */
    public long value() {
        return table.format().word(block, at + (table.format().is64() ? 8 : 4));
    }

    /** Bytes that it takes, unsigned; 0 when unknown. */
    public long size() {
        return table.format().word(block, at + (table.format().is64() ? 16 : 8));
    }

    /** Number of its version; 0 is local, 1 is global without a version. */
    public int versionIndex() throws IOException {
        return table.versionOf(index) & VERSION_MASK;
    }

    /** For an undefined symbol the version and library it has to come from, if the file says so. */
    public Optional<VersionNeeds.Need> versionNeed() throws IOException {
        int number = versionIndex();
        return number < 2 || !undefined() ? Optional.empty() : table.versions().byIndex(number);
    }

    /** All of it as a value that stays when the cursor moves on; decodes the name. */
    public DynamicSymbol symbol() throws IOException {
        return new DynamicSymbol(name(), binding(), type(), undefined());
    }

    private int info() {
        return block.get(at + (table.format().is64() ? 4 : 12)) & 0xFF;
    }
}
