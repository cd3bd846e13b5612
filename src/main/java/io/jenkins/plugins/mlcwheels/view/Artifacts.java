package io.jenkins.plugins.mlcwheels.view;

import hudson.Functions;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.security.MasterToSlaveCallable;
import jenkins.util.VirtualFile;

/**
 * Which wheels are still among the artifacts of their build. Looks when it is first asked, for all of them in one go,
 * since artifacts may be kept far away.
 */
final class Artifacts {

    private static final Logger LOGGER = Logger.getLogger(Artifacts.class.getName());

    private final Run<?, ?> run;
    private final ArrayList<String> archived = new ArrayList<>();
    private Set<String> kept;
    private boolean unknown;

    Artifacts(Run<?, ?> run, List<WheelRecord> wheels) {
        this.run = run;
        for (WheelRecord wheel : wheels) {
            if (wheel.isArchived()) {
                archived.add(wheel.getPath());
            }
        }
    }

    /** Whether the user of this request may see the build's artifacts. */
    boolean visible() {
        return !Functions.isArtifactsPermissionEnabled() || run.hasPermission(Run.ARTIFACTS);
    }

    ArtifactState state(WheelRecord wheel) {
        if (!wheel.isArchived()) {
            return ArtifactState.NOT_ARCHIVED;
        }
        if (!visible()) {
            return ArtifactState.HIDDEN;
        }
        look();
        if (unknown) {
            return ArtifactState.UNKNOWN;
        }
        return kept.contains(wheel.getPath()) ? ArtifactState.KEPT : ArtifactState.GONE;
    }

    private synchronized void look() {
        if (kept == null) {
            try {
                VirtualFile root = run.getArtifactManager().root();
                kept = root.run(new Existing(root, archived));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "can't look at the artifacts of " + run);
                kept = new HashSet<>();
                unknown = true;
            }
        }
    }

    /** Runs where the artifacts are. */
    private static final class Existing extends MasterToSlaveCallable<Set<String>, IOException> {

        private static final long serialVersionUID = 1L;

        private final VirtualFile root;
        private final ArrayList<String> paths;

        Existing(VirtualFile root, ArrayList<String> paths) {
            this.root = root;
            this.paths = paths;
        }

        @Override
        public Set<String> call() throws IOException {
            Set<String> existing = new HashSet<>();
            for (String path : paths) {
                if (root.child(path).isFile()) {
                    existing.add(path);
                }
            }
            return existing;
        }
    }
}
