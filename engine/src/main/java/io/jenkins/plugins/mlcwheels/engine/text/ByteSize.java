package io.jenkins.plugins.mlcwheels.engine.text;

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

    /** Such as {@code +1.2 MB} or {@code -300 kB}; {@code the same} for zero. */
    public static String change(long bytes) {
        return bytes == 0 ? "the same" : (bytes > 0 ? "+" : "-") + print(Math.abs(bytes));
    }

    /** Such as {@code +7.3 %}; empty if there was nothing before. */
    public static String percent(long before, long after) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (after - before) / before);
    }
}
