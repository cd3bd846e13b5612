package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.MatrixReport;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.MatrixRun;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.RunRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Builds a matrix for a command, and tells what came of it. */
final class MatrixBuild {

    private final PrintWriter out;
    private final PrintWriter err;

    MatrixBuild(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * @param work directory to make one of this run's own in
     * @param request for that directory
     * @return the exit code: that of the first failure in the order of the plan
     */
    int run(Path work, Function<Path, RunRequest> request) throws IOException {
        Path own = Files.createTempDirectory(Files.createDirectories(work), "mlc-matrix-");
        MatrixReport report;
        try (ConsoleProgress progress = ConsoleProgress.on(err)) {
            report = MatrixRun.run(request.apply(own), Timing.of(Clock.systemUTC(), new Random()), progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    EngineException.Kind.CANCELLED, "cancelled while waiting for the wheelhouse", "", e);
        } finally {
            Directories.delete(own);
        }
        new SummaryTable(out).print(report);
        out.flush();
        Optional<EngineException> failure = report.failure();
        if (report.cancelled()) {
            return ExitCode.CANCELLED.code();
        }
        return failure.map(why -> ExitCode.of(why.kind()).code()).orElse(ExitCode.OK.code());
    }
}
