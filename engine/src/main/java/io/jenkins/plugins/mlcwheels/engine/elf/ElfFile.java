package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the dynamic loader sees of an ELF file of either class and byte order. Everything but the symbols is read at
 * once and checked; symbols are read from the source whenever they are asked for, so it has to stay open for these.
 * Section headers are not trusted and need not be there, save for object files, which have nothing else.
 */
public final class ElfFile {

    private final ElfHeader header;
    private final List<Segment> segments;
    private final DynamicSection dynamic;
    private final DynamicStrings strings;
    private final Optional<String> interpreter;
    private final IsaLevel isaNeeded;
    private final Optional<String> oldestKernel;
    private final VersionNeeds versions;
    private final SymbolTable symbols;

    ElfFile(
            ElfHeader header,
            List<Segment> segments,
            DynamicSection dynamic,
            DynamicStrings strings,
            Optional<String> interpreter,
            IsaLevel isaNeeded,
            Optional<String> oldestKernel,
            VersionNeeds versions,
            SymbolTable symbols) {
        this.header = header;
        this.segments = segments;
        this.dynamic = dynamic;
        this.strings = strings;
        this.interpreter = interpreter;
        this.isaNeeded = isaNeeded;
        this.oldestKernel = oldestKernel;
        this.versions = versions;
        this.symbols = symbols;
    }

    /** Whether a file that begins with these bytes, at least four of them, is meant to be an ELF file. */
    public static boolean isElf(byte[] start) {
        return ElfHeader.hasMagic(start);
    }

    /**
     * @throws NotElfException when the file does not begin as an ELF file
     * @throws MalformedElfException when something in it can't be true; it names the field
     */
    public static ElfFile read(ByteSource source) throws IOException {
        ElfHeader header = ElfHeader.read(source);
        ElfReader reader = new ElfReader(source, header.format());
        return new ElfFileReader(reader, header, Segment.readAll(reader, header)).read();
    }

    /** What the file says of itself in its first bytes. */
    public ElfHeader header() {
        return header;
    }

    /** All program headers, in their order. */
    public List<Segment> segments() {
        return segments;
    }

    /** The entries of the dynamic section; none when there is no such section. */
    public DynamicSection dynamic() {
        return dynamic;
    }

    /** The loader that the program asks for, such as {@code /lib64/ld-linux-x86-64.so.2}. */
    public Optional<String> interpreter() {
        return interpreter;
    }

    /** A program that runs without a loader and without libraries, position-independent or not. */
    public boolean isStaticExecutable() {
        boolean program = header.type() == ElfType.EXECUTABLE
                || (dynamic.value(DynamicEntry.DT_FLAGS_1).orElse(0) & DynamicEntry.DF_1_PIE) != 0;
        return program && interpreter.isEmpty() && needed().isEmpty();
    }

    /** SONAMEs of the libraries that it is linked to, in the order of the file. */
    public List<String> needed() {
        return strings.needed();
    }

    /** The library's own name (DT_SONAME), by which others need it. */
    public Optional<String> soname() {
        return strings.soname();
    }

    /** Directories of {@code DT_RPATH}, as written; an empty one stands for the working directory. */
    public List<String> rpath() {
        return strings.rpath();
    }

    /** Directories of {@code DT_RUNPATH}, as written; an empty one stands for the working directory. */
    public List<String> runpath() {
        return strings.runpath();
    }

    /** Needed versions by the library that has to define them; weak ones included. */
    public Map<String, Set<String>> versionNeeds() {
        return versions.byLibrary();
    }

    /** Needed versions by the number that symbols refer to them with. */
    public VersionNeeds versions() {
        return versions;
    }

    /** Number of dynamic symbols, the empty first one included; 0 without a symbol table. */
    public long symbolCount() {
        return symbols == null ? 0 : symbols.count();
    }

    /** Walks over all dynamic symbols, in their order and without making objects of them. */
    public void forEachSymbol(SymbolVisitor visitor) throws IOException {
        if (symbols != null) {
            symbols.forEach(visitor);
        }
    }

    /** The dynamic symbols with given names, in the order of the table. */
    public List<DynamicSymbol> findSymbols(SymbolNames names) throws IOException {
        return symbols == null ? List.of() : symbols.find(names);
    }

    /** The x86-64 level in the GNU property note. */
    public IsaLevel isaNeeded() {
        return isaNeeded;
    }

    /** The oldest Linux that the ABI note names, such as {@code 3.2.0}; empty if there is no such note. */
    public Optional<String> oldestKernel() {
        return oldestKernel;
    }

    /** Whether it has packed relative relocations ({@code DT_RELR}). */
    public boolean hasPackedRelocations() {
        return dynamic.value(DynamicEntry.DT_RELR).isPresent();
    }

    /** Whether a {@code PT_GNU_STACK} asks for a stack that code can run on; false when there is none. */
    public boolean executableStack() {
        return segment(Segment.PT_GNU_STACK).map(Segment::executable).orElse(false);
    }

    /** The first segment of a type, which is the one that the loader uses. */
    public Optional<Segment> segment(int type) {
        return segments.stream().filter(segment -> segment.type() == type).findFirst();
    }

    /** The same file, free of its source: asking for symbols throws an {@link IOException} from now on. */
    ElfFile detached() {
        SymbolTable table = symbols == null ? null : symbols.detached();
        return new ElfFile(header, segments, dynamic, strings, interpreter, isaNeeded, oldestKernel, versions, table);
    }

    SymbolTable symbolTable() {
        return symbols;
    }
}
