package io.jenkins.plugins.mlcwheels.engine.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Collects findings from several threads and keeps the first {@value #MAX} in their order, which is no more than a
 * reader can use. Which these are, and their order, depends on the findings alone and not on who comes first.
 */
public final class Findings {

    /** What the list itself says. */
    public enum Listing implements Problem {
        TOO_MANY_FINDINGS;

        @Override
        public Severity severity() {
            return Severity.ERROR;
        }

        @Override
        public String meaning() {
            return "more findings than are listed";
        }

        @Override
        public String remedy() {
            return "";
        }
    }

    private static final int MAX = 500;

    private final PriorityQueue<Finding> kept = new PriorityQueue<>(Comparator.reverseOrder());
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private final String subject;

    /** @param subject name of the whole that is checked, for what is about no part of it */
    public Findings(String subject) {
        this.subject = subject;
    }

    /** @see Finding */
    public synchronized void add(Problem problem, String where, String message) {
        Finding finding = problem.at(where, message);
        counts.merge(finding.code(), 1, Integer::sum);
        kept.add(finding);
        if (kept.size() > MAX) {
            kept.remove();
        }
    }

    /** Adds what is about the whole. */
    public void addForAll(Problem problem, String message) {
        add(problem, subject, message);
    }

    /** In their order; if some are left out, the last one says how many of which kind. */
    public synchronized List<Finding> list() {
        List<Finding> all = new ArrayList<>(kept);
        all.sort(null);
        SortedMap<String, Integer> left = new TreeMap<>(counts);
        all.forEach(finding -> left.merge(finding.code(), -1, Integer::sum));
        left.values().removeIf(count -> count == 0);
        if (!left.isEmpty()) {
            int sum = left.values().stream().mapToInt(Integer::intValue).sum();
            all.add(Listing.TOO_MANY_FINDINGS.at(subject, sum + " more findings are not listed: " + counted(left)));
        }
        return all;
    }

    private static String counted(SortedMap<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
