package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects findings about files: the first hundred of a kind, and how many more there are. */
public final class LimitedFindings {

    private static final int MAX_OF_A_KIND = 100;
    private static final String MORE = "and ";
    private static final String OF_THE_SAME = " more of the same";

    /** Messages may come from an agent, so the number is limited. */
    private static final Pattern LEFT_OUT = Pattern.compile(MORE + "([0-9]{1,6})" + OF_THE_SAME);

    private final String wheel;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Problem, Integer> counts = new LinkedHashMap<>();

    /** @param wheel where to say how many were left out */
    public LimitedFindings(String wheel) {
        this.wheel = wheel;
    }

    /** Adds a finding as grave as its kind. */
    public void add(Problem kind, String where, String message) {
        add(kind, kind.severity(), where, message);
    }

    /** Adds a finding that is more or less grave than its kind. */
    public void add(Problem kind, Severity severity, String where, String message) {
        if (counts.merge(kind, 1, Integer::sum) <= MAX_OF_A_KIND) {
            findings.add(kind.at(severity, where, message));
        }
    }

    /** All, with one for each kind of which some were left out. */
    public List<Finding> list() {
        List<Finding> all = new ArrayList<>(findings);
        counts.forEach((kind, count) -> {
            if (count > MAX_OF_A_KIND) {
                all.add(kind.at(wheel, MORE + (count - MAX_OF_A_KIND) + OF_THE_SAME));
            }
        });
        return all;
    }

    /** How many files a finding stands for that were left out; 0 if it is about one file. */
    public static int leftOut(String message) {
        Matcher matcher = LEFT_OUT.matcher(message);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
