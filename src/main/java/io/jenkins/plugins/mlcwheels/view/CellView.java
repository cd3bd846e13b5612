package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.mlcwheels.record.CellRecord;
import java.util.List;

/** One build of a matrix as a row of the table. */
public final class CellView {

    private final CellRecord record;
    private final List<WheelView> wheels;

    CellView(CellRecord record, List<WheelView> wheels) {
        this.record = record;
        this.wheels = wheels;
    }

    /** What the build recorded of it. */
    @NonNull
    public CellRecord getRecord() {
        return record;
    }

    /** Its wheel; null if it has none. */
    @CheckForNull
    public WheelView getWheel() {
        return wheels.stream()
                .filter(wheel -> wheel.getRecord().getSha256().equals(record.getSha256()))
                .findFirst()
                .orElse(null);
    }

    /** How long it took, such as {@code 1 min 2 sec}. */
    @NonNull
    public String getTimeText() {
        return Util.getTimeSpanString(record.getMillis());
    }
}
