package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Locale;

/** Sizes as people read them, in decimal units. */
public final class ByteSize {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** Such as {@code 312 B}, {@code 4.2 MB}, {@code 1.9 GB}. */
    public static String print(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
