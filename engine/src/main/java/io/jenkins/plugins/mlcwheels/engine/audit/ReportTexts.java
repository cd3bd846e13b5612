package io.jenkins.plugins.mlcwheels.engine.audit;

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
 * made, has a report that {@link AuditReportParser} refuses for its size. Real wheels stay far below.
 */
final class ReportTexts {

    static final int MOST_FINDINGS = 1000;
    static final int MOST_PINS = 300;
    static final int MOST_GRAFTED = 1000;
    static final int MOST_EXTERNAL = 150;
    static final int MOST_VERSIONS = 2000;
    private static final int MOST_SYMBOLS = 300;
    private static final int LONGEST_NAME = 300;

    private ReportTexts() {}

    static String name(String text) {
        return PrintableText.line(text, LONGEST_NAME);
    }

    /** The first few. */
    static <T> List<T> first(Collection<T> list, int most) {
        return list.stream().limit(most).toList();
    }

    /** The first few, fit to be shown. */
    static List<String> names(Collection<String> texts, int most) {
        return texts.stream().limit(most).map(ReportTexts::name).toList();
    }

    static SortedMap<String, SortedSet<String>> symbols(Map<String, ? extends Collection<String>> sets) {
        return sets(sets, MOST_SYMBOLS);
    }

    /** @param most texts of all sets together */
    static SortedMap<String, SortedSet<String>> sets(Map<String, ? extends Collection<String>> sets, int most) {
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
