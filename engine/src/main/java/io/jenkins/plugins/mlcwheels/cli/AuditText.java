package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditCause;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCauses;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.SetAudit;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.Architecture;
import io.jenkins.plugins.mlcwheels.engine.platform.linux.LinuxProblem;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints audit reports for people. */
final class AuditText {

    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";
    private static final String FAINT = "2";

    /** What fits on a screen, the lines about the wheel as a whole included. */
    private static final int MOST_LINES = 40;

    private final PrintWriter out;
    private final boolean colour;
    private final boolean verbose;
    private int lines;

    AuditText(PrintWriter out, boolean colour, boolean verbose) {
        this.out = out;
        this.colour = colour;
        this.verbose = verbose;
    }

    void report(AuditReport report) {
        lines = 0;
        print(style(BOLD, PrintableText.line(report.filename())));
        line("verdict", style(report.passed() ? GREEN : RED, verdict(report)));
        line("platform tag", style(report.passed() ? GREEN : RED, report.overall()));
        report.findings().stream()
                .filter(finding -> finding.code().equals(LinuxProblem.SEVERAL_ARCHITECTURES.code()))
                .forEach(finding -> line("", finding.message()));
        if (!report.symbolPolicy().equals(report.overall())) {
            line("symbols alone", report.symbolPolicy());
        }
        if (!report.grafted().isEmpty()) {
            line(
                    "grafted",
                    report.grafted().size() + " libraries, "
                            + PrintableText.line(report.grafted().get(0)));
        }
        systems(report);
        if (verbose) {
            pins(report.pins());
            findings(report.findings());
        } else {
            causes(AuditCauses.of(report).stream()
                    .filter(cause -> !cause.isPin() || isCeiling(cause.label(), report))
                    .toList());
        }
    }

    /** What the wheel has for which system, and who brings the libraries. */
    private void systems(AuditReport report) {
        for (SystemPart system : report.systems()) {
            line(
                    "for " + system.name(),
                    PrintableText.line(system.files() + (system.files() == 1 ? " file, " : " files, ")
                            + String.join(", ", system.architectures()) + ": " + system.tag()));
            if (!system.minimum().isEmpty()) {
                line("", style(FAINT, PrintableText.line(system.minimum())));
            }
            if (verbose) {
                system.libraries().forEach(library -> line("", style(FAINT, PrintableText.line(source(library)))));
            }
        }
    }

    private static String source(SystemPart.LibrarySource library) {
        return library.name() + ": " + KebabCase.of(library.bringer())
                + (library.from().isEmpty() || library.from().equals(library.name())
                        ? ""
                        : " (" + library.from() + ")");
    }

    /** One row for each file, and what the files don't have in common. */
    void set(SetAudit.Report set) {
        List<String[]> table = new ArrayList<>();
        table.add(new String[] {"wheel", "tag says", "tag could be", "brought by nobody", "findings"});
        for (SetAudit.Row row : set.rows()) {
            table.add(new String[] {
                PrintableText.line(row.file().replace("-" + row.says() + ".whl", "")),
                row.says().isEmpty() ? "-" : row.says(),
                row.could().isEmpty() ? "-" : row.could().equals(row.says()) ? "the same" : row.could(),
                row.missing().isEmpty() ? "-" : PrintableText.line(some(row.missing())),
                row.errors() + row.warnings() == 0
                        ? "-"
                        : counted(row.errors(), "error") + ", " + counted(row.warnings(), "warning")
            });
        }
        int[] widths = new int[4];
        table.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        print("");
        for (String[] row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            print(line.append(row[4]).toString());
        }
        findings(set.findings());
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(3, names.size())))
                + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
    }

    private static String verdict(AuditReport report) {
        String counts = counts(report);
        return (report.passed() ? "passed" : "failed") + (counts.isEmpty() ? "" : ": " + counts);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String counts(AuditReport report) {
        List<String> counts = new ArrayList<>();
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING)) {
            long count = report.findings().stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                counts.add(counted(count, KebabCase.of(severity)));
            }
        }
        return String.join(", ", counts);
    }

    /** Whether the wheel can't get a better tag for that architecture while the cause stands. */
    private static boolean isCeiling(String tag, AuditReport report) {
        return report.pins().stream()
                .map(Pin::ceiling)
                .filter(ceiling -> sameArchitecture(ceiling, tag))
                .findFirst()
                .filter(tag::equals)
                .isPresent();
    }

    private static boolean sameArchitecture(String one, String other) {
        return Architecture.ofPlatformTag(one).equals(Architecture.ofPlatformTag(other));
    }

    /** What was found in a wheel that has no verdict. */
    void findings(List<Finding> findings, String wheel) {
        lines = 0;
        if (verbose) {
            findings(findings);
        } else {
            causes(AuditCauses.ofFindings(findings, wheel));
        }
    }

    /** One block for each, as many as fit on a screen; notes only if verbose. */
    private void causes(List<AuditCause> causes) {
        int left = 0;
        for (AuditCause cause : causes) {
            int height = 1 + cause.details().size();
            if (cause.severity().filter(Severity.INFO::equals).isPresent()) {
                left++;
            } else if (lines + height < MOST_LINES) {
                cause(cause);
            } else {
                left++;
            }
        }
        if (left > 0) {
            line("", style(FAINT, left + (left == 1 ? " more kind" : " more kinds") + ": --verbose lists all"));
        }
    }

    private void cause(AuditCause cause) {
        if (cause.isPin()) {
            line("pinned to", cause.label() + ": " + PrintableText.line(cause.what()));
        } else {
            print("  " + severity(cause.severity().orElseThrow()) + " " + cause.label() + ": "
                    + PrintableText.line(cause.what()));
        }
        for (String detail : cause.details()) {
            line("", style(FAINT, PrintableText.line(detail)));
        }
    }

    private void pins(List<Pin> pins) {
        String remedy = "";
        for (Pin pin : pins) {
            line("pinned to", pin.ceiling() + ": " + PrintableText.line(pin.message()));
            if (!pin.remedy().equals(remedy)) {
                remedy = pin.remedy();
                line("", style(FAINT, PrintableText.line(remedy)));
            }
        }
    }

    private void findings(List<Finding> findings) {
        for (Finding finding : findings) {
            print("  " + severity(finding.severity()) + " " + finding.code() + ": "
                    + PrintableText.line(finding.where()) + ": " + PrintableText.line(finding.message()));
        }
    }

    private String severity(Severity severity) {
        return switch (severity) {
            case ERROR -> style(RED, "error");
            case WARNING -> style(YELLOW, "warning");
            case INFO -> "note";
        };
    }

    private void line(String label, String text) {
        print("  " + label + " ".repeat(Math.max(0, 15 - label.length())) + text);
    }

    private void print(String line) {
        lines++;
        out.println(line);
    }

    private String style(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
