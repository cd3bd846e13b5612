package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.LockFile;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The directory that gets the wheels of a matrix, and what is known of them: below {@code .mlc-wheels} a record for each
 * build, its log, and the lock of the run that works in it.
 */
final class Wheelhouse implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Path directory;
    private final LockFile lock;

    private Wheelhouse(Path directory, LockFile lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Takes it for one run; while another one has it, waits and tells so.
     *
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    static Wheelhouse take(Path directory, Timing timing, ProgressListener listener)
            throws IOException, InterruptedException {
        Path own = directory.resolve(".mlc-wheels");
        Files.createDirectories(own.resolve("logs"));
        String told = "";
        while (true) {
            try {
                return new Wheelhouse(directory, LockFile.take(own.resolve("lock"), "mlc-wheels build"));
            } catch (LockFile.HeldException held) {
                if (!told.equals(held.holder())) {
                    told = held.holder();
                    listener.on(new ProgressListener.Notice(
                            "waiting for " + directory + ", which is in use by " + told, true));
                }
                timing.sleep(LOOK_AGAIN);
            }
        }
    }

    Path directory() {
        return directory;
    }

    /** Where the log of a build goes. */
    Path log(String build) {
        return own("logs", build, ".log");
    }

    private Path own(String folder, String build, String suffix) {
        return directory.resolve(".mlc-wheels").resolve(folder).resolve(build.replace('/', '-') + suffix);
    }

    private Path record(String build) {
        return directory.resolve(".mlc-wheels").resolve(build.replace('/', '-') + ".json");
    }

    Optional<RunRecord> recordOf(String build) {
        return RunRecord.read(record(build));
    }

    void keep(RunRecord record) throws IOException {
        record.write(record(record.build()));
    }

    /** So that a build that is begun and does not end has no record that says it did. */
    void forget(String build) throws IOException {
        Files.deleteIfExists(record(build));
    }

    /** Moves a finished wheel into its place. */
    Path deliver(Path wheel) throws IOException {
        Path place = directory.resolve(wheel.getFileName().toString());
        Path part = directory.resolve("." + wheel.getFileName() + ".part");
        try {
            Files.copy(wheel, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new EngineException(
                    EngineException.Kind.BUILD_FAILED,
                    place + ": can't be written: " + e.getMessage(),
                    "Make room there, or name another directory with -w.",
                    e);
        }
        Files.deleteIfExists(wheel);
        return place;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
