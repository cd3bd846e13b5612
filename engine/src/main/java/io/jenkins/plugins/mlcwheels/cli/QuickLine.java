package io.jenkins.plugins.mlcwheels.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command line of {@code audit} or {@code repair} that names wheels, and for a repair where to put them, and has no
 * other option: it needs no option parser. The parser's classes are compiled for so old a Java that the virtual machine
 * can't take them from its class archive, and loading them takes longer than the audit of a small wheel.
 *
 * @param directory where repaired wheels go
 */
record QuickLine(String command, List<Path> wheels, Path directory) {

    /** Empty for a line that takes the parser, to be understood or to be refused. */
    static Optional<QuickLine> of(String[] args) {
        boolean repairs = args.length > 1 && args[0].equals(RepairRun.COMMAND);
        if (!repairs && !(args.length > 1 && args[0].equals(AuditRun.COMMAND))) {
            return Optional.empty();
        }
        List<Path> wheels = new ArrayList<>();
        Path directory = RepairRun.DIRECTORY;
        try {
            for (int i = 1; i < args.length; i++) {
                if (repairs && args[i].equals(RepairRun.INTO) && i + 1 < args.length && !args[i + 1].isEmpty()) {
                    i++;
                    directory = Path.of(args[i]);
                } else if (args[i].isEmpty() || args[i].startsWith("-") || args[i].startsWith("@")) {
                    return Optional.empty();
                } else {
                    wheels.add(Path.of(args[i]));
                }
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        return wheels.isEmpty() ? Optional.empty() : Optional.of(new QuickLine(args[0], wheels, directory));
    }

    /** Runs the command and returns its exit code. */
    int run() {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
        boolean repairs = command.equals(RepairRun.COMMAND);
        try {
            ExitCode code = repairs
                    ? new RepairRun(out, err)
                            .run(wheels, new RepairSettings().options(directory, List.of(), System.getenv()))
                    : new AuditRun(out, err, AuditRun.Format.text, colour(), false)
                            .run(wheels, AuditRun.options(AuditRun.Format.text));
            return code.code();
        } catch (Exception e) {
            return Main.report(e, err, repairs ? RepairRun.NAME : AuditRun.NAME);
        }
    }

    /** Only on a terminal, and not where the user asked for none (no-color.org). */
    private static boolean colour() {
        return Terminal.showsOutput() && System.getenv("NO_COLOR") == null && System.getenv("TERM") != null;
    }
}
