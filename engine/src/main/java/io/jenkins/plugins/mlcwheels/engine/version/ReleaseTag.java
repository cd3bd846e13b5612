package io.jenkins.plugins.mlcwheels.engine.version;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A tag that makes a release. By the standard rule that is {@code v} and a strict semantic version ({@code v1.2.0},
 * {@code v1.2.0-rc.1}), or {@code v}, two or three numbers and the suffixes of PEP 440 as projects push them:
 * {@code v1.2.0rc1}, {@code v1.2.rc1}, {@code v1.2.0a1}, {@code v1.2.0b1}, {@code v1.2.0.post1}, {@code v1.2.0-post1},
 * {@code v1.2.dev3}. Two numbers alone ({@code v1.2}) are not a release tag. A project's own {@link TagPattern} replaces
 * that rule. Tags sort by the versions that they stand for, as PEP 440 orders these.
 *
 * @see <a href="https://semver.org/">Semantic Versioning 2.0.0</a>
 */
public final class ReleaseTag implements Comparable<ReleaseTag> {

    /** Longer tags are refused unread. */
    private static final int LONGEST = 128;

    private static final String NUMBER = "(?:0|[1-9][0-9]*)";
    private static final Pattern WITH_SUFFIX = Pattern.compile("v" + NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + ")?"
            + "(?=[-.a-z])"
            + "(?:[-.]?(?:a|alpha|b|beta|c|rc)" + NUMBER + ")?"
            + "(?:[-.]post" + NUMBER + ")?"
            + "(?:\\.dev" + NUMBER + ")?");

    private static final Comparator<ReleaseTag> ORDER =
            Comparator.comparing(ReleaseTag::pep440).thenComparing(ReleaseTag::toString);

    private final String tag;
    private final TagPattern pattern;
    private final Pep440Version pep440;

    private ReleaseTag(String tag, TagPattern pattern, Pep440Version pep440) {
        this.tag = tag;
        this.pattern = pattern;
        this.pep440 = pep440;
    }

    /** @throws InvalidReleaseTagException if it is not a release tag by the standard rule, with the reason */
    public static ReleaseTag parse(String tag) {
        return parse(tag, TagPattern.STANDARD);
    }

    /** @throws InvalidReleaseTagException if it is not a release tag by that rule, with the reason */
    public static ReleaseTag parse(String tag, TagPattern pattern) {
        if (tag.length() > LONGEST) {
            throw new InvalidReleaseTagException(tag, "longer than " + LONGEST + " characters");
        }
        boolean standard = pattern.equals(TagPattern.STANDARD);
        return new ReleaseTag(tag, pattern, standard ? standard(tag) : pattern.version(tag));
    }

    /**
     * A tag of nightlies, which stands for no version itself.
     *
     * @param tag of the form that git allows, such as {@code nightly}
     * @param version of the wheels under it
     * @throws InvalidReleaseTagException if git does not allow it, or the version is none of a development version
     */
    public static ReleaseTag ofNightly(String tag, Pep440Version version) {
        if (tag.length() > LONGEST || !TagPattern.isTag(tag)) {
            throw new InvalidReleaseTagException(tag, "not the form of a git tag");
        }
        if (version.dev().isEmpty()) {
            throw new InvalidReleaseTagException(
                    tag,
                    "a nightly has a development version such as 0.20.dev45, not " + version,
                    "Build with --channel nightly, or publish it under the tag of its version.");
        }
        return new ReleaseTag(tag, TagPattern.STANDARD, version);
    }

    private static Pep440Version standard(String tag) {
        if (!tag.startsWith("v")) {
            throw new InvalidReleaseTagException(tag, "a release tag begins with v");
        }
        String version = tag.substring(1);
        Optional<Semver> semver = semver(version);
        if (semver.isPresent() && !SemverMapping.isPost(semver.get())) {
            return SemverMapping.toPep440(tag, semver.get());
        }
        if (WITH_SUFFIX.matcher(tag).matches()) {
            return Pep440Version.parse(version);
        }
        if (semver.isPresent()) {
            return SemverMapping.toPep440(tag, semver.get());
        }
        throw new InvalidReleaseTagException(tag, "not v and a semantic version (MAJOR.MINOR.PATCH)");
    }

    private static Optional<Semver> semver(String version) {
        return Optional.of(version).filter(Semver::isValid).map(Semver::parse).filter(semver -> semver.getVersion()
                .equals(version));
    }

    /** The version that a wheel made from this tag has. */
    public Pep440Version pep440() {
        return pep440;
    }

    /** The rule by which it is a release tag; other tags of the same project follow it too. */
    public TagPattern pattern() {
        return pattern;
    }

    /** True for tags that pip passes over unless told otherwise. */
    public boolean isPrerelease() {
        return pep440.isPrerelease();
    }

    @Override
    public int compareTo(ReleaseTag other) {
        return ORDER.compare(this, other);
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
