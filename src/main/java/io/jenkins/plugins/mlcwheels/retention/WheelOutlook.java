package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What is to become of the wheels of one build, and why. Public, since a page shows it. */
@Restricted(NoExternalUse.class)
public final class WheelOutlook {

    private final Run<?, ?> run;
    private final WheelsAction wheels;
    private final boolean goes;
    private final boolean held;
    private final String reason;

    private WheelOutlook(Run<?, ?> run, WheelsAction wheels, boolean goes, boolean held, String reason) {
        this.run = run;
        this.wheels = wheels;
        this.goes = goes;
        this.held = held;
        this.reason = reason;
    }

    static WheelOutlook go(Run<?, ?> run, WheelsAction wheels, String reason) {
        return new WheelOutlook(run, wheels, true, false, reason);
    }

    static WheelOutlook stay(Run<?, ?> run, WheelsAction wheels, String reason) {
        return new WheelOutlook(run, wheels, false, false, reason);
    }

    /** They were to go, but can't. */
    static WheelOutlook held(Run<?, ?> run, WheelsAction wheels, String obstacle) {
        return new WheelOutlook(run, wheels, false, true, obstacle);
    }

    /** The build whose wheels it is about. */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** Paths of the wheels among the artifacts. */
    @NonNull
    public List<String> getFiles() {
        return wheels.getArchivedPaths();
    }

    /** Whether they are to be deleted. */
    public boolean isGoing() {
        return goes;
    }

    /** Words that follow "kept, because" or "deleted, because". */
    @NonNull
    public String getReason() {
        return reason;
    }

    WheelsAction wheels() {
        return wheels;
    }

    boolean held() {
        return held;
    }
}
