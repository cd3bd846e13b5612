package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Spells ranges in braces out: {@code cp3{9..11}} becomes {@code cp3{9,10,11}}, as bash and cibuildwheel read it. */
final class BraceRanges {

    private static final int MOST = 1000;
    private static final Pattern RANGE =
            Pattern.compile("\\{(?:([0-9]{1,6})\\.\\.([0-9]{1,6})|([A-Za-z])\\.\\.([A-Za-z]))\\}");

    private BraceRanges() {}

    /** @throws IllegalArgumentException if a range has more than 1000 values */
    static String spelled(String pattern) {
        return RANGE.matcher(pattern).replaceAll(BraceRanges::spelled);
    }

    private static String spelled(MatchResult range) {
        boolean numbers = range.group(1) != null;
        int from = numbers ? Integer.parseInt(range.group(1)) : range.group(3).charAt(0);
        int to = numbers ? Integer.parseInt(range.group(2)) : range.group(4).charAt(0);
        if (Math.abs(from - to) >= MOST) {
            throw new IllegalArgumentException("stands for more than " + MOST + " patterns");
        }
        if (from == to) {
            return numbers ? String.valueOf(from) : range.group(3);
        }
        String values = IntStream.rangeClosed(0, Math.abs(from - to))
                .map(step -> from < to ? from + step : from - step)
                .mapToObj(value -> numbers ? String.valueOf(value) : String.valueOf((char) value))
                .collect(Collectors.joining(","));
        return Matcher.quoteReplacement("{" + values + "}");
    }
}
