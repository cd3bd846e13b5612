package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a commit that has no tag of its own, from {@code git describe}, as MLC-LLM's {@code version.py} makes
 * it: on a tag, the tag without its {@code v}; N commits after {@code vX.Y.Z} it is {@code X.Y.Z.devN}, after
 * {@code vX.Y.dev0} it is {@code X.Y.devN}, with {@code g} and the abbreviated commit as local version.
 *
 * @param publicVersion what the wheel gets: {@code 0.20.0.dev94}
 * @param localVersion the same with the commit: {@code 0.20.0.dev94+g0d07a329e}; equal to the public one on a tag
 */
public record DescribedVersion(Pep440Version publicVersion, Pep440Version localVersion) {

    /** For the standard rule. The patterns are upstream's; pre-release tags, which upstream can't read, are passed over. */
    private static final List<String> STANDARD_COMMAND = List.of(
            "git",
            "describe",
            "--tags",
            "--match",
            "v[0-9]*.[0-9]*.[0-9]*",
            "--match",
            "v[0-9]*.[0-9]*.dev[0-9]*",
            "--exclude",
            "v*-*");

    private static final Pattern OUTPUT =
            Pattern.compile("v?(?<base>[0-9][^-]*?)(?<dev>\\.dev[^-]*)?(?:-(?<commits>[0-9]+)-(?<commit>g[0-9a-f]+))?");

    private static final Pattern STANDARD_TAG = Pattern.compile("(?<tag>v[0-9].*?)(?:-[0-9]+-g[0-9a-f]+)?");

    private static final Pattern LONG_OUTPUT =
            Pattern.compile("(?<tag>.+)-(?<commits>[0-9]{1,9})-(?<commit>g[0-9a-f]+)");

    /**
     * What to run in the checkout, with full history and tags.
     *
     * @param pattern which tags are release tags
     * @param passedOver tags that are not to be found
     */
    public static List<String> command(TagPattern pattern, List<String> passedOver) {
        List<String> command = new ArrayList<>(
                pattern.equals(TagPattern.STANDARD)
                        ? STANDARD_COMMAND
                        : List.of("git", "describe", "--tags", "--long", "--match", pattern.glob()));
        passedOver.forEach(tag -> command.addAll(List.of("--exclude", tag)));
        return command;
    }

    /**
     * The tag that git found and of which {@link #parse} can make no version, such as {@code 2024-backup}; empty if it
     * can, or if git found none.
     *
     * @param gitDescribeOutput what {@link #command} printed for the same pattern
     */
    public static Optional<String> unusableTag(String gitDescribeOutput, TagPattern pattern) {
        Matcher parts =
                (pattern.equals(TagPattern.STANDARD) ? STANDARD_TAG : LONG_OUTPUT).matcher(gitDescribeOutput.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            parse(gitDescribeOutput, pattern);
            return Optional.empty();
        } catch (InvalidVersionException | InvalidReleaseTagException unusable) {
            return Optional.of(parts.group("tag"));
        }
    }

    /**
     * @param gitDescribeOutput what {@link #command} printed for the same pattern
     * @throws InvalidVersionException if no version can be made of that output
     * @throws InvalidReleaseTagException if the tag in it does not have the form of the pattern
     */
    public static DescribedVersion parse(String gitDescribeOutput, TagPattern pattern) {
        if (pattern.equals(TagPattern.STANDARD)) {
            return parse(gitDescribeOutput);
        }
        Matcher parts = LONG_OUTPUT.matcher(gitDescribeOutput.strip());
        if (!parts.matches()) {
            throw unreadable(gitDescribeOutput.strip());
        }
        Pep440Version tagged = pattern.parse(parts.group("tag")).pep440();
        if (Integer.parseInt(parts.group("commits")) == 0) {
            return new DescribedVersion(tagged, tagged);
        }
        String version = tagged.withoutDev() + ".dev" + parts.group("commits");
        return new DescribedVersion(
                Pep440Version.parse(version), Pep440Version.parse(version + "+" + parts.group("commit")));
    }

    private static DescribedVersion parse(String gitDescribeOutput) {
        String output = gitDescribeOutput.strip();
        Matcher parts = OUTPUT.matcher(output);
        if (!parts.matches()) {
            throw unreadable(output);
        }
        String base = parts.group("base");
        if (parts.group("commits") == null) {
            Pep440Version exact = version(output, base + (parts.group("dev") == null ? "" : parts.group("dev")));
            return new DescribedVersion(exact, exact);
        }
        String version = base + ".dev" + parts.group("commits");
        return new DescribedVersion(version(output, version), version(output, version + "+" + parts.group("commit")));
    }

    private static Pep440Version version(String output, String version) {
        return Pep440Version.tryParse(version).orElseThrow(() -> unreadable(output));
    }

    private static InvalidVersionException unreadable(String output) {
        return new InvalidVersionException(
                "git describe says " + PrintableText.quoted(output) + ", of which no version can be made",
                "Fetch full history and tags (git fetch --tags --unshallow), or give the version yourself.");
    }
}
