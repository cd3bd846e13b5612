package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.index.IndexDirectory;
import io.jenkins.plugins.mlcwheels.engine.index.IndexSource;
import io.jenkins.plugins.mlcwheels.engine.index.NightlyAge;
import io.jenkins.plugins.mlcwheels.engine.index.SimpleIndex;
import io.jenkins.plugins.mlcwheels.engine.packageindex.ReleaseStoppedException;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the static index of what is published, once it is. */
final class PublishedIndex {

    private final Path directory;
    private final Timing timing;
    private final ProgressListener progress;

    PublishedIndex(Path directory, Timing timing, ProgressListener progress) {
        this.directory = directory;
        this.timing = timing;
        this.progress = progress;
    }

    /**
     * @param state what was done before, as a clause
     * @throws ReleaseStoppedException if it can't be written
     */
    void write(IndexSource wheels, String state) throws IOException, InterruptedException {
        try {
            SimpleIndex written = new IndexDirectory(directory, timing, progress).write(wheels);
            progress.on(new ProgressListener.Notice("wrote the index " + directory, false));
            written.projects().forEach((project, files) -> NightlyAge.of(files).ifPresent(age -> tell(project, age)));
        } catch (EngineException e) {
            throw new ReleaseStoppedException(e, state);
        }
    }

    private void tell(String project, NightlyAge age) {
        long days = age.days(timing.now());
        progress.on(new ProgressListener.Notice(
                project + ": " + age + (days == 0 ? "" : days == 1 ? ", 1 day ago" : ", " + days + " days ago"),
                false));
    }
}
