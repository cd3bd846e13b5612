package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What came of one build of a matrix. A class and not a record, since it is saved in {@code build.xml}, where records
 * can't be read back.
 */
@ExportedBean(defaultVisibility = 3)
public final class CellRecord implements Serializable {

    /** It was built. */
    public static final String BUILT = "built";

    /** The wheel of another build serves it. */
    public static final String REUSED = "reused";

    /** It could not be built, or its wheel does not work. */
    public static final String FAILED = "failed";

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 1000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+/-]{1,200}");

    private final String name;
    private final String status;

    @CheckForNull
    private final String sha256;

    private final long millis;

    @CheckForNull
    private final String cache;

    @CheckForNull
    private final String why;

    /**
     * @param name the identifier, after its flavour if it has one
     * @param status one of the constants of this class
     * @param sha256 of its wheel; null if it has none
     * @param millis how long building, repairing and testing took
     * @param cache what the compiler cache gave, in words; null if none was used
     * @param why it failed, or whose wheel it has; null if there is nothing to say
     * @throws IllegalArgumentException if no build can have that name
     */
    public CellRecord(
            @NonNull String name,
            @NonNull String status,
            @CheckForNull String sha256,
            long millis,
            @CheckForNull String cache,
            @CheckForNull String why) {
        if (!isName(name)) {
            throw new IllegalArgumentException("no build is named '" + PrintableText.line(name, 80) + "'");
        }
        this.name = name;
        this.status = Objects.requireNonNull(status);
        this.sha256 = sha256;
        this.millis = millis;
        this.cache = cache == null ? null : PrintableText.line(cache, LONGEST);
        this.why = why == null ? null : PrintableText.line(why, LONGEST);
    }

    /** Whether a build can have that name. */
    public static boolean isName(@NonNull String text) {
        return NAME.matcher(text).matches();
    }

    /** The identifier, after its flavour if it has one, such as {@code cuda-12.8/cp313-manylinux_x86_64}. */
    @Exported
    @NonNull
    public String getName() {
        return name;
    }

    /** What came of it: built, reused or failed. */
    @Exported
    @NonNull
    public String getStatus() {
        return status;
    }

    /** Whether it failed. */
    public boolean isFailed() {
        return status.equals(FAILED);
    }

    /** SHA-256 of its wheel; null if it has none. */
    @Exported
    @CheckForNull
    public String getSha256() {
        return sha256;
    }

    /** How long building, repairing and testing took, in milliseconds. */
    @Exported
    public long getMillis() {
        return millis;
    }

    /** What the compiler cache gave, in words; null if none was used. */
    @Exported
    @CheckForNull
    public String getCache() {
        return cache;
    }

    /** Why it failed, or whose wheel it has; null if there is nothing to say. */
    @Exported
    @CheckForNull
    public String getWhy() {
        return why;
    }
}
