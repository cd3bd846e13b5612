package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.compare.GateCondition;
import io.jenkins.plugins.mlcwheels.engine.compare.SetComparer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares wheels on an agent; comes back with the comparison as JSON. */
public final class CompareWheels extends EngineCallable<String> {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> before;
    private final ArrayList<String> after;
    private final ArrayList<String> failOn;
    private final ArrayList<String> excludes;

    /**
     * @param before files or directories, absolute or relative to the workspace
     * @param after files, absolute or relative to the workspace
     * @param failOn conditions as of {@code mlc-wheels compare --fail-on}
     * @param excludes patterns of SONAMEs that are taken to be there
     */
    public CompareWheels(
            TaskListener listener,
            List<String> before,
            List<String> after,
            List<String> failOn,
            List<String> excludes) {
        super(listener);
        this.before = new ArrayList<>(before);
        this.after = new ArrayList<>(after);
        this.failOn = new ArrayList<>(failOn);
        this.excludes = new ArrayList<>(excludes);
    }

    @Override
    String run(Path workspace, ProgressListener progress) throws IOException {
        AuditOptions options = AuditOptions.DEFAULT
                .withExcludes(excludes)
                .withThreads(Runtime.getRuntime().availableProcessors());
        return SetComparer.compare(paths(workspace, before), paths(workspace, after), options)
                .held(GateCondition.parseAll(failOn))
                .toJson();
    }

    private static List<Path> paths(Path workspace, List<String> places) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String place : places) {
            Path path = workspace.resolve(place);
            if (!Files.exists(path)) {
                throw new AbortException("There is no file or directory '" + place + "' in " + workspace);
            }
            paths.addAll(SetComparer.wheels(path));
        }
        return paths;
    }
}
