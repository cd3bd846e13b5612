package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code repair} with no option but {@code -w}, which needs no option parser; {@link QuickAudit} says why. */
final class QuickRepair {

    private QuickRepair() {}

    static boolean applies(String[] args) {
        if (args.length < 2 || !args[0].equals("repair")) {
            return false;
        }
        int wheels = 0;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("-w") && i + 1 < args.length && !args[i + 1].isEmpty()) {
                i++;
            } else if (args[i].isEmpty() || args[i].startsWith("-") || args[i].startsWith("@")) {
                return false;
            } else {
                wheels++;
            }
        }
        return wheels > 0;
    }

    static int run(String[] args) {
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        try {
            Path directory = RepairRun.DIRECTORY;
            List<Path> wheels = new ArrayList<>();
            for (int i = 1; i < args.length; i++) {
                if (args[i].equals("-w")) {
                    i++;
                    directory = Path.of(args[i]);
                } else {
                    wheels.add(Path.of(args[i]));
                }
            }
            PrintWriter out = new PrintWriter(System.out, false, Charset.defaultCharset());
            return new RepairRun(out, err)
                    .run(wheels, new RepairSettings().options(directory, List.of(), System.getenv()))
                    .code();
        } catch (InvalidPathException e) {
            err.println(PrintableText.line(RepairRun.NAME + ": " + e.getMessage()));
            return ExitCode.USAGE.code();
        } catch (Exception e) {
            return Main.report(e, err, RepairRun.NAME);
        }
    }
}
