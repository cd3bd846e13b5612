package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.OptionValue;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the plan of a matrix for people: what is selected by what, the builds, and what holds for them. */
final class PlanTable {

    private static final int LONGEST = 2000;
    private static final int NAME_WIDTH = 23;

    private final PrintWriter out;

    PlanTable(PrintWriter out) {
        this.out = out;
    }

    void print(MatrixPlan plan) {
        out.println();
        out.println("Selection");
        plan.selection().forEach(value -> value(value, ""));
        out.println();
        out.println(plan.builds().size() + (plan.builds().size() == 1 ? " build" : " builds"));
        int width = plan.builds().stream()
                .mapToInt(build -> build.name().length())
                .max()
                .orElse(0);
        plan.builds().forEach(build -> out.println(build(build, width)));
        if (!plan.builds().isEmpty()) {
            out.println();
            out.println("Options");
            options(plan);
        }
    }

    private static String build(PlannedBuild build, int width) {
        String fate = build.leftOut()
                .map(reason -> "left out: " + reason)
                .or(() -> build.servedBy().map(earlier -> "tests the wheel of " + earlier))
                .orElse(build.expectedName());
        return "  " + pad(build.name(), width) + "  " + PrintableText.line(fate, LONGEST);
    }

    /** Each option once for all builds that have the same value from the same place. */
    private void options(MatrixPlan plan) {
        Map<String, Map<OptionValue, List<String>>> options = new LinkedHashMap<>();
        for (PlannedBuild build : plan.builds()) {
            for (OptionValue value : build.values()) {
                options.computeIfAbsent(value.option(), option -> new LinkedHashMap<>())
                        .computeIfAbsent(value, same -> new ArrayList<>())
                        .add(build.name());
            }
        }
        options.forEach((option, values) -> values.forEach((value, builds) -> {
            boolean one = values.size() == 1;
            value(value, one ? "" : builds.stream().collect(Collectors.joining(", ")));
        }));
    }

    private void value(OptionValue value, String builds) {
        String text = value.text().isEmpty() ? "-" : PrintableText.lines(value.text());
        out.println("  " + pad(value.option(), NAME_WIDTH) + " "
                + text.strip().replace("\n", "\n" + " ".repeat(NAME_WIDTH + 3)) + "  ("
                + PrintableText.line(String.join(" + ", value.origins()), LONGEST) + ")"
                + (builds.isEmpty() ? "" : " for " + builds));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
