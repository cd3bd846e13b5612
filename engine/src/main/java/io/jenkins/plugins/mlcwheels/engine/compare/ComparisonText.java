package io.jenkins.plugins.mlcwheels.engine.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A comparison as text for a terminal or a log, the verdict first. */
public final class ComparisonText {

    /** What fits on a screen. */
    private static final int MOST_LINES = 40;

    private static final int ITEMS = 6;
    private static final int FILES = 8;
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private final boolean verbose;
    private final List<String> lines = new ArrayList<>();

    private ComparisonText(boolean verbose) {
        this.verbose = verbose;
    }

    /**
     * The lines of it, at most {@value #MOST_LINES} unless all are asked for.
     *
     * @param verbose whether to list everything; else several pairs have a line each
     */
    public static List<String> of(SetComparison set, boolean verbose) {
        ComparisonText text = new ComparisonText(verbose);
        text.failures(set);
        if (set.wheels().size() == 1 || verbose) {
            set.wheels().forEach(text::wheel);
        } else {
            set.wheels().forEach(text::row);
        }
        text.items("only old", set.missing(), name -> name, ITEMS);
        text.items("only new", set.added(), name -> name, ITEMS);
        return text.cut();
    }

    private List<String> cut() {
        if (verbose || lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> shown = new ArrayList<>(lines.subList(0, MOST_LINES - 1));
        shown.add("  " + (lines.size() - MOST_LINES + 1) + " more lines: --verbose lists all");
        return shown;
    }

    private void failures(SetComparison set) {
        int most = verbose ? EVERYTHING : 2 * ITEMS;
        set.failures().stream().limit(most).forEach(failure -> lines.add("failed " + failure));
        if (set.failures().size() > most) {
            lines.add("failed " + (set.failures().size() - most) + " more conditions: --verbose lists all");
        }
    }

    private static String title(WheelComparison wheel) {
        return wheel.title() + ": " + wheel.before().version() + " -> "
                + wheel.after().version();
    }

    private void row(WheelComparison wheel) {
        lines.add(title(wheel) + ": " + ComparisonWords.size(wheel) + "; " + ComparisonWords.verdict(wheel));
    }

    private void wheel(WheelComparison wheel) {
        lines.add(title(wheel));
        line("verdict", ComparisonWords.verdict(wheel));
        line("size", ComparisonWords.size(wheel));
        if (wheel.identical()) {
            return;
        }
        if (!wheel.tag().summary().isEmpty()) {
            line("platform tag", wheel.tag().summary());
            list(wheel.tag().reasons(), reason -> "because " + reason, ITEMS);
        }
        items("symbols", wheel.symbols(), ComparisonWords::symbols, ITEMS);
        items(
                "metadata",
                wheel.metadata().stream()
                        .flatMap(change -> ComparisonWords.fields(change).stream())
                        .toList(),
                field -> field,
                ITEMS);
        items("libraries", wheel.libraries(), ComparisonWords::library, ITEMS);
        line("files", ComparisonWords.files(wheel.files()));
        list(wheel.files().list(), ComparisonWords::file, FILES);
        if (verbose) {
            wheel.symbols().forEach(this::names);
        }
    }

    private void names(SymbolChange change) {
        if (!change.names().isEmpty()) {
            line("removed", "from " + change.path());
            list(change.names(), name -> name, EVERYTHING);
        }
    }

    private <T> void items(String label, List<T> items, Function<T, String> words, int most) {
        int shown = verbose ? EVERYTHING : most;
        for (int i = 0; i < Math.min(shown, items.size()); i++) {
            line(i == 0 ? label : "", words.apply(items.get(i)));
        }
        more(items.size() - shown);
    }

    private <T> void list(List<T> items, Function<T, String> words, int most) {
        int shown = verbose ? EVERYTHING : most;
        items.stream().limit(shown).forEach(item -> line("", words.apply(item)));
        more(items.size() - shown);
    }

    private void more(int left) {
        if (left > 0) {
            line("", "and " + left + " more");
        }
    }

    private void line(String label, String text) {
        lines.add("  " + label + " ".repeat(Math.max(1, 15 - label.length())) + text);
    }
}
