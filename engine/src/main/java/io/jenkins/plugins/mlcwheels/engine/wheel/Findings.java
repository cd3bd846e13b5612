package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.util.ArrayList;
import java.util.List;

/** Collects findings from several threads, and no more than a reader can use. */
final class Findings {

    private static final int MAX = 500;

    private final List<Finding> list = new ArrayList<>();
    private final String wheel;
    private int dropped;

    Findings(String wheel) {
        this.wheel = wheel;
    }

    synchronized void add(WheelProblem problem, String where, String message) {
        if (list.size() < MAX) {
            list.add(problem.at(printable(where), printable(message)));
        } else {
            dropped++;
        }
    }

    void addForWheel(WheelProblem problem, String message) {
        add(problem, wheel, message);
    }

    synchronized List<Finding> list() {
        List<Finding> all = new ArrayList<>(list);
        if (dropped > 0) {
            all.add(WheelProblem.TOO_MANY_FINDINGS.at(wheel, dropped + " more findings are not listed"));
        }
        return all;
    }

    /** One line, and not longer than a screen. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), 600); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return text.length() > 600 ? line.append("...").toString() : line.toString();
    }
}
