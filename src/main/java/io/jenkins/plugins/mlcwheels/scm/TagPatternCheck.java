package io.jenkins.plugins.mlcwheels.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidTagPatternException;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import io.jenkins.plugins.mlcwheels.wording.StepWords;

/** Judges what somebody types where a form asks for a tag pattern. */
public final class TagPatternCheck {

    private TagPatternCheck() {}

    /** An error with the reason and the remedy, or fine; nothing is fine, too. */
    @NonNull
    public static FormValidation of(@CheckForNull String value) {
        String text = Util.fixEmptyAndTrim(value);
        try {
            if (text != null) {
                TagPattern.of(text);
            }
            return FormValidation.ok();
        } catch (InvalidTagPatternException e) {
            return FormValidation.error(StepWords.sentence(e));
        }
    }
}
