package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code audit} of wheels without any option, which needs no option parser. The parser's classes are compiled for so
 * old a Java that the virtual machine can't take them from its class archive, and loading them takes longer than the
 * audit of a small wheel.
 */
final class QuickAudit {

    private QuickAudit() {}

    static boolean applies(String[] args) {
        if (args.length < 2 || !args[0].equals("audit")) {
            return false;
        }
        for (String arg : args) {
            if (arg.isEmpty() || arg.startsWith("-") || arg.startsWith("@")) {
                return false;
            }
        }
        return true;
    }

    static int run(String[] args) {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        try {
            List<Path> wheels = new ArrayList<>();
            for (int i = 1; i < args.length; i++) {
                wheels.add(Path.of(args[i]));
            }
            PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
            return new AuditRun(out, err, AuditRun.Format.text, colour(), false)
                    .run(wheels, AuditRun.options(AuditRun.Format.text))
                    .code();
        } catch (InvalidPathException e) {
            err.println(PrintableText.line(AuditRun.NAME + ": " + e.getMessage()));
            return ExitCode.USAGE.code();
        } catch (Exception e) {
            return Main.report(e, err, AuditRun.NAME);
        }
    }

    /** Only on a terminal, and not where the user asked for none (no-color.org). */
    private static boolean colour() {
        return Terminal.showsOutput() && System.getenv("NO_COLOR") == null && System.getenv("TERM") != null;
    }
}
