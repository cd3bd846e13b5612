package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * That the wheels of a build left its artifacts, and why. It is recorded before the first file goes and completed after
 * the last one went, so that whoever finds a file missing finds the reason as well. A class and not a record, since it
 * is saved in {@code build.xml}.
 */
public final class WheelRemoval implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long began;
    private final String reason;
    private final boolean complete;

    private WheelRemoval(long began, String reason, boolean complete) {
        this.began = began;
        this.reason = Objects.requireNonNull(reason);
        this.complete = complete;
    }

    /** @param reason words that follow "deleted, because" */
    @NonNull
    public static WheelRemoval begun(@NonNull Instant when, @NonNull String reason) {
        return new WheelRemoval(when.toEpochMilli(), reason, false);
    }

    /** The same removal, known to have been carried out. */
    @NonNull
    public WheelRemoval completed() {
        return new WheelRemoval(began, reason, true);
    }

    /** When the first file was about to go. */
    @NonNull
    public Instant getBegan() {
        return Instant.ofEpochMilli(began);
    }

    /** Words that follow "deleted, because". */
    @NonNull
    public String getReason() {
        return reason;
    }

    /** Whether nothing of it is left to be done. */
    public boolean isComplete() {
        return complete;
    }
}
