package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Computes the SHA-256 of wheels, by their paths relative to the workspace. */
public final class HashWheels extends EngineCallable<LinkedHashMap<String, String>> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> paths;

    /** @param paths relative to the workspace, none of which leads out of it */
    public HashWheels(TaskListener listener, List<String> paths) {
        super(listener);
        this.paths = new ArrayList<>(paths);
    }

    @Override
    LinkedHashMap<String, String> run(Path workspace, ProgressListener progress) throws IOException {
        List<Path> wheels = new ArrayList<>();
        for (String path : paths) {
            wheels.add(inside(workspace, path));
        }
        return WorkspaceWheels.sha256s(workspace, wheels);
    }
}
