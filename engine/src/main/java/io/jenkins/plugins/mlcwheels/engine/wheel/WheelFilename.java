package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The file name of a wheel (PEP 427):
 * {@code distribution-version[-build]-python-abi-platform[-variant].whl}, where python, abi and platform may be
 * compressed sets with dots between (PEP 425). The variant label is that of PEP 825, a draft. Prints as it was written; equal if it prints the same.
 */
public final class WheelFilename {

    /** What file systems allow; also bounds the expansion of compressed tag sets. */
    private static final int LONGEST = 255;

    private static final String SUFFIX = ".whl";

    private final String distribution;
    private final String version;
    private final String buildTag;
    private final List<String> pythonTags;
    private final List<String> abiTags;
    private final List<String> platformTags;

    private final String variant;

    /** A third part that begins with a digit is a build tag, so what is left over at the end is a variant label. */
    private WheelFilename(List<String> parts) {
        boolean built = parts.size() > 5
                && !parts.get(2).isEmpty()
                && Ascii.isDigit(parts.get(2).charAt(0));
        int tags = built ? 3 : 2;
        boolean labelled = parts.size() - tags == 4
                && isPlatform(parts.get(parts.size() - 2))
                && isLabel(parts.get(parts.size() - 1));
        variant = labelled ? parts.get(parts.size() - 1) : null;
        tags = labelled ? tags : parts.size() - 3;
        distribution = parts.get(0);
        version = parts.get(1);
        buildTag = tags == 3 ? parts.get(2) : null;
        pythonTags = List.copyOf(Ascii.split(parts.get(tags), '.'));
        abiTags = List.copyOf(Ascii.split(parts.get(tags + 1), '.'));
        platformTags = List.copyOf(Ascii.split(parts.get(tags + 2), '.'));
    }

    /**
     * @param name without a directory
     * @throws InvalidWheelNameException with the reason
     */
    public static WheelFilename parse(String name) {
        if (!name.endsWith(SUFFIX)) {
            throw new InvalidWheelNameException(name, "is not a wheel: its name does not end in .whl");
        }
        if (name.length() > LONGEST) {
            throw new InvalidWheelNameException(name, "is longer than " + LONGEST + " characters");
        }
        List<String> parts = Ascii.split(name.substring(0, name.length() - SUFFIX.length()), '-');
        if (parts.size() < 5 || parts.size() > 7) {
            throw new InvalidWheelNameException(
                    name,
                    "a wheel's name has 5 parts with '-' between, or 6 with a build tag, and not " + parts.size());
        }
        WheelFilename parsed = new WheelFilename(parts);
        if (parts.size() == 7 && parsed.variant == null) {
            throw new InvalidWheelNameException(
                    name, "a wheel's name has 5 parts with '-' between, or 6 with a build tag, and not 7");
        }
        parsed.check(name);
        return parsed;
    }

    /** The name of that file. */
    public static WheelFilename of(Path wheel) {
        Path name = wheel.getFileName();
        return parse(name == null ? "" : name.toString());
    }

    private void check(String name) {
        if (!isDistribution(distribution)) {
            throw new InvalidWheelNameException(
                    name,
                    "'" + distribution + "' is not a distribution name: letters, digits, '.' and single '_' inside");
        }
        if (!Ascii.isMadeOf(version, "._+!") || !startsWithDigitOrV(version)) {
            throw new InvalidWheelNameException(name, "'" + version + "' is not a version");
        }
        if (buildTag != null && !(Ascii.isMadeOf(buildTag, "._") && Ascii.isDigit(buildTag.charAt(0)))) {
            throw new InvalidWheelNameException(
                    name, "'" + buildTag + "' is not a build tag: it has to start with a digit");
        }
        checkTags(name, "python", pythonTags);
        checkTags(name, "abi", abiTags);
        checkTags(name, "platform", platformTags);
        for (String platform : platformTags) {
            PlatformTag.parse(platform);
        }
    }

    private static void checkTags(String name, String kind, List<String> tags) {
        for (String tag : tags) {
            if (!WheelTag.isPart(tag)) {
                throw new InvalidWheelNameException(name, "'" + tag + "' is no " + kind + " tag");
            }
        }
    }

    private static boolean isPlatform(String text) {
        return text.indexOf('_') > 0 || text.equals("any") || text.equals("win32");
    }

    /** As PEP 825 allows it. */
    private static boolean isLabel(String text) {
        return Ascii.isMadeOf(text, "._") && Ascii.lowerCase(text).equals(text);
    }

    private static boolean isDistribution(String text) {
        return Ascii.isMadeOf(text, "._")
                && Ascii.isAlphanumeric(text.charAt(0))
                && Ascii.isAlphanumeric(text.charAt(text.length() - 1))
                && !text.contains("__");
    }

    private static boolean startsWithDigitOrV(String text) {
        char first = text.charAt(0);
        return Ascii.isDigit(first)
                || (text.length() > 1 && (first == 'v' || first == 'V') && Ascii.isDigit(text.charAt(1)));
    }

    /** As written, such as {@code mlc_llm}. */
    public String distribution() {
        return distribution;
    }

    /** As PEP 503 compares names, such as {@code mlc-llm}. */
    public String normalizedName() {
        return ProjectName.normalized(distribution);
    }

    /** As written, such as {@code 0.1.0+g1234567}. */
    public String version() {
        return version;
    }

    /** As written, such as {@code 1} or {@code 2post}; it begins with a digit. */
    public Optional<String> buildTag() {
        return Optional.ofNullable(buildTag);
    }

    /** The label of a variant wheel (PEP 825, a draft that installers don't know), such as {@code x86_64_v3}. */
    public Optional<String> variant() {
        return Optional.ofNullable(variant);
    }

    /** As written, in the order written. */
    public List<String> pythonTags() {
        return pythonTags;
    }

    /** As written, in the order written. */
    public List<String> abiTags() {
        return abiTags;
    }

    /** As written, in the order written. */
    public List<String> platformTags() {
        return platformTags;
    }

    /** Every tag that the compressed sets stand for. */
    public SortedSet<WheelTag> tags() {
        SortedSet<WheelTag> tags = new TreeSet<>();
        for (String python : pythonTags) {
            for (String abi : abiTags) {
                for (String platform : platformTags) {
                    tags.add(new WheelTag(python, abi, platform));
                }
            }
        }
        return Collections.unmodifiableSortedSet(tags);
    }

    /**
     * The same name for other platforms, in the order given.
     *
     * @throws InvalidWheelNameException if one is not a platform tag, or there is none
     */
    public WheelFilename withPlatformTags(List<String> tags) {
        return parse(prefix() + Ascii.join(tags, '.') + suffix());
    }

    /** Name and version of the {@code .dist-info} directory that belongs to it. */
    public String distInfo() {
        return distribution + "-" + version + ".dist-info";
    }

    private String suffix() {
        return (variant == null ? "" : "-" + variant) + SUFFIX;
    }

    private String prefix() {
        return distribution + "-" + version + "-" + (buildTag == null ? "" : buildTag + "-")
                + Ascii.join(pythonTags, '.') + "-" + Ascii.join(abiTags, '.') + "-";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WheelFilename that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return prefix() + Ascii.join(platformTags, '.') + suffix();
    }
}
