package io.jenkins.plugins.mlcwheels.engine.macho;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Dylib;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.DylibKind;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Header;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Linkage;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.Minimum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the header and the load commands of one slice, and what they lead to. */
final class SliceReader {

    private static final int LC_REQ_DYLD = 0x80000000;
    private static final int MOST_COMMANDS = 20_000;
    private static final long MOST_COMMAND_BYTES = 16 << 20;

    private final StreamedBytes bytes;
    private final long offset;
    private final long size;
    private final PageDigests digests;
    private final Predicate<String> wanted;

    private boolean is64;
    private ByteOrder order;
    private final List<Dylib> needs = new ArrayList<>();
    private final List<String> rpaths = new ArrayList<>();
    private final List<MachOSlice.NamedSection> sections = new ArrayList<>();
    private String id;
    private String loader;
    private Minimum minimum;
    private ByteBuffer symtab;
    private ByteBuffer dysymtab;
    private ByteBuffer signature;

    SliceReader(StreamedBytes bytes, long offset, long size, PageDigests digests, Predicate<String> wanted) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
        this.digests = digests;
        this.wanted = wanted;
    }

    MachOSlice read() throws IOException {
        ByteBuffer start = at("mach_header", 0, 28).order(ByteOrder.BIG_ENDIAN);
        int magic = start.getInt(0);
        order = magic == 0xFEEDFACE || magic == 0xFEEDFACF ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        start.order(order);
        if (start.getInt(0) != 0xFEEDFACE && start.getInt(0) != 0xFEEDFACF) {
            throw bytes.malformed("magic", "is not that of a Mach-O file");
        }
        is64 = start.getInt(0) == 0xFEEDFACF;
        int cpu = start.getInt(4);
        int subtype = start.getInt(8) & 0x00FFFFFF;
        Header header = new Header(
                architecture(cpu, subtype),
                cpu,
                subtype,
                start.getInt(12),
                start.getInt(24),
                order == ByteOrder.BIG_ENDIAN);
        commands(start.getInt(16) & 0xFFFFFFFFL, start.getInt(20) & 0xFFFFFFFFL);
        MachOSlice.Symbols symbols = symtab == null
                ? MachOSlice.Symbols.NONE
                : new SymbolReader(bytes, offset, size, is64, order, wanted).read(symtab, dysymtab);
        CodeSignature signed = signature == null
                ? CodeSignature.NONE
                : new SignatureReader(bytes, offset, size, digests).read(signature.getInt(8), signature.getInt(12));
        return new MachOSlice(
                header,
                new Linkage(Optional.ofNullable(id), needs, rpaths, Optional.ofNullable(loader)),
                Optional.ofNullable(minimum),
                symbols,
                signed,
                sections);
    }

    private ByteBuffer at(String field, long place, long length) throws IOException {
        if (place < 0 || length < 0 || place > size - length) {
            throw bytes.malformed(field, "lies outside the file");
        }
        return bytes.read(field, offset + place, length).order(order == null ? ByteOrder.LITTLE_ENDIAN : order);
    }

    private static String architecture(int cpu, int subtype) {
        return switch (cpu) {
            case 7 -> "i386";
            case 0x01000007 -> "x86_64";
            case 0x0100000C -> subtype == 2 ? "arm64e" : "arm64";
            case 12 -> "arm";
            case 18 -> "ppc";
            case 0x01000012 -> "ppc64";
            case 0x0200000C -> "arm64_32";
            default -> "cpu-" + cpu;
        };
    }

    private void commands(long count, long length) throws IOException {
        if (count > MOST_COMMANDS) {
            throw bytes.malformed("ncmds", "is " + count + ", more than " + MOST_COMMANDS);
        }
        if (length > MOST_COMMAND_BYTES) {
            throw bytes.malformed("sizeofcmds", "is " + length + ", more than " + MOST_COMMAND_BYTES);
        }
        ByteBuffer all = at("sizeofcmds", is64 ? 32 : 28, length);
        int place = 0;
        for (int i = 0; i < count; i++) {
            if (place > all.limit() - 8) {
                throw bytes.malformed("ncmds", "is " + count + ", more than sizeofcmds has room for");
            }
            long commandSize = all.getInt(place + 4) & 0xFFFFFFFFL;
            if (commandSize < 8 || commandSize % 4 != 0 || commandSize > all.limit() - place) {
                throw bytes.malformed("cmdsize", "of load command " + (i + 1) + " is " + commandSize);
            }
            command(all.slice(place, (int) commandSize).order(order));
            place += (int) commandSize;
        }
    }

    private void command(ByteBuffer command) {
        int kind = command.getInt(0);
        switch (kind) {
            case 0x1, 0x19 -> segment(command, kind == 0x19);
            case 0x2 -> symtab = whole("LC_SYMTAB", command, 24);
            case 0xB -> dysymtab = whole("LC_DYSYMTAB", command, 80);
            case 0xC -> need(command, DylibKind.LOAD);
            case 0xD -> id = text("LC_ID_DYLIB", command, 24);
            case 0xE -> loader = text("LC_LOAD_DYLINKER", command, 12);
            case 0x18 | LC_REQ_DYLD -> need(command, DylibKind.WEAK);
            case 0x1F | LC_REQ_DYLD -> need(command, DylibKind.REEXPORT);
            case 0x20 -> need(command, DylibKind.LAZY);
            case 0x23 | LC_REQ_DYLD -> need(command, DylibKind.UPWARD);
            case 0x1C | LC_REQ_DYLD -> rpaths.add(text("LC_RPATH", command, 12));
            case 0x1D -> signature = whole("LC_CODE_SIGNATURE", command, 16);
            case 0x24, 0x25, 0x2F, 0x30 -> minimumOfOldKind(whole("LC_VERSION_MIN", command, 16), kind);
            case 0x32 -> {
                ByteBuffer build = whole("LC_BUILD_VERSION", command, 24);
                keep(new Minimum(
                        build.getInt(8), MachOVersion.of(build.getInt(12)), MachOVersion.of(build.getInt(16))));
            }
            default -> {
                // Of no concern here.
            }
        }
    }

    private void minimumOfOldKind(ByteBuffer command, int kind) {
        int platform =
                switch (kind) {
                    case 0x24 -> 1;
                    case 0x25 -> 2;
                    case 0x2F -> 3;
                    default -> 4;
                };
        keep(new Minimum(platform, MachOVersion.of(command.getInt(8)), MachOVersion.of(command.getInt(12))));
    }

    /** A file may be for Mac Catalyst as well; what it says of macOS counts. */
    private void keep(Minimum other) {
        if (minimum == null || !minimum.isMacOs()) {
            minimum = other;
        }
    }

    private ByteBuffer whole(String field, ByteBuffer command, int least) {
        if (command.limit() < least) {
            throw bytes.malformed(field, "has " + command.limit() + " bytes, less than " + least);
        }
        return command;
    }

    private void need(ByteBuffer command, DylibKind kind) {
        String name = text("LC_LOAD_DYLIB", command, 24);
        needs.add(new Dylib(name, kind, MachOVersion.of(command.getInt(16)), MachOVersion.of(command.getInt(20))));
    }

    /** The text that a command has behind its fixed part, at the offset that its third word says. */
    private String text(String field, ByteBuffer command, int fixed) {
        whole(field, command, fixed);
        long start = command.getInt(8) & 0xFFFFFFFFL;
        if (start < fixed || start >= command.limit()) {
            throw bytes.malformed(field, "has its name outside the command");
        }
        int end = (int) start;
        while (end < command.limit() && command.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - (int) start];
        command.get((int) start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void segment(ByteBuffer command, boolean wide) {
        whole("LC_SEGMENT", command, wide ? 72 : 56);
        long place = wide ? command.getLong(40) : command.getInt(32) & 0xFFFFFFFFL;
        long length = wide ? command.getLong(48) : command.getInt(36) & 0xFFFFFFFFL;
        if (place < 0 || length < 0 || length > size || place > size - length) {
            throw bytes.malformed("LC_SEGMENT", "lies outside the file");
        }
        sections(command, wide ? 72 : 56, wide ? 80 : 68, command.getInt(wide ? 64 : 48) & 0xFFFFFFFFL, wide);
    }

    private void sections(ByteBuffer command, int start, int width, long count, boolean wide) {
        if (count > (command.limit() - start) / width) {
            throw bytes.malformed("nsects", "is " + count + ", more than the command has room for");
        }
        for (int i = 0; i < count; i++) {
            int at = start + i * width;
            long length = wide ? command.getLong(at + 40) : command.getInt(at + 36) & 0xFFFFFFFFL;
            sections.add(new MachOSlice.NamedSection(
                    name(command, at + 16) + "," + name(command, at), length & Long.MAX_VALUE));
        }
    }

    /** Sixteen bytes, or fewer and zeros. */
    private static String name(ByteBuffer command, int at) {
        byte[] name = new byte[16];
        command.get(at, name);
        return new String(name, StandardCharsets.UTF_8).replace("\0", "");
    }
}
