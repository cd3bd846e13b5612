package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairSeries;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Repairs wheels one after another and prints where each went; one that can't be repaired does not stop the others. */
final class RepairRun {

    static final String COMMAND = "repair";
    static final String NAME = "mlc-wheels " + COMMAND;

    /** The option that names the directory, for {@link RepairCommand} and for {@link QuickLine}. */
    static final String INTO = "-w";

    static final Path DIRECTORY = Path.of("wheelhouse");

    private final PrintWriter out;
    private final PrintWriter err;

    RepairRun(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Prints the path of each repaired wheel. */
    ExitCode run(List<Path> wheels, RepairOptions options) throws IOException {
        return run(wheels, options, (wheel, report) -> report.output().toString());
    }

    /** Prints one object of JSON a line. */
    ExitCode runForJson(List<Path> wheels, RepairOptions options) throws IOException {
        return run(wheels, options, (wheel, report) -> report.toJson(wheel));
    }

    /** What is printed of a wheel that was repaired. */
    private interface Form {
        String of(Path wheel, RepairReport report) throws IOException;
    }

    private ExitCode run(List<Path> wheels, RepairOptions options, Form form) throws IOException {
        ExitCode first = ExitCode.OK;
        RepairSeries series = new RepairSeries(options);
        for (Path wheel : wheels) {
            try (ConsoleProgress progress = ConsoleProgress.on(err)) {
                out.println(form.of(wheel, series.repair(wheel, progress)));
                out.flush();
            } catch (EngineException failure) {
                Main.print(err, NAME, failure);
                first = first == ExitCode.OK ? ExitCode.of(failure.kind()) : first;
            }
        }
        return first;
    }
}
