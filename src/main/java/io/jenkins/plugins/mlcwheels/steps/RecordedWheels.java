package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.agent.DownloadWheel;
import io.jenkins.plugins.mlcwheels.agent.FindWheels;
import io.jenkins.plugins.mlcwheels.agent.Objection;
import io.jenkins.plugins.mlcwheels.agent.WheelToPublish;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.record.WheelTestRecord;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.util.VirtualFile;
import org.apache.tools.ant.types.selectors.SelectorUtils;

/**
 * The wheels of a build that are to be published, and where their bytes are: in the workspace, or fetched there from the
 * artifacts. Only wheels that the build recorded are known to have been audited, and tested.
 */
final class RecordedWheels {

    private final Run<?, ?> run;
    private final List<WheelRecord> wheels;

    private RecordedWheels(Run<?, ?> run, List<WheelRecord> wheels) {
        this.run = run;
        this.wheels = wheels;
    }

    /** @param pattern as of Ant, separated by commas, on the recorded paths; null for all wheels */
    static RecordedWheels of(Run<?, ?> run, @CheckForNull String pattern) {
        Map<String, WheelRecord> byPath = new LinkedHashMap<>();
        for (WheelRecord wheel :
                WheelsAction.of(run).map(WheelsAction::getWheels).orElse(List.of())) {
            if (pattern == null || matches(pattern, wheel.getPath())) {
                // What was recorded last is what lies there, in the workspace and in the archive.
                byPath.put(wheel.getPath(), wheel);
            }
        }
        Map<String, WheelRecord> byBytes = new LinkedHashMap<>();
        byPath.values()
                .forEach(wheel ->
                        byBytes.merge(wheel.getFileName() + wheel.getSha256(), wheel, RecordedWheels::moreCritical));
        return new RecordedWheels(run, new ArrayList<>(byBytes.values()));
    }

    private static WheelRecord moreCritical(WheelRecord one, WheelRecord other) {
        return one.isPassed() ? other : one;
    }

    private static boolean matches(String pattern, String path) {
        for (String single : pattern.split(",")) {
            if (!single.isBlank() && SelectorUtils.matchPath(single.trim(), path)) {
                return true;
            }
        }
        return false;
    }

    /** What the build recorded of each. */
    List<WheelRecord> records() {
        return new ArrayList<>(wheels);
    }

    boolean isEmpty() {
        return wheels.isEmpty();
    }

    /** What speaks against the wheels before anybody looks at their bytes. */
    List<Objection> objections(boolean requireTests) {
        List<Objection> objections = new ArrayList<>();
        wheels.forEach(wheel -> objections.addAll(objections(wheel, requireTests)));
        return objections;
    }

    private static List<Objection> objections(WheelRecord wheel, boolean requireTests) {
        List<Objection> objections = new ArrayList<>();
        if (!wheel.isPassed()) {
            objections.add(new Objection(
                    "'" + wheel.getFileName() + "' failed its audit",
                    "Mend what the audit found, and build it again."));
        }
        if (requireTests && !wheel.isTested() && !wheel.isSdist()) {
            objections.add(new Objection(
                    "'" + wheel.getFileName() + "' was not tested in this build",
                    "Test it with mlcTestWheel before, or give requireTests: false."));
        }
        return objections;
    }

    /** Finds the bytes; what is not in the workspace is fetched into a directory of the agent. */
    ArrayList<WheelToPublish> locate(FilePath workspace, FilePath temporary, boolean requireTests, TaskListener log)
            throws IOException, InterruptedException {
        Map<String, String> digests = new LinkedHashMap<>();
        wheels.forEach(wheel -> digests.put(wheel.getPath(), wheel.getSha256()));
        Set<String> here = new TreeSet<>(workspace.act(new FindWheels(log, digests)));
        ArrayList<WheelToPublish> located = new ArrayList<>();
        for (WheelRecord wheel : wheels) {
            ArrayList<Objection> objections = new ArrayList<>(objections(wheel, requireTests));
            String file = wheel.getPath();
            if (!here.contains(file)) {
                FilePath target =
                        temporary.child(wheel.getSha256().substring(0, 16)).child(wheel.getFileName());
                file = target.getRemote();
                if (!wheel.isArchived() || !fetch(wheel, target, log)) {
                    objections.add(new Objection(
                            "the bytes of '" + wheel.getFileName() + "' are neither in the workspace nor archived",
                            "Publish in the workspace that has it, or archive it when it is built or audited."));
                }
            }
            located.add(new WheelToPublish(
                    file,
                    wheel.getFileName(),
                    wheel.getSha256(),
                    wheel.getSize(),
                    wheel.getFlavour(),
                    wheel.getPlatform(),
                    wheel.isPassed(),
                    test(wheel),
                    objections));
        }
        return located;
    }

    @CheckForNull
    private static WheelToPublish.Test test(WheelRecord wheel) {
        WheelTestRecord test = wheel.getTest();
        return test == null
                ? null
                : new WheelToPublish.Test(test.getPython(), test.getImports(), new ArrayList<>(test.getModules()));
    }

    private boolean fetch(WheelRecord wheel, FilePath target, TaskListener log)
            throws IOException, InterruptedException {
        return fetch(run, "this build", wheel, target, log);
    }

    /**
     * Fetches a wheel from the artifacts of a build.
     *
     * @param build what the log calls it
     * @return whether it is there
     */
    static boolean fetch(Run<?, ?> run, String build, WheelRecord wheel, FilePath target, TaskListener log)
            throws IOException, InterruptedException {
        VirtualFile artifact = run.getArtifactManager().root().child(wheel.getPath());
        if (!artifact.isFile()) {
            return false;
        }
        log.getLogger().println("fetching " + wheel.getFileName() + " from the artifacts of " + build);
        target.getParent().mkdirs();
        URL url = artifact.toExternalURL();
        if (url != null) {
            target.act(new DownloadWheel(url));
        } else {
            try (InputStream in = artifact.open()) {
                target.copyFrom(in);
            }
        }
        return true;
    }
}
