package io.jenkins.plugins.mlcwheels.engine.pe;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a PE file (Microsoft's "PE Format") says to the loader of Windows, free of the file's bytes.
 *
 * @param header what it runs on
 * @param imports in the file's order, those that are loaded when first used behind the others
 * @param exports what it gives to others
 * @param extras what the loader does not need
 */
public record PeFile(PeHeader header, List<Import> imports, Exports exports, Extras extras) {

    public PeFile {
        imports = List.copyOf(imports);
    }

    /**
     * A DLL that it needs.
     *
     * @param delayed whether it is loaded when one of its functions is first called
     * @param symbols names of functions, in order
     * @param ordinals how many functions it asks for by number
     */
    public record Import(String dll, boolean delayed, List<String> symbols, int ordinals) {
        public Import {
            symbols = List.copyOf(symbols);
        }
    }

    /**
     * What it gives to others.
     *
     * @param dll the name that it was linked as; empty if it exports nothing
     * @param count of exported addresses
     * @param names those asked for, in the order of the table, which is sorted
     * @param forwarders those names asked for that another DLL has, as {@code NAME=DLL.SYMBOL}
     */
    public record Exports(String dll, long count, List<String> names, List<String> forwarders) {
        /** Nothing. */
        public static final Exports NONE = new Exports("", 0, List.of(), List.of());

        public Exports {
            names = List.copyOf(names);
            forwarders = List.copyOf(forwarders);
        }
    }

    /**
     * What the loader does not need.
     *
     * @param manifest its text, if it has one
     * @param certificates whether it is signed
     * @param certificateSize bytes of the table of certificates, as the header says
     * @param pdb the path of the debug information on the machine that linked it
     * @param managed whether it is code for .NET
     * @param processorNeutral whether it is code for .NET that runs on any processor
     */
    public record Extras(
            Optional<String> manifest,
            Certificates certificates,
            long certificateSize,
            Optional<String> pdb,
            boolean managed,
            boolean processorNeutral) {}

    /** Whether a file is signed (Authenticode). The certificates themselves are not looked at. */
    public enum Certificates {
        NONE,
        PRESENT,
        /** The header names a place outside of the file, or the table contradicts itself: the signature was cut off. */
        BROKEN
    }

    /** Whether the bytes begin as a file of DOS or Windows does; whether it is a PE file only its header tells. */
    public static boolean mayBePe(byte[] start) {
        return start.length >= 64 && start[0] == 'M' && start[1] == 'Z';
    }

    /** Whether the file is a PE file of Windows, and not one of DOS, OS/2 or Windows 3. */
    public static boolean isPe(StreamedBytes bytes) throws IOException {
        return PeHeader.isPe(bytes);
    }

    /**
     * @param wanted which exported names to keep
     * @throws io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException if something in it can't be true; it
     *     names the field
     */
    public static PeFile read(StreamedBytes bytes, Predicate<String> wanted) throws IOException {
        return new PeReader(bytes, wanted).read();
    }
}
