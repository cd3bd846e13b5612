package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Certificates;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Exports;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Extras;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Import;
import io.jenkins.plugins.mlcwheels.engine.pe.PeHeader.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the headers of a PE file, and what its data directories lead to. */
final class PeReader {

    /** Places in the table of data directories. */
    private static final int EXPORT = 0;

    private static final int IMPORT = 1;
    private static final int RESOURCE = 2;
    private static final int CERTIFICATE = 4;
    private static final int DEBUG = 6;
    private static final int LOAD_CONFIG = 10;
    private static final int DELAY_IMPORT = 13;
    private static final int CLR = 14;

    private static final int PE32 = 0x10B;
    private static final int PE32_PLUS = 0x20B;

    /** What Windows loads at most. */
    private static final int MOST_SECTIONS = 96;

    private static final int MOST_DIRECTORIES = 16;

    private final StreamedBytes bytes;
    private final Predicate<String> wanted;
    private boolean is64;
    private long imageBase;
    private PeSections sections;
    private ByteBuffer directories;

    PeReader(StreamedBytes bytes, Predicate<String> wanted) {
        this.bytes = bytes;
        this.wanted = wanted;
    }

    PeFile read() throws IOException {
        PeHeader header = header();
        header = header.withMachine(machine(header));
        PeImports reader = new PeImports(bytes, sections, is64, imageBase);
        List<Import> imports = new ArrayList<>();
        if (address(IMPORT) != 0) {
            imports.addAll(reader.imports(address(IMPORT)));
        }
        if (address(DELAY_IMPORT) != 0) {
            imports.addAll(reader.delayed(address(DELAY_IMPORT)));
        }
        Exports exports = address(EXPORT) == 0
                ? Exports.NONE
                : new PeExports(bytes, sections, wanted).read(address(EXPORT), size(EXPORT));
        return new PeFile(header, imports, exports, extras());
    }

    private PeHeader header() throws IOException {
        ByteBuffer dos = bytes.read("e_magic", 0, 64);
        if (dos.getShort(0) != 0x5A4D) {
            throw bytes.malformed("e_magic", "is not MZ");
        }
        long at = dos.getInt(0x3C) & 0xFFFFFFFFL;
        ByteBuffer coff = bytes.read("e_lfanew", at, 24);
        if (coff.getInt(0) != 0x4550) {
            throw bytes.malformed("e_lfanew", "does not lead to PE\\0\\0");
        }
        int machine = coff.getShort(4) & 0xFFFF;
        int count = coff.getShort(6) & 0xFFFF;
        int optionalSize = coff.getShort(20) & 0xFFFF;
        if (count > MOST_SECTIONS) {
            throw bytes.malformed("NumberOfSections", "is " + count + "; Windows loads at most " + MOST_SECTIONS);
        }
        ByteBuffer optional = bytes.read("SizeOfOptionalHeader", at + 24, optionalSize);
        int magic = optionalSize < 2 ? 0 : optional.getShort(0) & 0xFFFF;
        if (magic != PE32 && magic != PE32_PLUS) {
            throw bytes.malformed("Magic", "is neither 0x10b nor 0x20b");
        }
        is64 = magic == PE32_PLUS;
        int fixed = is64 ? 112 : 96;
        if (optionalSize < fixed) {
            throw bytes.malformed("SizeOfOptionalHeader", "is " + optionalSize + ", less than " + fixed);
        }
        imageBase = is64 ? optional.getLong(24) : optional.getInt(28) & 0xFFFFFFFFL;
        int directoryCount = (int) Math.min(optional.getInt(fixed - 4) & 0xFFFFFFFFL, MOST_DIRECTORIES);
        if (optionalSize < fixed + 8 * directoryCount) {
            throw bytes.malformed("NumberOfRvaAndSizes", "is more than the optional header holds");
        }
        directories = optional.slice(fixed, 8 * directoryCount).order(optional.order());
        ByteBuffer table = bytes.read("section table", at + 24 + optionalSize, 40L * count);
        sections = new PeSections(bytes, table, count, optional.getInt(60) & 0xFFFFFFFFL);
        return new PeHeader(
                PeMachine.of(machine),
                machine,
                is64,
                coff.getShort(22) & 0xFFFF,
                optional.getShort(68) & 0xFFFF,
                optional.getShort(70) & 0xFFFF,
                version(optional, 40),
                version(optional, 48));
    }

    private static Version version(ByteBuffer header, int at) {
        return new Version(header.getShort(at) & 0xFFFF, header.getShort(at + 2) & 0xFFFF);
    }

    private long address(int directory) {
        return 8 * directory < directories.limit() ? directories.getInt(8 * directory) & 0xFFFFFFFFL : 0;
    }

    private long size(int directory) {
        return 8 * directory < directories.limit() ? directories.getInt(8 * directory + 4) & 0xFFFFFFFFL : 0;
    }

    /**
     * Files for ARM64EC and ARM64X name x64 and ARM64 as their machine; that they have code for both is in the load
     * configuration.
     */
    private PeMachine machine(PeHeader header) throws IOException {
        PeMachine machine = header.machine();
        boolean hybrid = is64
                && (machine == PeMachine.X64 || machine == PeMachine.ARM64)
                && address(LOAD_CONFIG) != 0
                && hybridMetadata() != 0;
        return !hybrid ? machine : machine == PeMachine.X64 ? PeMachine.ARM64EC : PeMachine.ARM64X;
    }

    /** The field CHPEMetadataPointer, as far as the structure reaches to it. */
    private long hybridMetadata() throws IOException {
        String field = "load configuration";
        long at = sections.offset(field, address(LOAD_CONFIG), 4);
        long size = bytes.read(field, at, 4).getInt(0) & 0xFFFFFFFFL;
        return size < 0xD0
                ? 0
                : bytes.read(field, sections.offset(field, address(LOAD_CONFIG), 0xD0), 0xD0)
                        .getLong(0xC8);
    }

    private Extras extras() throws IOException {
        Optional<String> pdb =
                address(DEBUG) == 0 ? Optional.empty() : new PeDebug(bytes, sections).pdb(address(DEBUG), size(DEBUG));
        Optional<String> manifest = address(RESOURCE) == 0
                ? Optional.empty()
                : new PeResources(bytes, sections, address(RESOURCE)).manifest();
        int clr = address(CLR) == 0 ? 0 : clrFlags();
        boolean managed = address(CLR) != 0;
        boolean neutral = managed && (clr & 1) != 0 && (clr & 2) == 0 && !is64;
        return new Extras(manifest, certificates(), size(CERTIFICATE), pdb, managed, neutral);
    }

    private int clrFlags() throws IOException {
        String field = "CLR header";
        return bytes.read(field, sections.offset(field, address(CLR), 20), 20).getInt(16);
    }

    /** Unlike the other directories, this one has a place in the file and not an address. */
    private Certificates certificates() throws IOException {
        long size = size(CERTIFICATE);
        long at = address(CERTIFICATE);
        if (at == 0 || size == 0) {
            return Certificates.NONE;
        }
        if (size < 8 || !bytes.holds(at, size)) {
            return Certificates.BROKEN;
        }
        long length = bytes.read("certificate table", at, 8).getInt(0) & 0xFFFFFFFFL;
        return length < 8 || length > size ? Certificates.BROKEN : Certificates.PRESENT;
    }
}
