package io.jenkins.plugins.mlcwheels.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Numbers of days to keep wheels for, as the system, folders and jobs are configured with them; 0 means for ever. */
@Restricted(NoExternalUse.class)
public final class RetentionDays {

    /** What holds where nobody says anything. */
    public static final int DEFAULT = 90;

    /** A hundred years. */
    public static final int MOST = 36_500;

    private RetentionDays() {}

    /** @throws IllegalArgumentException unless it is 0 to {@link #MOST} */
    public static int checked(int days) {
        if (days < 0 || days > MOST) {
            throw new IllegalArgumentException(
                    days + " is not a number of days to keep wheels for; give 1 to " + MOST + ", or 0 for ever");
        }
        return days;
    }

    /** What a form says to it. */
    @NonNull
    public static FormValidation check(@NonNull String value) {
        try {
            checked(Integer.parseInt(value.trim()));
            return FormValidation.ok();
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.RetentionDays_notANumber());
        } catch (IllegalArgumentException e) {
            return FormValidation.error("Give 1 to " + MOST + " days, or 0 for ever.");
        }
    }
}
