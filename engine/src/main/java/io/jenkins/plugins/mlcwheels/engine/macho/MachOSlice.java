package io.jenkins.plugins.mlcwheels.engine.macho;

import java.util.List;
import java.util.Optional;

/**
 * The part of a Mach-O file for one processor.
 *
 * @param linkage what the loader goes by
 * @param minimum the system that it was built for; empty if it doesn't say
 * @param symbols those asked for
 * @param signature of its code
 * @param sections in the order of the file
 */
public record MachOSlice(
        Header header,
        Linkage linkage,
        Optional<Minimum> minimum,
        Symbols symbols,
        CodeSignature signature,
        List<NamedSection> sections) {

    public MachOSlice {
        sections = List.copyOf(sections);
    }

    /** A section, named by its segment and itself, such as {@code __TEXT,__text}. */
    public record NamedSection(String name, long size) {}

    /**
     * What it is.
     *
     * @param architecture as platform tags write it, such as {@code arm64}; {@code cpu-N} for one that has no name here
     * @param cpu number of the processor's family
     * @param subtype number of the processor, without the flags in its upper byte
     * @param fileType 2 is a program, 6 a library, 8 a bundle, which is loaded as a library too
     */
    public record Header(String architecture, int cpu, int subtype, int fileType, int flags, boolean bigEndian) {
        /** Whether it is started as a program. */
        public boolean isProgram() {
            return fileType == 2;
        }

        /** Whether a program loads it. */
        public boolean isLibrary() {
            return fileType == 6 || fileType == 8;
        }
    }

    /**
     * What the loader goes by.
     *
     * @param id the name that others which are linked with it will need it by
     * @param loader of a program
     */
    public record Linkage(Optional<String> id, List<Dylib> needs, List<String> rpaths, Optional<String> loader) {
        public Linkage {
            needs = List.copyOf(needs);
            rpaths = List.copyOf(rpaths);
        }
    }

    /** How a library is needed. */
    public enum DylibKind {
        LOAD,
        /** May be missing. */
        WEAK,
        /** Is given on to others. */
        REEXPORT,
        /** Is loaded when first used. */
        LAZY,
        /** Needs this file itself. */
        UPWARD
    }

    /**
     * A library that it needs.
     *
     * @param name path as written, mostly with {@code @rpath}, {@code @loader_path} or {@code @executable_path}
     */
    public record Dylib(String name, DylibKind kind, MachOVersion current, MachOVersion compatibility) {}

    /**
     * The oldest system it is for.
     *
     * @param platform number of the platform: 1 is macOS
     */
    public record Minimum(int platform, MachOVersion system, MachOVersion sdk) {
        /** Whether it is about macOS. */
        public boolean isMacOs() {
            return platform == 1;
        }
    }

    /**
     * Symbols that were asked for.
     *
     * @param exported that it defines for others
     * @param needed that others have to define
     */
    public record Symbols(List<String> exported, List<Needed> needed) {
        /** None. */
        public static final Symbols NONE = new Symbols(List.of(), List.of());

        public Symbols {
            exported = List.copyOf(exported);
            needed = List.copyOf(needed);
        }
    }

    /**
     * A symbol that others have to define.
     *
     * @param library the library that has to, counted from 1 in {@link Linkage#needs()}; 0 is itself, 254 whichever has
     *     it (as with {@code -undefined dynamic_lookup}), 255 the program
     * @param weak whether it may be missing
     */
    public record Needed(String name, int library, boolean weak) {}
}
