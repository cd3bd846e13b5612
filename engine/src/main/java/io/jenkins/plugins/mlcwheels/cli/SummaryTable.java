package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellResult;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellStatus;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.MatrixReport;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of the builds of a matrix: a line for each, and below it why one failed and where its log is. */
final class SummaryTable {

    private static final int KILO = 1000;

    private final PrintWriter out;

    SummaryTable(PrintWriter out) {
        this.out = out;
    }

    void print(MatrixReport report) {
        report.sdist().ifPresent(sdist -> out.println("sdist: " + sdist));
        int width = report.results().stream()
                .mapToInt(result -> result.name().length())
                .max()
                .orElse(0);
        for (CellResult result : report.results()) {
            String line = String.format(
                    "%-" + width + "s  %-9s", result.name(), result.status().text());
            out.println(PrintableText.line((line + "  " + String.join(", ", facts(result))).stripTrailing()));
            result.failure().ifPresent(failure -> {
                out.println("  " + failure.suggestion());
                result.log().ifPresent(log -> out.println("  log: " + log));
            });
        }
    }

    private static List<String> facts(CellResult result) {
        List<String> facts = new ArrayList<>();
        result.wheel().ifPresent(wheel -> facts.add(wheel.getFileName().toString()));
        if (result.size() > 0) {
            facts.add(size(result.size()));
        }
        if (!result.took().isZero()) {
            facts.add(ConsoleProgress.seconds(result.took()));
        }
        result.cache().ifPresent(cache -> facts.add("cache: " + cache));
        if (!result.why().isEmpty()) {
            facts.add(result.status() == CellStatus.LEFT_OUT ? "since " + result.why() : result.why());
        }
        return facts;
    }

    private static String size(long bytes) {
        return bytes < KILO * KILO
                ? String.format(Locale.ROOT, "%.1f kB", bytes / (double) KILO)
                : String.format(Locale.ROOT, "%.1f MB", bytes / (double) (KILO * KILO));
    }
}
