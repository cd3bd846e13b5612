package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** The parts of a comparison in words, for text and Markdown alike. */
final class ComparisonWords {

    private static final int SECTIONS = 3;
    private static final int NAMES = 3;

    /** Mangled names of C++ are long, and their beginning tells most. */
    private static final int LONGEST_NAME = 60;

    private ComparisonWords() {}

    /** What matters most to those who install the new wheel, each in a few words; empty if nothing does. */
    static List<String> concerns(WheelComparison wheel) {
        List<String> concerns = new ArrayList<>();
        if (wheel.tag().newer()) {
            concerns.add("platform tag newer");
        }
        if (wheel.removedSymbols() > 0) {
            concerns.add(counted(wheel.removedSymbols(), "exported symbol") + " removed");
        }
        if (!wheel.newDependencies().isEmpty()) {
            concerns.add("requires " + some(wheel.newDependencies()) + " too");
        }
        FieldChange python = wheel.field("Requires-Python");
        if (!python.added().isEmpty() || !python.removed().isEmpty()) {
            concerns.add("Requires-Python differs");
        }
        if (!wheel.field(MetadataChanges.ENTRY_POINT).removed().isEmpty()) {
            concerns.add("entry points removed or changed");
        }
        if (wheel.metadata().stream().anyMatch(change -> MetadataChanges.isLicense(change.field()))) {
            concerns.add("licences differ");
        }
        if (wheel.after().errors() > wheel.before().errors()) {
            concerns.add(counted(wheel.after().errors(), "error") + " of the audit");
        }
        return concerns;
    }

    /** The verdict in one line. */
    static String verdict(WheelComparison wheel) {
        if (wheel.identical()) {
            return "the same file";
        }
        List<String> concerns = concerns(wheel);
        if (!concerns.isEmpty()) {
            return String.join(", ", concerns);
        }
        FileChanges files = wheel.files();
        return files.added() + files.removed() + files.changed() == 0
                ? "the same content"
                : "nothing that breaks users was found";
    }

    static String size(WheelComparison wheel) {
        long before = wheel.before().size();
        long after = wheel.after().size();
        return ByteSize.print(before) + " -> " + ByteSize.print(after)
                + (before == after
                        ? ", the same"
                        : " (" + ByteSize.change(after - before) + ", " + ByteSize.percent(before, after) + ")");
    }

    static String files(FileChanges files) {
        return files.unchanged() + " unchanged, " + files.changed() + " changed, " + files.added() + " added, "
                + files.removed() + " removed";
    }

    static String file(FileChange file) {
        return switch (file.kind()) {
            case ADDED -> file.path() + ": added, " + ByteSize.print(file.after());
            case REMOVED -> file.path() + ": removed, " + ByteSize.print(file.before());
            case CHANGED ->
                file.path() + ": " + ByteSize.print(file.before()) + " -> " + ByteSize.print(file.after())
                        + sections(file);
        };
    }

    private static String sections(FileChange file) {
        List<String> sections = file.sections().stream()
                .limit(SECTIONS)
                .map(section -> section.name() + " " + ByteSize.change(section.growth()))
                .toList();
        return sections.isEmpty() ? "" : " (" + String.join(", ", sections) + ")";
    }

    static String library(LibraryChange library) {
        String words = KebabCase.of(library.kind()).replace('-', ' ');
        boolean need =
                library.kind() == LibraryChange.Kind.NEEDED || library.kind() == LibraryChange.Kind.NO_LONGER_NEEDED;
        return words
                + (need ? " from outside: " : ": ")
                + library.name()
                + (need ? " (brought by " + library.detail() + ")" : "");
    }

    static String symbols(SymbolChange change) {
        List<String> parts = new ArrayList<>();
        if (!change.note().isEmpty()) {
            parts.add(change.note());
        }
        if (change.removed() > 0) {
            parts.add(change.removed() + " removed");
        }
        if (change.moved() > 0) {
            parts.add(change.moved() + " moved to another library");
        }
        if (change.weak() > 0) {
            parts.add(change.weak() + " weak ones gone");
        }
        if (change.added() > 0) {
            parts.add(change.added() + " added");
        }
        return change.path()
                + (change.gone() ? " (gone): " : ": ")
                + String.join(", ", parts)
                + (change.names().isEmpty()
                        ? ""
                        : "; "
                                + some(change.names().stream()
                                        .map(name -> PrintableText.line(name, LONGEST_NAME))
                                        .toList()));
    }

    static List<String> fields(FieldChange change) {
        List<String> lines = new ArrayList<>();
        boolean single = change.removed().size() <= 1 && change.added().size() <= 1;
        if (single && !change.field().equals("Requires-Dist")) {
            String old =
                    change.removed().isEmpty() ? "nothing" : change.removed().get(0);
            String young = change.added().isEmpty() ? "nothing" : change.added().get(0);
            return List.of(
                    change.field() + (old.equals(young) ? ": " + old + " differs" : ": " + old + " -> " + young));
        }
        change.removed().forEach(value -> lines.add(change.field() + " removed: " + value));
        change.added().forEach(value -> lines.add(change.field() + " added: " + value));
        return lines;
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMES, names.size())))
                + (names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "");
    }
}
