package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairOptions;
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

    ExitCode run(List<Path> wheels, RepairOptions options) throws IOException {
        ExitCode first = ExitCode.OK;
        RepairSeries series = new RepairSeries(options);
        for (Path wheel : wheels) {
            try (ConsoleProgress progress = ConsoleProgress.on(err)) {
                out.println(series.repair(wheel, progress).output());
                out.flush();
            } catch (EngineException failure) {
                Main.print(err, NAME, failure);
                first = first == ExitCode.OK ? ExitCode.of(failure.kind()) : first;
            }
        }
        return first;
    }
}
