package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditwheelJson;
import io.jenkins.plugins.mlcwheels.engine.audit.SetAudit;
import io.jenkins.plugins.mlcwheels.engine.audit.SourceAudit;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Audits wheels, prints each outcome, and remembers the worst. Free of the option parser, for a quick start. */
final class AuditRun {

    static final String COMMAND = "audit";
    static final String NAME = "mlc-wheels " + COMMAND;

    enum Format {
        text,
        json,
        auditwheel
    }

    private final PrintWriter out;
    private final PrintWriter err;
    private final Format format;
    private final AuditText text;
    private final SetAudit set = new SetAudit();
    private boolean alone;
    private ExitCode worst = ExitCode.OK;

    AuditRun(PrintWriter out, PrintWriter err, Format format, boolean colour, boolean verbose) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.text = new AuditText(out, colour, verbose);
    }

    /** What is the same for every call with that format. */
    static AuditOptions options(Format format) {
        return AuditOptions.DEFAULT
                .withDigest(format == Format.json)
                .withThreads(Runtime.getRuntime().availableProcessors());
    }

    ExitCode run(List<Path> wheels, AuditOptions options) throws Exception {
        alone = wheels.size() == 1;
        if (alone) {
            add(wheels.get(0), () -> audit(wheels.get(0), options));
        } else {
            auditAll(wheels, options);
        }
        out.flush();
        return worst;
    }

    /** Several wheels at a time, printed in the order given. */
    private void auditAll(List<Path> wheels, AuditOptions options) throws Exception {
        int workers = Math.min(options.threads(), wheels.size());
        AuditOptions each = options.withThreads(Math.max(1, options.threads() / workers));
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<AuditReport>> reports = new ArrayList<>();
            for (Path wheel : wheels) {
                reports.add(pool.submit(() -> audit(wheel, each)));
            }
            for (int i = 0; i < wheels.size(); i++) {
                Future<AuditReport> report = reports.get(i);
                add(wheels.get(i), () -> get(report));
            }
        } finally {
            pool.shutdownNow();
        }
        printSet();
    }

    private static AuditReport audit(Path file, AuditOptions options) throws IOException {
        return SourceAudit.applies(file) ? SourceAudit.audit(file, options) : WheelAuditor.audit(file, options);
    }

    private void printSet() {
        SetAudit.Report report = set.report();
        if (format == Format.json) {
            out.println(AuditReportJson.writeSet(report));
        } else if (format == Format.text) {
            text.set(report);
        }
    }

    private static AuditReport get(Future<AuditReport> report) throws Exception {
        try {
            return report.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    void add(Path wheel, Callable<AuditReport> audit) throws Exception {
        try {
            AuditReport report = audit.call();
            print(report);
            if (!alone) {
                set.add(wheel, report);
            }
        } catch (NotAPlatformWheelException e) {
            failed(
                    wheel,
                    e,
                    e.findings().stream().anyMatch(finding -> finding.isError())
                            ? ExitCode.AUDIT_FAILED
                            : ExitCode.NOT_A_PLATFORM_WHEEL);
            if (!machine()) {
                text.findings(e.findings(), String.valueOf(wheel.getFileName()));
            }
        } catch (EngineException e) {
            if (alone && !machine()) {
                throw e;
            }
            failed(wheel, e, ExitCode.of(e.kind()));
        } catch (IOException e) {
            if (alone && !machine()) {
                throw e;
            }
            String message = wheel + ": can't be read: " + e.getMessage();
            failed(wheel, new EngineException(EngineException.Kind.INPUT, message, ""), ExitCode.USAGE);
        }
        out.flush();
    }

    private boolean machine() {
        return format != Format.text;
    }

    private void print(AuditReport report) {
        if (format == Format.json) {
            out.println(AuditReportJson.write(report));
        } else if (format == Format.auditwheel) {
            out.println(AuditwheelJson.write(report));
        } else {
            text.report(report);
        }
        note(report.passed() ? ExitCode.OK : ExitCode.AUDIT_FAILED);
    }

    private void failed(Path wheel, EngineException failure, ExitCode code) throws IOException {
        if (!alone) {
            set.addWithoutReport(wheel);
        }
        if (format == Format.auditwheel) {
            out.println(AuditwheelJson.writeError(String.valueOf(wheel.getFileName()), failure.getMessage()));
        } else if (machine()) {
            out.println(AuditReportJson.writeError(wheel.toString(), failure.getMessage(), code.code()));
        } else {
            Main.print(err, NAME, failure);
        }
        note(code);
    }

    /** What can't be read weighs more than what was found to be wrong, and that more than what has no verdict. */
    private void note(ExitCode code) {
        if (weight(code) > weight(worst)) {
            worst = code;
        }
    }

    private int weight(ExitCode code) {
        return switch (code) {
            case OK -> 0;
            case NOT_A_PLATFORM_WHEEL -> 1;
            case AUDIT_FAILED -> 2;
            default -> 3;
        };
    }
}
