package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.Pin;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.engine.wheel.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.Severity;
import java.io.PrintWriter;
import java.util.List;

/** Prints audit reports for people. */
final class AuditText {

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";
    private static final String FAINT = "2";

    private static final int MAX_PINS = 12;

    private final PrintWriter out;
    private final boolean colour;
    private final boolean verbose;

    AuditText(PrintWriter out, boolean colour, boolean verbose) {
        this.out = out;
        this.colour = colour;
        this.verbose = verbose;
    }

    void report(AuditReport report) {
        out.println(style(BOLD, PrintableText.line(report.filename())));
        line("platform tag", style(report.passed() ? GREEN : RED, report.overall()));
        if (!report.symbolPolicy().equals(report.overall())) {
            line("symbols alone", report.symbolPolicy());
        }
        if (!report.grafted().isEmpty()) {
            line(
                    "grafted",
                    report.grafted().size() + " libraries, "
                            + PrintableText.line(report.grafted().get(0)));
        }
        pins(report);
        findings(report.findings());
    }

    private void pins(AuditReport report) {
        int shown = 0;
        int left = 0;
        String remedy = "";
        for (Pin pin : report.pins()) {
            if (!verbose && (!pin.ceiling().equals(report.overall()) || shown == MAX_PINS)) {
                left++;
                continue;
            }
            shown++;
            line("pinned to", pin.ceiling() + ": " + PrintableText.line(pin.message()));
            if (!pin.remedy().equals(remedy)) {
                remedy = pin.remedy();
                line("", style(FAINT, PrintableText.line(remedy)));
            }
        }
        if (left > 0) {
            line("", style(FAINT, left + " further reasons against more portable tags: --verbose lists them"));
        }
    }

    /** Errors and warnings; all if verbose. */
    void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            if (verbose || finding.severity() != Severity.INFO) {
                String severity =
                        switch (finding.severity()) {
                            case ERROR -> style(RED, "error");
                            case WARNING -> style(YELLOW, "warning");
                            case INFO -> "note";
                        };
                out.println("  " + severity + " " + finding.code() + ": " + PrintableText.line(finding.where()) + ": "
                        + PrintableText.line(finding.message()));
            }
        }
    }

    private void line(String label, String text) {
        out.println("  " + label + " ".repeat(Math.max(0, 15 - label.length())) + text);
    }

    private String style(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
