package io.jenkins.plugins.mlcwheels.engine.pe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds PE files byte by byte: headers and one section that holds all tables. */
public final class TestPe {

    private static final int SECTION_ADDRESS = 0x1000;
    private static final int SECTION_OFFSET = 0x400;

    private final int machine;
    private final boolean wide;
    private int characteristics = 0x2022;
    private int dllCharacteristics = 0x160;
    private int subsystemMajor = 6;
    private int subsystemMinor = 0;
    private final List<Need> needs = new ArrayList<>();
    private final List<String> exports = new ArrayList<>();
    private String forwarder;
    private String pdb;
    private String manifest;
    private int certificate = -1;
    private long hybrid;
    private boolean managed;

    private record Need(String dll, boolean delayed, List<String> symbols) {}

    private TestPe(int machine, boolean wide) {
        this.machine = machine;
        this.wide = wide;
    }

    public static TestPe x64() {
        return new TestPe(0x8664, true);
    }

    public static TestPe x86() {
        return new TestPe(0x14C, false);
    }

    public static TestPe arm64() {
        return new TestPe(0xAA64, true);
    }

    public TestPe program() {
        characteristics = 0x22;
        return this;
    }

    public TestPe needs(String dll, String... symbols) {
        needs.add(new Need(dll, false, List.of(symbols)));
        return this;
    }

    public TestPe delays(String dll, String... symbols) {
        needs.add(new Need(dll, true, List.of(symbols)));
        return this;
    }

    public TestPe exports(String... names) {
        exports.addAll(List.of(names));
        return this;
    }

    /** The last export is another DLL's. */
    public TestPe forwards(String target) {
        forwarder = target;
        return this;
    }

    public TestPe pdb(String path) {
        pdb = path;
        return this;
    }

    public TestPe manifest(String text) {
        manifest = text;
        return this;
    }

    /** @param length that the certificate says of itself */
    public TestPe signed(int length) {
        certificate = length;
        return this;
    }

    public TestPe dllCharacteristics(int flags) {
        dllCharacteristics = flags;
        return this;
    }

    public TestPe subsystem(int major, int minor) {
        subsystemMajor = major;
        subsystemMinor = minor;
        return this;
    }

    /** Has code for ARM64EC as well. */
    public TestPe hybrid() {
        hybrid = 0x180001000L;
        return this;
    }

    /** Is code for .NET that runs on any processor. */
    public TestPe managed() {
        managed = true;
        return this;
    }

    public byte[] build() {
        Section section = new Section();
        int[][] directories = new int[16][2];
        directories[1] = imports(section, false);
        directories[13] = imports(section, true);
        if (!exports.isEmpty()) {
            directories[0] = exports(section);
        }
        if (pdb != null) {
            directories[6] = debug(section);
        }
        if (manifest != null) {
            directories[2] = resources(section);
        }
        if (hybrid != 0) {
            ByteBuffer config = buffer(0xD0).putInt(0, 0xD0).putLong(0xC8, hybrid);
            directories[10] = new int[] {section.add(config.array()), 0xD0};
        }
        if (managed) {
            directories[14] = new int[] {
                section.add(buffer(72).putInt(0, 72).putInt(16, 1).array()), 72
            };
        }
        byte[] content = section.bytes();
        int end = SECTION_OFFSET + (content.length + 0x1FF) / 0x200 * 0x200;
        if (certificate >= 0) {
            directories[4] = new int[] {end, 16};
        }
        ByteBuffer file = buffer(end + (certificate >= 0 ? 16 : 0));
        headers(file, content.length, directories);
        file.put(SECTION_OFFSET, content);
        if (certificate >= 0) {
            file.putInt(end, certificate);
        }
        return file.array();
    }

    private void headers(ByteBuffer file, int size, int[][] directories) {
        file.put(0, new byte[] {'M', 'Z'}).putInt(0x3C, 0x80).putInt(0x80, 0x4550);
        int optional = wide ? 240 : 224;
        file.putShort(0x84, (short) machine).putShort(0x86, (short) 1).putShort(0x94, (short) optional);
        file.putShort(0x96, (short) characteristics);
        int at = 0x98;
        file.putShort(at, (short) (wide ? 0x20B : 0x10B));
        if (wide) {
            file.putLong(at + 24, 0x180000000L);
        } else {
            file.putInt(at + 28, 0x10000000);
        }
        file.putInt(at + 32, 0x1000).putInt(at + 36, 0x200).putShort(at + 40, (short) 6);
        file.putShort(at + 48, (short) subsystemMajor).putShort(at + 50, (short) subsystemMinor);
        file.putInt(at + 56, 0x10000).putInt(at + 60, SECTION_OFFSET).putShort(at + 68, (short) 2);
        file.putShort(at + 70, (short) dllCharacteristics);
        int fixed = wide ? 112 : 96;
        file.putInt(at + fixed - 4, 16);
        for (int i = 0; i < 16; i++) {
            file.putInt(at + fixed + 8 * i, directories[i][0]).putInt(at + fixed + 8 * i + 4, directories[i][1]);
        }
        int table = at + optional;
        file.put(table, ".rdata".getBytes(StandardCharsets.US_ASCII));
        file.putInt(table + 8, size).putInt(table + 12, SECTION_ADDRESS);
        file.putInt(table + 16, (size + 0x1FF) / 0x200 * 0x200).putInt(table + 20, SECTION_OFFSET);
    }

    private int[] imports(Section section, boolean delayed) {
        List<Need> some = needs.stream().filter(need -> need.delayed == delayed).toList();
        if (some.isEmpty()) {
            return new int[2];
        }
        int size = delayed ? 32 : 20;
        ByteBuffer directory = buffer(size * (some.size() + 1));
        for (int i = 0; i < some.size(); i++) {
            int name = section.text(some.get(i).dll);
            int width = wide ? 8 : 4;
            ByteBuffer thunks = buffer(width * (some.get(i).symbols.size() + 1));
            for (int j = 0; j < some.get(i).symbols.size(); j++) {
                String symbol = some.get(i).symbols.get(j);
                boolean number = symbol.startsWith("#");
                long value = number
                        ? Long.parseLong(symbol.substring(1)) | (wide ? Long.MIN_VALUE : 0x80000000L)
                        : section.text("\0\0" + symbol);
                if (wide) {
                    thunks.putLong(width * j, value);
                } else {
                    thunks.putInt(width * j, (int) value);
                }
            }
            int table = section.add(thunks.array());
            if (delayed) {
                directory.putInt(size * i, 1).putInt(size * i + 4, name).putInt(size * i + 16, table);
            } else {
                directory.putInt(size * i, table).putInt(size * i + 12, name).putInt(size * i + 16, table);
            }
        }
        return new int[] {section.add(directory.array()), directory.capacity()};
    }

    private int[] exports(Section section) {
        ByteBuffer names = buffer(4 * exports.size());
        ByteBuffer ordinals = buffer(2 * exports.size());
        ByteBuffer functions = buffer(4 * exports.size());
        for (int i = 0; i < exports.size(); i++) {
            names.putInt(4 * i, section.text(exports.get(i)));
            ordinals.putShort(2 * i, (short) i);
            functions.putInt(4 * i, 0x9000 + i);
        }
        int dll = section.text("test.dll");
        int nameTable = section.add(names.array());
        int ordinalTable = section.add(ordinals.array());
        int start = section.next();
        ByteBuffer directory = buffer(40);
        int target = start + 40;
        if (forwarder != null) {
            functions.putInt(4 * (exports.size() - 1), target);
        }
        directory.putInt(12, dll).putInt(16, 1).putInt(20, exports.size()).putInt(24, exports.size());
        directory.putInt(32, nameTable).putInt(36, ordinalTable);
        int size = 40 + (forwarder == null ? 0 : forwarder.length() + 1);
        ByteBuffer whole = buffer(size);
        directory.putInt(28, start + (size + 7) / 8 * 8);
        whole.put(0, directory.array());
        if (forwarder != null) {
            whole.put(40, forwarder.getBytes(StandardCharsets.US_ASCII));
        }
        section.add(whole.array());
        section.add(functions.array());
        return new int[] {start, size};
    }

    private int[] debug(Section section) {
        byte[] path = (pdb + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer view = buffer(24 + path.length).putInt(0, 0x53445352).put(24, path);
        int at = section.add(view.array());
        ByteBuffer entry = buffer(28).putInt(12, 2).putInt(16, view.capacity()).putInt(20, at);
        entry.putInt(24, at - SECTION_ADDRESS + SECTION_OFFSET);
        return new int[] {section.add(entry.array()), 28};
    }

    private int[] resources(Section section) {
        byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
        int data = section.add(text);
        ByteBuffer tree = buffer(24 * 3 + 16);
        for (int level = 0; level < 3; level++) {
            int at = 24 * level;
            int next = 24 * (level + 1);
            tree.putShort(at + 14, (short) 1).putInt(at + 16, level == 0 ? 24 : 1);
            tree.putInt(at + 20, level < 2 ? next | 0x80000000 : next);
        }
        tree.putInt(72, data).putInt(76, text.length);
        return new int[] {section.add(tree.array()), tree.capacity()};
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the section holds, eight-byte aligned. */
    private static final class Section {
        private byte[] content = new byte[0];

        int next() {
            return SECTION_ADDRESS + content.length;
        }

        int add(byte[] bytes) {
            int at = next();
            int from = content.length;
            content = java.util.Arrays.copyOf(content, from + (bytes.length + 7) / 8 * 8);
            System.arraycopy(bytes, 0, content, from, bytes.length);
            return at;
        }

        int text(String text) {
            return add((text + "\0").getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            return content.length == 0 ? new byte[8] : content;
        }
    }
}
