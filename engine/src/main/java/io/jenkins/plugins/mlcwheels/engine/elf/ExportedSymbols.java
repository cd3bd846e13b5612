package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/**
 * The symbols that a file defines for others: dynamic, defined, not local, not hidden. What linkers add to every file
 * ({@code _end} and its like) and the names of version definitions are left out.
 */
public final class ExportedSymbols {

    private static final Set<String> OF_LINKERS =
            Set.of("_init", "_fini", "_edata", "_end", "__bss_start", "edata", "end", "__bss_start__", "__bss_end__");

    private static final int ABSOLUTE = 0xFFF1;

    /** The largest libraries in wheels have half a million. */
    private static final int MOST = 4 << 20;

    /** Sees the symbols one after another, in the order of their names in the string table. */
    @FunctionalInterface
    public interface Visitor {
        /** @param weak whether another definition of the same name is as good, as of templates and inline functions */
        void visit(String name, boolean weak) throws IOException;
    }

    private long[] symbols = new long[1024];
    private int count;

    private ExportedSymbols() {}

    /**
     * Shows the symbols to a visitor. The table is read from its beginning to its end, and then the names, so the file
     * may come as a stream.
     *
     * @param file with its source still open
     * @throws MalformedElfException when something in it can't be true
     */
    public static void forEach(ElfFile file, Visitor visitor) throws IOException {
        if (file.symbolTable() != null) {
            new ExportedSymbols().read(file, visitor);
        }
    }

    private void read(ElfFile file, Visitor visitor) throws IOException {
        file.forEachSymbol(symbol -> {
            SymbolBinding binding = symbol.binding();
            SymbolType type = symbol.type();
            boolean offered = !symbol.undefined()
                    && binding != SymbolBinding.LOCAL
                    && type != SymbolType.SECTION
                    && type != SymbolType.FILE
                    && symbol.visible()
                    && !(symbol.section() == ABSOLUTE && symbol.value() == 0);
            if (offered) {
                add((symbol.nameOffset() & 0xFFFFFFFFL) << 1 | (binding == SymbolBinding.GLOBAL ? 0 : 1));
            }
        });
        long[] sorted = Arrays.copyOf(symbols, count);
        Arrays.sort(sorted);
        Strings names = file.symbolTable().strings();
        for (long symbol : sorted) {
            String name = names.get("st_name", symbol >>> 1, Strings.LONGEST_SYMBOL);
            if (!name.isEmpty() && !OF_LINKERS.contains(name)) {
                visitor.visit(name, (symbol & 1) != 0);
            }
        }
    }

    private void add(long symbol) {
        if (count == MOST) {
            throw new MalformedElfException("DT_SYMTAB", "defines more than " + MOST + " symbols");
        }
        if (count == symbols.length) {
            symbols = Arrays.copyOf(symbols, 2 * count);
        }
        symbols[count++] = symbol;
    }
}
