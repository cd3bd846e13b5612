package io.jenkins.plugins.mlcwheels.engine.compare;

import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What wheels of different versions of a project have in common: the name, which has the flavour, a flavour in the version
 * ({@code +cpu}), Pythons, ABIs, systems and processors.
 */
record WheelKey(String text) implements Comparable<WheelKey> {

    private static final Pattern FLAVOUR = Pattern.compile("cpu|cu[0-9]{2,4}|rocm[0-9.]{1,8}|xpu");

    static WheelKey of(WheelFilename wheel) {
        int plus = wheel.version().indexOf('+');
        String local = plus < 0 ? "" : wheel.version().substring(plus + 1);
        SortedSet<String> platforms = new TreeSet<>();
        for (String text : wheel.platformTags()) {
            PlatformTag tag = PlatformTag.parse(text);
            platforms.add((system(tag) + " " + tag.architecture()).strip());
        }
        return new WheelKey(wheel.normalizedName()
                + (FLAVOUR.matcher(local).matches() ? "+" + local : "") + " "
                + String.join(".", wheel.pythonTags()) + "-" + String.join(".", wheel.abiTags())
                + wheel.variant().map(label -> "-" + label).orElse("") + " " + String.join(", ", platforms));
    }

    /** Wheels that were not repaired yet have a tag of Linux without a libc, which is mostly glibc. */
    private static String system(PlatformTag tag) {
        return switch (tag.kind()) {
            case MANYLINUX, LINUX -> "linux";
            case MUSLLINUX -> "musllinux";
            case MACOS -> "macos";
            case WINDOWS -> "windows";
            case ANY -> "any";
            default -> tag.kind().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    @Override
    public int compareTo(WheelKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
