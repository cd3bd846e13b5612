package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Audit reports on their way into the directory of a build: written whole under other names, before anybody holds a lock
 * on the build; put into place one by one; and those that were not are gone when this is closed.
 */
public final class StagedReports implements Closeable {

    private final Map<String, AtomicFileWriter> writers = new LinkedHashMap<>();

    private StagedReports() {}

    /** @param reports as JSON, by the sha256 of their wheels */
    @NonNull
    public static StagedReports write(@NonNull Run<?, ?> run, @NonNull Map<String, String> reports) throws IOException {
        StagedReports staged = new StagedReports();
        boolean whole = false;
        try {
            for (Map.Entry<String, String> report : reports.entrySet()) {
                staged.write(WheelsAction.file(run, report.getKey()), report.getKey(), report.getValue());
            }
            whole = true;
            return staged;
        } finally {
            if (!whole) {
                staged.close();
            }
        }
    }

    private void write(Path file, String sha256, String json) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent(), "a report lies in a directory"));
        AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8);
        writers.put(sha256, writer);
        writer.write(json);
        writer.flush();
    }

    List<String> sha256s() {
        return new ArrayList<>(writers.keySet());
    }

    /** Puts a report into place. */
    void commit(String sha256) throws IOException {
        writers.get(sha256).commit();
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (AtomicFileWriter writer : writers.values()) {
            try {
                // Closing alone would leave the temporary file. Nothing is left to delete after a commit.
                writer.abort();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
