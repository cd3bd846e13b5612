package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The file header ({@code Ehdr}).
 *
 * @param osAbi {@code EI_OSABI}; 0 is System V, 3 is GNU
 * @param typeCode {@code e_type} as it stands
 * @param machineCode {@code e_machine} as it stands
 * @param entry address where a program begins, unsigned
 * @param segmentsOffset {@code e_phoff}, unsigned; 0 when there are none
 * @param sectionsOffset {@code e_shoff}, unsigned; 0 when there are none
 * @param flags {@code e_flags}, whose meaning depends on the machine
 * @param segmentSize {@code e_phentsize}
 * @param segmentCount {@code e_phnum}; 0xFFFF means that the first section header has it
 * @param sectionSize {@code e_shentsize}
 * @param sectionCount {@code e_shnum}; 0 with an offset means that the first section header has it
 * @param sectionNames {@code e_shstrndx}; 0xFFFF means that the first section header has it
 */
public record ElfHeader(
        ElfFormat format,
        int osAbi,
        int abiVersion,
        int typeCode,
        int machineCode,
        long entry,
        long segmentsOffset,
        long sectionsOffset,
        int flags,
        int segmentSize,
        int segmentCount,
        int sectionSize,
        int sectionCount,
        int sectionNames) {

    private static final int IDENT = 16;

    /** Whether addresses have 64 bits (ELFCLASS64), not 32. */
    public boolean is64() {
        return format.is64();
    }

    /** Whether the most significant byte comes first (ELFDATA2MSB). */
    public boolean bigEndian() {
        return format.bigEndian();
    }

    /** What the file is for ({@code e_type}). */
    public ElfType type() {
        return ElfType.of(typeCode);
    }

    /** The processor that it is for ({@code e_machine}). */
    public Machine machine() {
        return Machine.of(machineCode);
    }

    static boolean hasMagic(byte[] start) {
        return start.length >= 4 && start[0] == 0x7F && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
    }

    /**
     * Reads the header at the start of a file.
     *
     * @throws NotElfException when the magic bytes are not there
     * @throws MalformedElfException when the rest is cut off or of no known class or byte order
     */
    public static ElfHeader read(ByteSource source) throws IOException {
        byte[] ident = new byte[(int) Math.min(IDENT, source.length())];
        source.read(0, ident.length).get(ident);
        if (!hasMagic(ident)) {
            throw new NotElfException();
        }
        if (ident.length < IDENT) {
            throw new MalformedElfException("e_ident", "is cut off");
        }
        ElfFormat format = new ElfFormat(choice("EI_CLASS", ident[4]), choice("EI_DATA", ident[5]));
        ByteBuffer bytes = new ElfReader(source, format).read("ELF header", 0, format.headerSize());
        return parse(format, ident, bytes);
    }

    private static boolean choice(String field, byte value) {
        if (value != 1 && value != 2) {
            throw new MalformedElfException(field, "is " + (value & 0xFF) + ", not 1 or 2");
        }
        return value == 2;
    }

    private static ElfHeader parse(ElfFormat format, byte[] ident, ByteBuffer bytes) {
        int word = format.wordSize();
        int rest = 24 + 3 * word;
        return new ElfHeader(
                format,
                ident[7] & 0xFF,
                ident[8] & 0xFF,
                ElfFormat.half(bytes, 16),
                ElfFormat.half(bytes, 18),
                format.word(bytes, 24),
                format.word(bytes, 24 + word),
                format.word(bytes, 24 + 2 * word),
                bytes.getInt(rest),
                ElfFormat.half(bytes, rest + 6),
                ElfFormat.half(bytes, rest + 8),
                ElfFormat.half(bytes, rest + 10),
                ElfFormat.half(bytes, rest + 12),
                ElfFormat.half(bytes, rest + 14));
    }
}
