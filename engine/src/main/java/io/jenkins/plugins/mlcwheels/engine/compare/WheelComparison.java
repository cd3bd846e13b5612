package io.jenkins.plugins.mlcwheels.engine.compare;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * Two wheels side by side. All texts are fit to be shown, and no list is longer than a person or a page can use; which
 * items are listed depends on the wheels alone.
 *
 * @param title what both are, such as {@code numpy cp311-cp311 linux x86_64}
 * @param newDependencies projects that the new wheel requires and the old one did not, without those of extras
 */
public record WheelComparison(
        String title,
        WheelSide before,
        WheelSide after,
        FileChanges files,
        List<LibraryChange> libraries,
        List<SymbolChange> symbols,
        TagChange tag,
        List<FieldChange> metadata,
        List<String> newDependencies) {

    private static final int MOST = 1000;

    public WheelComparison {
        title = ReportTexts.name(title);
        libraries = ReportTexts.first(libraries, MOST);
        symbols = ReportTexts.first(symbols, MOST);
        metadata = ReportTexts.first(metadata, MOST);
        newDependencies = ReportTexts.names(newDependencies, MOST);
    }

    /** Whether both are the same file. */
    @JsonIgnore
    public boolean identical() {
        return before.sha256().equals(after.sha256());
    }

    /** Bytes that the new file has more; negative if it has fewer. */
    public long growth() {
        return after.size() - before.size();
    }

    /** Symbols that no library of the new wheel exports any more, weak ones left out. */
    public long removedSymbols() {
        return symbols.stream().mapToLong(SymbolChange::removed).sum();
    }

    /** The change of a field of the metadata, or one of nothing. */
    public FieldChange field(String name) {
        return metadata.stream()
                .filter(change -> change.field().equals(name))
                .findFirst()
                .orElse(new FieldChange(name, List.of(), List.of()));
    }
}
