package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/** The wheels in a workspace. */
final class WorkspaceWheels {

    private WorkspaceWheels() {}

    /**
     * @param pattern Ant pattern, relative to the workspace
     * @return absolute paths in the order of their names, at least one
     */
    static List<Path> matching(Path workspace, String pattern) throws IOException {
        String[] files = Util.createFileSet(workspace.toFile(), pattern)
                .getDirectoryScanner()
                .getIncludedFiles();
        if (files.length == 0) {
            throw new AbortException("no wheel matches '" + pattern + "' in " + workspace);
        }
        Arrays.sort(files);
        List<Path> wheels = new ArrayList<>();
        for (String file : files) {
            wheels.add(EngineCallable.inside(workspace, file));
        }
        return wheels;
    }

    /** The SHA-256 of each, by its path relative to the workspace. */
    static LinkedHashMap<String, String> sha256s(Path workspace, List<Path> wheels) throws IOException {
        LinkedHashMap<String, String> digests = new LinkedHashMap<>();
        for (Path wheel : wheels) {
            digests.put(EngineCallable.relative(workspace, wheel), Sha256.of(wheel));
        }
        return digests;
    }
}
