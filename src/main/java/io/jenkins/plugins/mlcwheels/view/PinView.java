package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.wording.StepWords;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One reason why a wheel's platform tag isn't more portable. */
@ExportedBean(defaultVisibility = 3)
public final class PinView {

    private final Pin pin;

    PinView(@NonNull Pin pin) {
        this.pin = pin;
    }

    /** Such as {@code symbol-version}. */
    @Exported
    public String getKind() {
        return KebabCase.of(pin.kind());
    }

    /** The most portable platform tag that is possible while the reason stands. */
    @Exported
    public String getCeiling() {
        return pin.ceiling();
    }

    /** A symbol version, a library, an instruction set. */
    @Exported
    public String getSubject() {
        return pin.subject();
    }

    /** The SONAME of the library concerned; empty if none is. */
    @Exported
    public String getLibrary() {
        return pin.library();
    }

    /** Paths of the first few files that cause it. */
    @Exported
    public List<String> getElfs() {
        return pin.elfs();
    }

    /** How many files cause it. */
    @Exported
    public int getElfCount() {
        return pin.elfCount();
    }

    /** The first few symbols that cause it. */
    @Exported
    public List<String> getSymbols() {
        return pin.symbols();
    }

    /** What it is. */
    @Exported
    public String getMessage() {
        return pin.message();
    }

    /** What to do about it. */
    @Exported
    public String getRemedy() {
        return StepWords.of(pin.remedy());
    }
}
