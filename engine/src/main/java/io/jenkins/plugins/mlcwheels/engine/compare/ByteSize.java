package io.jenkins.plugins.mlcwheels.engine.compare;

import java.util.Locale;

/** Numbers of bytes in words: three digits and a unit, powers of 1000. */
public final class ByteSize {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** Such as {@code 16.8 MB}. */
    public static String of(long bytes) {
        double value = Math.abs((double) bytes);
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String number = unit == 0 || value >= 100
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
        return (bytes < 0 ? "-" : "") + number + " " + UNITS[unit];
    }

    /** Such as {@code +1.2 MB} or {@code -300 kB}; {@code the same} for zero. */
    public static String change(long bytes) {
        return bytes == 0 ? "the same" : (bytes > 0 ? "+" : "") + of(bytes);
    }

    /** Such as {@code +7.3 %}; empty if there was nothing before. */
    public static String percent(long before, long after) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (after - before) / before);
    }
}
