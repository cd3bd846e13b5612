package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells which wheels lie in the workspace with the bytes that were recorded. */
public final class FindWheels extends EngineCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, String> digests;

    /** @param digests sha256 by path relative to the workspace */
    public FindWheels(TaskListener listener, Map<String, String> digests) {
        super(listener);
        this.digests = new LinkedHashMap<>(digests);
    }

    @Override
    ArrayList<String> run(Path workspace, ProgressListener progress) throws IOException {
        ArrayList<String> found = new ArrayList<>();
        for (Map.Entry<String, String> wheel : digests.entrySet()) {
            Path file = inside(workspace, wheel.getKey());
            if (Files.isRegularFile(file) && Sha256.of(file).equals(wheel.getValue())) {
                found.add(wheel.getKey());
            }
        }
        return found;
    }
}
