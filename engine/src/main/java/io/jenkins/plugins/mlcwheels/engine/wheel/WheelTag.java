package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;

/**
 * One compatibility tag (PEP 425), such as {@code py3-none-any}. Parts are in lower case, as installers compare them.
 * Ordered by python, abi, platform.
 */
public record WheelTag(String python, String abi, String platform) implements Comparable<WheelTag> {

    public WheelTag {
        python = part(python);
        abi = part(abi);
        platform = part(platform);
    }

    /**
     * @param text exactly three parts, not compressed
     * @throws InvalidWheelNameException if it is anything else
     */
    public static WheelTag parse(String text) {
        int first = text.indexOf('-');
        int last = text.lastIndexOf('-');
        if (first < 0 || first == last || text.indexOf('-', first + 1) != last) {
            throw new InvalidWheelNameException(text, "a tag has three parts with '-' between, such as py3-none-any");
        }
        return new WheelTag(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }

    @Override
    public int compareTo(WheelTag other) {
        int order = python.compareTo(other.python);
        if (order == 0) {
            order = abi.compareTo(other.abi);
        }
        return order == 0 ? platform.compareTo(other.platform) : order;
    }

    @Override
    public String toString() {
        return python + "-" + abi + "-" + platform;
    }

    private static String part(String text) {
        if (!isPart(text)) {
            throw new InvalidWheelNameException(text, "is not a tag: only letters, digits and '_' may be in it");
        }
        return Ascii.lowerCase(text);
    }

    /** Whether it can stand between the dashes of a tag. */
    static boolean isPart(String text) {
        return Ascii.isMadeOf(text, "_");
    }
}
