package io.jenkins.plugins.mlcwheels.engine.build;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something may take, as people write it: {@code 90}, {@code 90s}, {@code 30m}, {@code 2h}. */
public final class TimeLimit {

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})([smh]?)");

    private TimeLimit() {}

    /**
     * Reads a time; a number alone is one of seconds.
     *
     * @throws InvalidBuildRequestException if the text is no time from one second
     */
    public static Duration parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new InvalidBuildRequestException("timeout: '" + text + "' is not a time", "Use 90m, 2h, or seconds.");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
