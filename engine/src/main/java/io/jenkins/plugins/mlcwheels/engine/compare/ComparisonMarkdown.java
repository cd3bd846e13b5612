package io.jenkins.plugins.mlcwheels.engine.compare;

import java.util.List;
import java.util.function.Function;

/** A comparison as Markdown for a change request: one table of all pairs, the details of each folded. */
public final class ComparisonMarkdown {

    private static final int ITEMS = 20;

    /** Hosts refuse longer comments. */
    private static final int LONGEST = 60_000;

    private final StringBuilder text = new StringBuilder();

    private ComparisonMarkdown() {}

    /** Ends with a line feed, and is never longer than a comment may be. */
    public static String of(SetComparison set) {
        ComparisonMarkdown markdown = new ComparisonMarkdown();
        markdown.write(set);
        return markdown.text.toString();
    }

    private void write(SetComparison set) {
        text.append(set.failures().isEmpty() ? "### Wheels compared\n\n" : "### Wheels compared: failed\n\n");
        set.failures().stream().limit(ITEMS).forEach(failure -> text.append("- **")
                .append(escaped(failure.condition()))
                .append("** ")
                .append(escaped(failure.wheel() + ": " + failure.reason()))
                .append('\n'));
        text.append(set.failures().isEmpty() ? "" : "\n");
        text.append("| wheel | versions | size | verdict |\n|---|---|---|---|\n");
        for (WheelComparison wheel : set.wheels()) {
            text.append("| ")
                    .append(escaped(wheel.title()))
                    .append(" | ")
                    .append(escaped(
                            wheel.before().version() + " → " + wheel.after().version()))
                    .append(" | ")
                    .append(escaped(ComparisonWords.size(wheel).replace("->", "→")))
                    .append(" | ")
                    .append(escaped(ComparisonWords.verdict(wheel)))
                    .append(" |\n");
        }
        list("Only in the old set", set.missing(), name -> name);
        list("Only in the new set", set.added(), name -> name);
        for (WheelComparison wheel : set.wheels()) {
            int length = text.length();
            details(wheel);
            if (text.length() > LONGEST) {
                text.setLength(length);
                text.append("\nThe details of more wheels are left out.\n");
                return;
            }
        }
    }

    private void details(WheelComparison wheel) {
        if (wheel.identical()) {
            return;
        }
        text.append("\n<details><summary>").append(escaped(wheel.title())).append("</summary>\n");
        if (!wheel.tag().summary().isEmpty()) {
            text.append("\nPlatform tag: ")
                    .append(escaped(wheel.tag().summary()))
                    .append(".\n");
        }
        list("Because", wheel.tag().reasons(), reason -> reason);
        list("Symbols", wheel.symbols(), ComparisonWords::symbols);
        list(
                "Metadata",
                wheel.metadata().stream()
                        .flatMap(change -> ComparisonWords.fields(change).stream())
                        .toList(),
                field -> field);
        list("Libraries", wheel.libraries(), ComparisonWords::library);
        text.append("\nFiles: ").append(ComparisonWords.files(wheel.files())).append(".\n");
        list("Largest changes", wheel.files().list(), ComparisonWords::file);
        text.append("\n</details>\n");
    }

    private <T> void list(String title, List<T> items, Function<T, String> words) {
        if (items.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append(":\n\n");
        items.stream().limit(ITEMS).forEach(item -> text.append("- ")
                .append(escaped(words.apply(item)))
                .append('\n'));
        if (items.size() > ITEMS) {
            text.append("- and ").append(items.size() - ITEMS).append(" more\n");
        }
    }

    /** Names in wheels may hold what Markdown and HTML obey. */
    static String escaped(String words) {
        StringBuilder safe = new StringBuilder(words.length() + 16);
        for (char c : words.toCharArray()) {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '@' -> safe.append("&#64;");
                case '#' -> safe.append("&#35;");
                case '\\', '`', '*', '_', '[', ']', '|', '!', '~' ->
                    safe.append('\\').append(c);
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
