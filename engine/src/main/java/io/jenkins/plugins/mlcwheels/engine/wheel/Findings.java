package io.jenkins.plugins.mlcwheels.engine.wheel;

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
final class Findings {

    private static final int MAX = 500;

    private final PriorityQueue<Finding> kept = new PriorityQueue<>(Comparator.reverseOrder());
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private final String wheel;

    Findings(String wheel) {
        this.wheel = wheel;
    }

    synchronized void add(WheelProblem problem, String where, String message) {
        Finding finding = problem.at(where, message);
        counts.merge(finding.code(), 1, Integer::sum);
        kept.add(finding);
        if (kept.size() > MAX) {
            kept.remove();
        }
    }

    void addForWheel(WheelProblem problem, String message) {
        add(problem, wheel, message);
    }

    /** In their order; if some are left out, the last one says how many of which kind. */
    synchronized List<Finding> list() {
        List<Finding> all = new ArrayList<>(kept);
        all.sort(null);
        SortedMap<String, Integer> left = new TreeMap<>(counts);
        all.forEach(finding -> left.merge(finding.code(), -1, Integer::sum));
        left.values().removeIf(count -> count == 0);
        if (!left.isEmpty()) {
            int sum = left.values().stream().mapToInt(Integer::intValue).sum();
            all.add(WheelProblem.TOO_MANY_FINDINGS.at(wheel, sum + " more findings are not listed: " + counted(left)));
        }
        return all;
    }

    private static String counted(SortedMap<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
