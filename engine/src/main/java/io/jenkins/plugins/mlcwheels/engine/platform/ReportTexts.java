package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes what a report repeats from a wheel fit to be shown, and bounds it: with these limits no wheel, however it was
 * made, has a report that the reader of reports refuses for its size. Real wheels stay far below.
 */
public final class ReportTexts {

    /** List items of a report at most. */
    public static final int MOST_FINDINGS = 1000;

    public static final int MOST_PINS = 300;
    public static final int MOST_GRAFTED = 1000;
    public static final int MOST_EXTERNAL = 150;
    public static final int MOST_VERSIONS = 2000;
    private static final int MOST_SYMBOLS = 300;
    private static final int LONGEST_NAME = 300;

    private ReportTexts() {}

    /** A name, fit to be shown and at most 300 characters long. */
    public static String name(String text) {
        return PrintableText.line(text, LONGEST_NAME);
    }

    /** The first few. */
    public static <T> List<T> first(Collection<T> list, int most) {
        return list.stream().limit(most).toList();
    }

    /** The first few, fit to be shown. */
    public static List<String> names(Collection<String> texts, int most) {
        return texts.stream().limit(most).map(ReportTexts::name).toList();
    }

    /** Sets of symbols by library. */
    public static SortedMap<String, SortedSet<String>> symbols(Map<String, ? extends Collection<String>> sets) {
        return sets(sets, MOST_SYMBOLS);
    }

    /** @param most texts of all sets together */
    public static SortedMap<String, SortedSet<String>> sets(Map<String, ? extends Collection<String>> sets, int most) {
        SortedMap<String, SortedSet<String>> shown = new TreeMap<>();
        int left = most;
        for (Map.Entry<String, ? extends Collection<String>> set : sets.entrySet()) {
            if (left <= 0) {
                break;
            }
            List<String> some = names(set.getValue(), left - 1);
            shown.computeIfAbsent(name(set.getKey()), name -> new TreeSet<>()).addAll(some);
            left -= some.size() + 1;
        }
        return shown;
    }
}
