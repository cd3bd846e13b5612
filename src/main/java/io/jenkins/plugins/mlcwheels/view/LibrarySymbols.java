package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Symbols, or versions of symbols, of one library. */
@ExportedBean(defaultVisibility = 4)
public final class LibrarySymbols {

    private final String library;
    private final List<String> symbols;

    LibrarySymbols(@NonNull String library, @NonNull List<String> symbols) {
        this.library = library;
        this.symbols = symbols;
    }

    /** The library's SONAME. */
    @Exported
    public String getLibrary() {
        return library;
    }

    /** Names of symbols or of their versions, in order. */
    @Exported
    public List<String> getSymbols() {
        return symbols;
    }

    /** The symbols, separated by commas. */
    public String getText() {
        return String.join(", ", symbols);
    }
}
