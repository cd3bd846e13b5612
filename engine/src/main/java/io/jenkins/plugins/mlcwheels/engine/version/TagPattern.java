package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.regex.Pattern;

/**
 * Which tags of a project are release tags, and which version each stands for. {@link #STANDARD} takes {@code v} and a
 * semantic version, and the PEP 440 spellings of the same ({@link ReleaseTag} lists them). A pattern of a project's own
 * is a text with {@code {version}} in one place, such as <code>lxml-{version}</code>; any PEP 440 version may stand there.
 */
public final class TagPattern {

    /** The rule for projects that say nothing. */
    public static final TagPattern STANDARD = new TagPattern("", "");

    private static final String PLACEHOLDER = "{version}";
    private static final int LONGEST = 100;

    /** What git allows in the name of a tag, without what a shell or a file system could take for something else. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._+@=,/-]*");

    private static final Pattern REFUSED_BY_GIT = Pattern.compile("^[-/.]|/$|//|\\.\\.|/\\.|\\./|\\.lock(?:/|$)|@\\{");

    private final String prefix;
    private final String suffix;

    private TagPattern(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /**
     * @param text such as <code>{version}</code>, <code>v{version}</code> or <code>lxml-{version}</code>
     * @throws InvalidTagPatternException if {@code {version}} is not in it exactly once, or no tag can look like that
     */
    public static TagPattern of(String text) {
        int at = text.indexOf(PLACEHOLDER);
        if (at < 0 || text.indexOf(PLACEHOLDER, at + 1) >= 0) {
            throw new InvalidTagPatternException(text, "has to hold {version} exactly once");
        }
        String prefix = text.substring(0, at);
        String suffix = text.substring(at + PLACEHOLDER.length());
        if (text.length() > LONGEST) {
            throw new InvalidTagPatternException(text, "is longer than " + LONGEST + " characters");
        }
        if (!ALLOWED.matcher(prefix + suffix).matches()
                || REFUSED_BY_GIT.matcher(prefix + "0" + suffix).find()) {
            throw new InvalidTagPatternException(text, "is not the form of a git tag");
        }
        return new TagPattern(prefix, suffix);
    }

    /** Whether a text has the form of a git tag, of any kind. */
    static boolean isTag(String text) {
        return !text.isEmpty()
                && ALLOWED.matcher(text).matches()
                && !REFUSED_BY_GIT.matcher(text).find();
    }

    /** @throws InvalidReleaseTagException if the tag is not a release tag by this rule, with the reason */
    public ReleaseTag parse(String tag) {
        return ReleaseTag.parse(tag, this);
    }

    /** Whether a tag is a release tag by this rule. */
    public boolean matches(String tag) {
        try {
            parse(tag);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** The version in a tag of this form, which has to be one of PEP 440 that begins with a digit. */
    Pep440Version version(String tag) {
        boolean framed = tag.length() > prefix.length() + suffix.length()
                && tag.startsWith(prefix)
                && tag.endsWith(suffix)
                && Pep440Version.isNumeric(tag.substring(prefix.length(), prefix.length() + 1));
        String version = framed ? tag.substring(prefix.length(), tag.length() - suffix.length()) : "";
        if (framed && version.equals(version.strip())) {
            return Pep440Version.tryParse(version).orElseThrow(() -> refused(tag));
        }
        throw refused(tag);
    }

    /** For {@code git describe --match}. */
    String glob() {
        return prefix + "[0-9]*" + suffix;
    }

    private InvalidReleaseTagException refused(String tag) {
        return new InvalidReleaseTagException(
                tag,
                "does not have the form " + this + " with a PEP 440 version",
                "Use a tag such as " + prefix + "1.2.0" + suffix + ", or change the tag pattern.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagPattern pattern
                && (this == STANDARD) == (pattern == STANDARD)
                && prefix.equals(pattern.prefix)
                && suffix.equals(pattern.suffix);
    }

    @Override
    public int hashCode() {
        return 31 * prefix.hashCode() + suffix.hashCode();
    }

    /** The pattern as it was written; for the standard rule an example of what it takes. */
    @Override
    public String toString() {
        return this == STANDARD ? "vX.Y.Z" : prefix + PLACEHOLDER + suffix;
    }
}
