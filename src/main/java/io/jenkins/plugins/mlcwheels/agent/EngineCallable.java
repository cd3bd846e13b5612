package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.FileProblem;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.MasterToSlaveFileCallable;

/**
 * Lets the engine work in a workspace. Errors that a person can do something about arrive as one line each, without a
 * trace; progress goes to the log of the build.
 *
 * @param <T> what comes back; small and serializable
 */
abstract class EngineCallable<T> extends MasterToSlaveFileCallable<T> {

    private static final long serialVersionUID = 1L;

    private final TaskListener listener;

    EngineCallable(TaskListener listener) {
        this.listener = listener;
    }

    abstract T run(Path workspace, ProgressListener progress) throws IOException, InterruptedException;

    @Override
    public final T invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        try {
            // It is not there yet where nothing was checked out.
            return run(Files.createDirectories(workspace.toPath()).toRealPath(), this::hear);
        } catch (EngineException e) {
            throw new AbortException(StepWords.lines(e));
        } catch (UncheckedIOException e) {
            throw told(e.getCause());
        } catch (FileSystemException e) {
            throw told(e);
        }
    }

    /** A file that is missing, or that can't be written, is nothing that a trace explains. */
    private static IOException told(IOException failure) {
        return failure instanceof FileSystemException
                ? new AbortException(
                        PrintableText.lines(FileProblem.describe(failure).replace("\n  ", "\n")))
                : failure;
    }

    private void hear(ProgressListener.Event event) {
        if (event instanceof ProgressListener.Notice notice) {
            listener.getLogger().println((notice.warning() ? "WARNING: " : "") + StepWords.of(notice.text()));
        } else if (event instanceof ProgressListener.Output output) {
            listener.getLogger().println(output.line());
        }
    }

    /** A path inside the workspace; anything else is refused. */
    static Path inside(Path workspace, String relative) throws IOException {
        Path path = workspace.resolve(relative).normalize();
        if (!path.startsWith(workspace)) {
            throw new AbortException("'" + relative + "' leads out of the workspace");
        }
        return path;
    }

    /** As {@link AgentWheel#path()} wants it. */
    static String relative(Path workspace, Path file) {
        return workspace.relativize(file).toString().replace(File.separatorChar, '/');
    }
}
