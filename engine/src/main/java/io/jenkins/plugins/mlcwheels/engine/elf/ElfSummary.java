package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that an audit asks of an ELF file, free of the file's bytes.
 *
 * @param file everything but the symbols; asking it for symbols throws
 * @param symbols the dynamic symbols whose names were looked for, in the order of the table
 * @param versionUsers for each needed version the names of a few undefined symbols that need it; versions that only the
 *     file itself and no symbol needs are not in it
 * @param unloaded what the loader doesn't see of it
 */
public record ElfSummary(
        ElfFile file,
        List<DynamicSymbol> symbols,
        Map<VersionNeeds.Need, List<String>> versionUsers,
        Unloaded unloaded) {

    /** How many names {@link #versionUsers()} has for each version, at most. */
    public static final int EXAMPLES = 4;

    public ElfSummary {
        symbols = List.copyOf(symbols);
        versionUsers = Collections.unmodifiableMap(new LinkedHashMap<>(versionUsers));
    }

    /**
     * @param names which symbols to look for
     * @throws NotElfException when the file does not begin as an ELF file
     * @throws MalformedElfException when something in it can't be true; it names the field
     */
    public static ElfSummary read(ByteSource source, SymbolNames names) throws IOException {
        ElfFile file = ElfFile.read(source);
        return new ElfSummary(
                file.detached(),
                file.findSymbols(names),
                VersionUsers.find(file.symbolTable(), EXAMPLES),
                Unloaded.of(source));
    }
}
