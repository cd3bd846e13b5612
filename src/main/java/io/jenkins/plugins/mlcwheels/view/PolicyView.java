package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How a wheel stands to one policy. */
@ExportedBean(defaultVisibility = 3)
public final class PolicyView {

    private final PolicyOutcome outcome;

    PolicyView(@NonNull PolicyOutcome outcome) {
        this.outcome = outcome;
    }

    /** The platform tag, such as {@code manylinux_2_28_x86_64}. */
    @Exported
    public String getName() {
        return outcome.name();
    }

    /** Whether the wheel's overall tag is at least as portable. */
    @Exported
    public boolean isSatisfied() {
        return outcome.satisfied();
    }

    /** SONAMEs of what would have to be put into the wheel. */
    @Exported
    public List<String> getExternalLibraries() {
        return outcome.externalLibraries();
    }

    /** Symbols which libraries of the system keep to themselves and the wheel uses. */
    @Exported
    public List<LibrarySymbols> getPrivateSymbols() {
        return AuditView.libraries(outcome.privateSymbols());
    }

    /** The libraries, separated by commas. */
    public String getLibrariesText() {
        return String.join(", ", outcome.externalLibraries());
    }
}
