package io.jenkins.plugins.mlcwheels.engine.version;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A tag that makes a release: {@code v} and a strict semantic version, or one of MLC's developmental tags
 * {@code vX.Y.devN} and {@code vX.Y.Z.devN}. Sorted by the precedence of SemVer 2, where {@code vX.Y.devN} counts as
 * {@code vX.Y.0-dev.N}, and build metadata only decides between tags that are otherwise equal.
 *
 * @see <a href="https://semver.org/">Semantic Versioning 2.0.0</a>
 */
public final class ReleaseTag implements Comparable<ReleaseTag> {

    /** Longer tags are refused unread. */
    private static final int LONGEST = 128;

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final Pattern MLC_DEV =
            Pattern.compile("v" + NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + ")?\\.dev" + NUMBER);

    private final String tag;
    private final Semver semver;
    private final Pep440Version pep440;

    private ReleaseTag(String tag, Semver semver, Pep440Version pep440) {
        this.tag = tag;
        this.semver = semver;
        this.pep440 = pep440;
    }

    /** @throws InvalidReleaseTagException if it is no release tag, or has no PEP 440 form, with the reason */
    public static ReleaseTag parse(String tag) {
        if (tag.length() > LONGEST) {
            throw new InvalidReleaseTagException(tag, "longer than " + LONGEST + " characters");
        }
        Matcher dev = MLC_DEV.matcher(tag);
        if (dev.matches()) {
            String patch = dev.group(3) == null ? "0" : dev.group(3);
            Semver semver = semver(tag, dev.group(1) + "." + dev.group(2) + "." + patch + "-dev." + dev.group(4));
            return new ReleaseTag(tag, semver, Pep440Version.parse(tag.substring(1)));
        }
        if (!tag.startsWith("v")) {
            throw new InvalidReleaseTagException(tag, "a release tag begins with v");
        }
        Semver semver = semver(tag, tag.substring(1));
        return new ReleaseTag(tag, semver, SemverMapping.toPep440(tag, semver));
    }

    private static Semver semver(String tag, String version) {
        Semver semver = Semver.isValid(version) ? Semver.parse(version) : null;
        if (semver == null || !semver.getVersion().equals(version)) {
            throw new InvalidReleaseTagException(tag, "not v and a semantic version (MAJOR.MINOR.PATCH)");
        }
        return semver;
    }

    /** The version that a wheel made from this tag has. */
    public Pep440Version pep440() {
        return pep440;
    }

    /** True for tags that pip passes over unless told otherwise. */
    public boolean isPrerelease() {
        return pep440.isPrerelease();
    }

    @Override
    public int compareTo(ReleaseTag other) {
        int order = semver.compareTo(other.semver);
        return order == 0 ? tag.compareTo(other.tag) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReleaseTag release && tag.equals(release.tag);
    }

    @Override
    public int hashCode() {
        return tag.hashCode();
    }

    /** The tag as it was written. */
    @Override
    public String toString() {
        return tag;
    }
}
