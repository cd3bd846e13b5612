package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes small ELF files of either class and byte order, laid out as linkers do: headers, tables, filler in place of
 * code, the dynamic section; one loaded segment at address 0x10000 covers all of it. The files can be read, not run.
 */
public final class TestElf {

    /** What tells the number of symbols. */
    public enum Count {
        HASH,
        GNU_HASH,
        SECTION,
        NEXT_TABLE
    }

    private static final long BASE = 0x10000;

    private record Symbol(String name, int info, int section, String library, String version) {}

    private record Tag(long tag, long value) {}

    private final boolean is64;
    private final boolean bigEndian;
    private int machine = 62;
    private int type = 3;
    private int flags;
    private boolean dynamic = true;
    private boolean tablesLast;
    private int filler;
    private Count count = Count.HASH;
    private String interpreter;
    private Integer isaBits;
    private int[] kernel;
    private boolean relr;
    private Boolean executableStack;
    private final List<String> needed = new ArrayList<>();
    private String soname;
    private String rpath;
    private String runpath;
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<String, List<String>> versions = new LinkedHashMap<>();

    private TestElf(boolean is64, boolean bigEndian) {
        this.is64 = is64;
        this.bigEndian = bigEndian;
    }

    /** A shared library for x86-64 without anything in it. */
    public static TestElf x86_64() {
        return new TestElf(true, false);
    }

    /** A shared library without anything in it, for a machine given by its number. */
    public static TestElf of(boolean is64, boolean bigEndian, int machine) {
        return new TestElf(is64, bigEndian).machine(machine);
    }

    public TestElf machine(int code) {
        machine = code;
        return this;
    }

    /** {@code e_type}: 1 object file, 2 program, 3 shared library. */
    public TestElf type(int code) {
        type = code;
        return this;
    }

    public TestElf flags(int value) {
        flags = value;
        return this;
    }

    /** Leaves the dynamic section and all tables out, as in a static program. */
    public TestElf withoutDynamic() {
        dynamic = false;
        return this;
    }

    public TestElf needed(String... libraries) {
        needed.addAll(List.of(libraries));
        return this;
    }

    public TestElf soname(String name) {
        soname = name;
        return this;
    }

    public TestElf rpath(String path) {
        rpath = path;
        return this;
    }

    public TestElf runpath(String path) {
        runpath = path;
        return this;
    }

    public TestElf interpreter(String path) {
        interpreter = path;
        return this;
    }

    /** The bits of the needed x86-64 levels: 1 baseline, 2 v2, 4 v3, 8 v4. */
    public TestElf isa(int bits) {
        isaBits = bits;
        return this;
    }

    /** An ABI note that names the oldest Linux. */
    public TestElf kernel(int... version) {
        kernel = version;
        return this;
    }

    /** With packed relative relocations. */
    public TestElf relr() {
        relr = true;
        return this;
    }

    public TestElf executableStack(boolean executable) {
        executableStack = executable;
        return this;
    }

    /** Needs a version that no symbol refers to. */
    public TestElf needsVersion(String library, String version) {
        List<String> of = versions.computeIfAbsent(library, key -> new ArrayList<>());
        if (!of.contains(version)) {
            of.add(version);
        }
        return this;
    }

    /** A function that another library has to define. */
    public TestElf undefined(String name) {
        symbols.add(new Symbol(name, 0x12, 0, null, null));
        return this;
    }

    public TestElf undefinedWeak(String name) {
        symbols.add(new Symbol(name, 0x22, 0, null, null));
        return this;
    }

    /** A function of a library's version. */
    public TestElf undefined(String name, String library, String version) {
        needsVersion(library, version);
        symbols.add(new Symbol(name, 0x12, 0, library, version));
        return this;
    }

    /** A function that the file defines. */
    public TestElf defined(String name) {
        symbols.add(new Symbol(name, 0x12, 1, null, null));
        return this;
    }

    public TestElf count(Count by) {
        count = by;
        return this;
    }

    /** Bytes between the tables and the dynamic section, where real files have their code. */
    public TestElf filler(int bytes) {
        filler = bytes;
        return this;
    }

    /** Puts the tables behind the code, as patchers do. */
    public TestElf tablesLast() {
        tablesLast = true;
        return this;
    }

    public byte[] build() {
        return new Builder().build();
    }

    /** One run of the build; collects the bytes and remembers where the parts begin. */
    private final class Builder {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
        private final List<long[]> segments = new ArrayList<>();
        private final List<Tag> tags = new ArrayList<>();
        private final List<Symbol> sorted = new ArrayList<>();
        private long symbolsAt;
        private int word;

        byte[] build() {
            word = is64 ? 8 : 4;
            strings.write(0);
            int headers = (is64 ? 64 : 52) + 6 * (is64 ? 56 : 32);
            out.writeBytes(new byte[headers]);
            writeInterpreter();
            writeNote();
            writeAbiNote();
            if (dynamic) {
                writeDynamicParts();
            }
            long sections = count == Count.SECTION && dynamic ? writeSections() : 0;
            segments.add(0, new long[] {Segment.PT_LOAD, 5, 0, out.size(), 0x1000});
            if (executableStack != null) {
                segments.add(new long[] {Segment.PT_GNU_STACK, executableStack ? 7 : 6, 0, 0, 16});
            }
            byte[] bytes = out.toByteArray();
            writeHeaders(ByteBuffer.wrap(bytes).order(new ElfFormat(is64, bigEndian).order()), sections);
            return bytes;
        }

        private void writeInterpreter() {
            if (interpreter != null) {
                byte[] path = (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
                segment(Segment.PT_INTERP, path, 1);
            }
        }

        private void writeNote() {
            if (isaBits != null) {
                ByteBuffer note = buffer(16 + 8 + 8);
                note.putInt(4).putInt(8 + (is64 ? 8 : 4)).putInt(5).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
                note.putInt(0xC0008002).putInt(4).putInt(isaBits);
                segment(Segment.PT_NOTE, note.array(), 8);
            }
        }

        private void writeAbiNote() {
            if (kernel != null) {
                ByteBuffer note = buffer(32);
                note.putInt(4).putInt(16).putInt(1).put("GNU\0".getBytes(StandardCharsets.US_ASCII));
                note.putInt(0).putInt(kernel[0]).putInt(kernel[1]).putInt(kernel[2]);
                segment(Segment.PT_NOTE, note.array(), 4);
            }
        }

        private void writeDynamicParts() {
            symbols.stream().filter(symbol -> symbol.section() == 0).forEach(sorted::add);
            symbols.stream().filter(symbol -> symbol.section() != 0).forEach(sorted::add);
            if (tablesLast) {
                out.writeBytes(new byte[filler]);
            }
            nameTags();
            writeHash();
            writeSymbols();
            writeVersions();
            tags.add(new Tag(DynamicEntry.DT_STRTAB, BASE + align()));
            tags.add(new Tag(DynamicEntry.DT_STRSZ, strings.size()));
            out.writeBytes(strings.toByteArray());
            if (!tablesLast) {
                out.writeBytes(new byte[filler]);
            }
            ByteBuffer table = buffer((tags.size() + 1) * 2 * word);
            tags.forEach(tag -> word(word(table, tag.tag()), tag.value()));
            segment(Segment.PT_DYNAMIC, table.array(), word);
        }

        private void nameTags() {
            needed.forEach(name -> tags.add(new Tag(DynamicEntry.DT_NEEDED, string(name))));
            if (relr) {
                tags.add(new Tag(DynamicEntry.DT_RELR, 0));
            }
            if (soname != null) {
                tags.add(new Tag(DynamicEntry.DT_SONAME, string(soname)));
            }
            if (rpath != null) {
                tags.add(new Tag(DynamicEntry.DT_RPATH, string(rpath)));
            }
            if (runpath != null) {
                tags.add(new Tag(DynamicEntry.DT_RUNPATH, string(runpath)));
            }
        }

        private void writeHash() {
            int all = sorted.size() + 1;
            if (count == Count.HASH) {
                boolean wide = is64 && machine == 22;
                ByteBuffer hash = buffer((3 + all) * (wide ? 8 : 4));
                for (int number : new int[] {1, all, 0}) {
                    Object done = wide ? hash.putLong(number) : hash.putInt(number);
                }
                tags.add(new Tag(DynamicEntry.DT_HASH, BASE + align()));
                out.writeBytes(hash.array());
            } else if (count == Count.GNU_HASH) {
                int first = all
                        - (int) sorted.stream()
                                .filter(symbol -> symbol.section() != 0)
                                .count();
                ByteBuffer hash = buffer(16 + word + 4 + 4 * (all - first));
                hash.putInt(1).putInt(first).putInt(1).putInt(0).position(16 + word);
                hash.putInt(first < all ? first : 0);
                for (int i = first; i < all; i++) {
                    hash.putInt(i == all - 1 ? 1 : 0);
                }
                tags.add(new Tag(DynamicEntry.DT_GNU_HASH, BASE + align()));
                out.writeBytes(hash.array());
            }
        }

        private void writeSymbols() {
            symbolsAt = align();
            tags.add(new Tag(DynamicEntry.DT_SYMTAB, BASE + symbolsAt));
            tags.add(new Tag(DynamicEntry.DT_SYMENT, is64 ? 24 : 16));
            ByteBuffer table = buffer((sorted.size() + 1) * (is64 ? 24 : 16));
            table.position(is64 ? 24 : 16);
            for (Symbol symbol : sorted) {
                table.putInt((int) string(symbol.name()));
                if (!is64) {
                    table.putInt(0).putInt(0);
                }
                table.put((byte) symbol.info()).put((byte) 0).putShort((short) symbol.section());
                if (is64) {
                    table.putLong(0).putLong(0);
                }
            }
            out.writeBytes(table.array());
        }

        private void writeVersions() {
            if (versions.isEmpty()) {
                return;
            }
            ByteBuffer numbers = buffer(2 * (sorted.size() + 1)).putShort((short) 0);
            sorted.forEach(symbol -> numbers.putShort((short) number(symbol)));
            tags.add(new Tag(DynamicEntry.DT_VERSYM, BASE + align()));
            out.writeBytes(numbers.array());
            tags.add(new Tag(DynamicEntry.DT_VERNEED, BASE + align()));
            tags.add(new Tag(DynamicEntry.DT_VERNEEDNUM, versions.size()));
            int left = versions.size();
            int number = 2;
            for (Map.Entry<String, List<String>> need : versions.entrySet()) {
                int size = 16 + 16 * need.getValue().size();
                ByteBuffer table = buffer(size);
                table.putShort((short) 1).putShort((short) need.getValue().size());
                table.putInt((int) string(need.getKey())).putInt(16).putInt(--left == 0 ? 0 : size);
                for (int i = 0; i < need.getValue().size(); i++) {
                    table.putInt(0).putShort((short) 0).putShort((short) number++);
                    table.putInt((int) string(need.getValue().get(i)))
                            .putInt(i + 1 == need.getValue().size() ? 0 : 16);
                }
                out.writeBytes(table.array());
            }
        }

        private int number(Symbol symbol) {
            int number = 2;
            for (Map.Entry<String, List<String>> need : versions.entrySet()) {
                int place = need.getValue().indexOf(symbol.version());
                if (need.getKey().equals(symbol.library()) && place >= 0) {
                    return number + place;
                }
                number += need.getValue().size();
            }
            return symbol.section() == 0 ? 0 : 1;
        }

        private long writeSections() {
            long at = align();
            ByteBuffer table = buffer(2 * (is64 ? 64 : 40));
            table.position(is64 ? 64 : 40);
            table.putInt(0).putInt(Section.SHT_DYNSYM);
            word(word(table, 0), BASE + symbolsAt);
            word(word(table, symbolsAt), (sorted.size() + 1L) * (is64 ? 24 : 16));
            out.writeBytes(table.array());
            return at;
        }

        private void writeHeaders(ByteBuffer file, long sections) {
            file.put(new byte[] {0x7F, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (bigEndian ? 2 : 1), 1});
            file.position(16).putShort((short) type).putShort((short) machine).putInt(1);
            word(word(word(file, BASE), is64 ? 64 : 52), sections);
            file.putInt(flags).putShort((short) (is64 ? 64 : 52));
            file.putShort((short) (is64 ? 56 : 32)).putShort((short) segments.size());
            file.putShort((short) (is64 ? 64 : 40))
                    .putShort((short) (sections == 0 ? 0 : 2))
                    .putShort((short) 0);
            for (long[] segment : segments) {
                writeSegment(file, segment);
            }
        }

        private void writeSegment(ByteBuffer file, long[] segment) {
            file.putInt((int) segment[0]);
            if (is64) {
                file.putInt((int) segment[1]);
            }
            word(word(word(file, segment[2]), BASE + segment[2]), BASE + segment[2]);
            word(word(file, segment[3]), segment[3]);
            if (!is64) {
                file.putInt((int) segment[1]);
            }
            word(file, segment[4]);
        }

        private void segment(int type, byte[] bytes, int alignment) {
            segments.add(new long[] {type, 4, align(), bytes.length, alignment});
            out.writeBytes(bytes);
        }

        private long align() {
            out.writeBytes(new byte[-out.size() & 7]);
            return out.size();
        }

        private long string(String text) {
            long at = strings.size();
            strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
            return at;
        }

        private ByteBuffer buffer(int size) {
            return ByteBuffer.allocate(size).order(new ElfFormat(is64, bigEndian).order());
        }

        private ByteBuffer word(ByteBuffer buffer, long value) {
            return is64 ? buffer.putLong(value) : buffer.putInt((int) value);
        }
    }
}
