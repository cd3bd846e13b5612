package io.jenkins.plugins.mlcwheels.engine.reproducible;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or a time of day in a text, in one of the forms that compilers, scripts and libraries write.
 *
 * @param time with a date if it has one, else of the first day of 1970
 * @param hasClock whether it has a time of day
 * @param start where it begins in the text
 * @param end where it ends
 */
record TimeText(LocalDateTime time, boolean hasClock, int start, int end) {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final String COMPACT = "(\\d{2}):?(\\d{2})(?::?(\\d{2}))?";
    private static final String CLOCK = "(\\d{2}):(\\d{2})(?::(\\d{2}))?";
    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{4})[-/.]?(\\d{2})[-/.]?(\\d{2})(?:[T _]" + COMPACT + ")?");
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(" + String.join("|", MONTHS)
            + ")[a-z]* {1,2}(\\d{1,2})(?:,? (\\d{4})\\b)?(?: " + CLOCK + ")?(?:.{0,12}?\\b(\\d{4})\\b)?");
    private static final Pattern DAY_FIRST = Pattern.compile(
            "(?i)\\b(\\d{1,2})[ -](" + String.join("|", MONTHS) + ")[a-z]*[ -](\\d{4})(?:[ :]" + CLOCK + ")?");
    private static final Pattern ALONE = Pattern.compile("\\b" + CLOCK + "\\b");

    /** The first one in a text. */
    static Optional<TimeText> in(String text) {
        Matcher found = NUMBERS.matcher(text);
        while (found.find()) {
            Optional<TimeText> time = of(found, number(found, 1), number(found, 2), number(found, 3), 4);
            if (time.isPresent()) {
                return time;
            }
        }
        found = DAY_FIRST.matcher(text);
        if (found.find()) {
            return of(found, number(found, 3), month(found.group(2)), number(found, 1), 4);
        }
        found = NAMED.matcher(text);
        if (found.find()) {
            int year = Math.max(number(found, 3), number(found, 7));
            return of(found, year == 0 ? 1970 : year, month(found.group(1)), number(found, 2), 4);
        }
        found = ALONE.matcher(text);
        return found.find() ? of(found, 0, 1, 1, 1) : Optional.empty();
    }

    private static Optional<TimeText> of(Matcher found, int year, int month, int day, int clock) {
        boolean hasClock = found.group(clock) != null;
        try {
            LocalDate date = LocalDate.of(year == 0 ? 1970 : year, month, day);
            if (year != 0 && (year < 1970 || year > 2200)) {
                return Optional.empty();
            }
            LocalDateTime time = hasClock
                    ? date.atTime(number(found, clock), number(found, clock + 1), number(found, clock + 2))
                    : date.atStartOfDay();
            return Optional.of(new TimeText(time, hasClock, found.start(), found.end()));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static int number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Integer.parseInt(found.group(group));
    }

    private static int month(String name) {
        return MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
    }
}
