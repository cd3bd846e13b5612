package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Import;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads which DLLs a PE file needs, and which of their functions. */
final class PeImports {

    private static final int MOST_DLLS = 4096;
    private static final int MOST_SYMBOLS = 1 << 18;
    private static final int LONGEST_DLL = 512;
    private static final int LONGEST_SYMBOL = 1 << 16;

    private final StreamedBytes bytes;
    private final PeSections sections;
    private final boolean is64;
    private final long imageBase;
    private int symbols;

    PeImports(StreamedBytes bytes, PeSections sections, boolean is64, long imageBase) {
        this.bytes = bytes;
        this.sections = sections;
        this.is64 = is64;
        this.imageBase = imageBase;
    }

    List<Import> imports(long address) throws IOException {
        List<Import> imports = new ArrayList<>();
        for (long at = address; ; at += 20) {
            ByteBuffer descriptor = descriptor("import directory", at, 20, imports.size());
            long name = descriptor.getInt(12) & 0xFFFFFFFFL;
            long lookup = descriptor.getInt(0) & 0xFFFFFFFFL;
            long table = descriptor.getInt(16) & 0xFFFFFFFFL;
            if (name == 0 || (lookup == 0 && table == 0)) {
                return imports;
            }
            imports.add(read(name, lookup == 0 ? table : lookup, false, 0));
        }
    }

    /** Old linkers wrote addresses in memory where newer ones write such that are relative to the image. */
    List<Import> delayed(long address) throws IOException {
        List<Import> imports = new ArrayList<>();
        for (long at = address; ; at += 32) {
            ByteBuffer descriptor = descriptor("delay import directory", at, 32, imports.size());
            long base = (descriptor.getInt(0) & 1) == 0 ? imageBase : 0;
            long name = descriptor.getInt(4) & 0xFFFFFFFFL;
            long table = descriptor.getInt(16) & 0xFFFFFFFFL;
            if (name == 0) {
                return imports;
            }
            imports.add(read(name - base, table - base, true, base));
        }
    }

    private ByteBuffer descriptor(String field, long address, int size, int count) throws IOException {
        if (count > MOST_DLLS) {
            throw bytes.malformed(field, "has more than " + MOST_DLLS + " entries");
        }
        return bytes.read(field, sections.offset(field, address, size), size);
    }

    private Import read(long name, long table, boolean delayed, long base) throws IOException {
        String dll = bytes.text("import name", sections.offset("import name", name, 1), LONGEST_DLL);
        List<String> names = new ArrayList<>();
        int ordinals = 0;
        int width = is64 ? 8 : 4;
        for (long at = table; ; at += width) {
            ByteBuffer thunk =
                    bytes.read("import lookup table", sections.offset("import lookup table", at, width), width);
            long value = is64 ? thunk.getLong(0) : thunk.getInt(0) & 0xFFFFFFFFL;
            if (value == 0) {
                return new Import(dll, delayed, names, ordinals);
            }
            if (++symbols > MOST_SYMBOLS) {
                throw bytes.malformed("import lookup table", "has more than " + MOST_SYMBOLS + " entries");
            }
            if (is64 ? value < 0 : (value & 0x80000000L) != 0) {
                ordinals++;
            } else {
                long hint = sections.offset("import hint", value - base, 3);
                names.add(bytes.text("import hint", hint + 2, LONGEST_SYMBOL));
            }
        }
    }
}
