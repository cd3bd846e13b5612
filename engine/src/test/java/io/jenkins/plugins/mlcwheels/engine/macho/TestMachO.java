package io.jenkins.plugins.mlcwheels.engine.macho;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds Mach-O files byte by byte: thin or fat, of either byte order, signed ad hoc or not. */
public final class TestMachO {

    private static final int SYMBOLS = 0x4000;

    private final int cpu;
    private final boolean wide;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int fileType = 6;
    private int padding;
    private final List<byte[]> commands = new ArrayList<>();
    private final List<String> exports = new ArrayList<>();
    private final List<String> needed = new ArrayList<>();
    private boolean signed;

    private TestMachO(int cpu, boolean wide) {
        this.cpu = cpu;
        this.wide = wide;
    }

    public static TestMachO arm64() {
        return new TestMachO(0x0100000C, true);
    }

    public static TestMachO x86_64() {
        return new TestMachO(0x01000007, true);
    }

    public static TestMachO ppc() {
        TestMachO file = new TestMachO(18, false);
        file.order = ByteOrder.BIG_ENDIAN;
        return file;
    }

    public TestMachO program() {
        fileType = 2;
        return this;
    }

    public TestMachO bundle() {
        fileType = 8;
        return this;
    }

    public TestMachO id(String name) {
        return dylib(0xD, name);
    }

    public TestMachO needs(String name) {
        return dylib(0xC, name);
    }

    public TestMachO maybeNeeds(String name) {
        return dylib(0x80000018, name);
    }

    public TestMachO rpath(String path) {
        return text(0x8000001C, 12, path);
    }

    /** Is built for this macOS. */
    public TestMachO minimum(int major, int minor) {
        return minimum(1, major, minor);
    }

    public TestMachO minimum(int platform, int major, int minor) {
        commands.add(command(0x32, 24)
                .putInt(8, platform)
                .putInt(12, major << 16 | minor << 8)
                .putInt(16, 14 << 16)
                .array());
        return this;
    }

    /** Is built for this macOS, as older linkers say it. */
    public TestMachO oldMinimum(int major, int minor) {
        commands.add(command(0x24, 16)
                .putInt(8, major << 16 | minor << 8)
                .putInt(12, 11 << 16)
                .array());
        return this;
    }

    public TestMachO exports(String... names) {
        exports.addAll(List.of(names));
        return this;
    }

    /** Symbols that whichever library has them. */
    public TestMachO looksUp(String... names) {
        needed.addAll(List.of(names));
        return this;
    }

    /** Bytes of code. */
    public TestMachO code(int bytes) {
        padding = bytes;
        return this;
    }

    /** Signs ad hoc, with SHA-256. */
    public TestMachO signed() {
        signed = true;
        return this;
    }

    private ByteBuffer command(int kind, int size) {
        return ByteBuffer.allocate(size).order(order).putInt(0, kind).putInt(4, size);
    }

    private TestMachO dylib(int kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int size = (24 + text.length + 8) / 8 * 8;
        ByteBuffer command =
                command(kind, size).putInt(8, 24).putInt(16, 0x20000).putInt(20, 0x10000);
        commands.add(command.put(24, text).array());
        return this;
    }

    private TestMachO text(int kind, int fixed, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        int size = (fixed + text.length + 8) / 8 * 8;
        commands.add(command(kind, size).putInt(8, fixed).put(fixed, text).array());
        return this;
    }

    public byte[] build() {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int width = wide ? 16 : 12;
        List<String> names = new ArrayList<>(exports);
        names.addAll(needed);
        ByteBuffer symbols = ByteBuffer.allocate(width * names.size()).order(order);
        for (int i = 0; i < names.size(); i++) {
            boolean defined = i < exports.size();
            symbols.putInt(width * i, strings.size());
            symbols.put(width * i + 4, (byte) (defined ? 0x0F : 0x01));
            symbols.putShort(width * i + 6, (short) (defined ? 0 : 0xFE00));
            strings.writeBytes((names.get(i) + "\0").getBytes(StandardCharsets.UTF_8));
        }
        int symbolPlace = SYMBOLS + padding;
        int stringPlace = symbolPlace + symbols.capacity();
        int end = (stringPlace + strings.size() + 15) / 16 * 16;
        List<byte[]> all = new ArrayList<>(commands);
        all.add(command(0x2, 24)
                .putInt(8, symbolPlace)
                .putInt(12, names.size())
                .putInt(16, stringPlace)
                .putInt(20, strings.size())
                .array());
        all.add(command(0xB, 80)
                .putInt(20, exports.size())
                .putInt(24, exports.size())
                .putInt(28, needed.size())
                .array());
        int pages = (end + 4095) / 4096;
        int signature = 20 + 44 + 4 + 32 * pages;
        if (signed) {
            all.add(command(0x1D, 16).putInt(8, end).putInt(12, signature).array());
        }
        ByteBuffer file = ByteBuffer.allocate(end + (signed ? signature : 0)).order(order);
        int header = wide ? 32 : 28;
        file.putInt(0, wide ? 0xFEEDFACF : 0xFEEDFACE).putInt(4, cpu).putInt(12, fileType);
        file.putInt(16, all.size())
                .putInt(20, all.stream().mapToInt(one -> one.length).sum());
        int at = header;
        for (byte[] one : all) {
            file.put(at, one);
            at += one.length;
        }
        for (int i = 0; i < padding; i++) {
            file.put(SYMBOLS + i, (byte) (i * 31));
        }
        file.put(symbolPlace, symbols.array()).put(stringPlace, strings.toByteArray());
        if (signed) {
            sign(file.array(), end, pages);
        }
        return file.array();
    }

    private static void sign(byte[] file, int end, int pages) {
        ByteBuffer blob = ByteBuffer.wrap(file);
        int directory = end + 20;
        blob.putInt(end, 0xFADE0CC0)
                .putInt(end + 4, file.length - end)
                .putInt(end + 8, 1)
                .putInt(end + 16, 20);
        blob.putInt(directory, 0xFADE0C02).putInt(directory + 4, file.length - directory);
        blob.putInt(directory + 8, 0x20100).putInt(directory + 12, 2).putInt(directory + 16, 48);
        blob.putInt(directory + 20, 44).putInt(directory + 28, pages).putInt(directory + 32, end);
        blob.put(directory + 36, (byte) 32).put(directory + 37, (byte) 2).put(directory + 39, (byte) 12);
        blob.put(directory + 44, new byte[] {'i', 'd', 0});
        for (int i = 0; i < pages; i++) {
            byte[] page = Arrays.copyOfRange(file, i * 4096, Math.min(end, (i + 1) * 4096));
            try {
                blob.put(
                        directory + 48 + 32 * i,
                        MessageDigest.getInstance("SHA-256").digest(page));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A fat file of these slices. */
    public static byte[] fat(TestMachO... slices) {
        int place = 0x4000;
        List<byte[]> built = new ArrayList<>();
        for (TestMachO slice : slices) {
            built.add(slice.build());
        }
        int total = built.stream()
                .mapToInt(one -> (one.length + 0x3FFF) / 0x4000 * 0x4000)
                .sum();
        ByteBuffer file = ByteBuffer.allocate(place + total);
        file.putInt(0, 0xCAFEBABE).putInt(4, slices.length);
        for (int i = 0; i < slices.length; i++) {
            int at = 8 + 20 * i;
            file.putInt(at, slices[i].cpu).putInt(at + 8, place).putInt(at + 12, built.get(i).length);
            file.putInt(at + 16, 14);
            file.put(place, built.get(i));
            place += (built.get(i).length + 0x3FFF) / 0x4000 * 0x4000;
        }
        return file.array();
    }
}
