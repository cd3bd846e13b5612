package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import java.util.List;
import jenkins.model.Jenkins;

/** How to install from an index that Jenkins serves; without any secret. */
public final class InstallLine {

    private final String index;
    private final List<WheelRecord> wheels;

    /** @param index address of the index, relative to that of Jenkins */
    InstallLine(@NonNull String index, @NonNull List<WheelRecord> wheels) {
        this.index = index;
        this.wheels = List.copyOf(wheels);
    }

    /** The command; null if there is nothing to install, or Jenkins does not know its own address. */
    @CheckForNull
    public String getText() {
        String root = Jenkins.get().getRootUrl();
        if (root == null) {
            return null;
        }
        return wheels.stream()
                .filter(WheelRecord::isArchived)
                .findFirst()
                .map(wheel -> "pip install --index-url " + root + index + " " + wheel.getName())
                .orElse(null);
    }
}
