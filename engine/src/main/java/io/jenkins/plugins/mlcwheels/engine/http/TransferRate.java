package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast bytes move.
 *
 * @param bytesPerSecond not negative
 */
public record TransferRate(long bytesPerSecond) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kM]?)");

    /**
     * Reads {@code 20000}, {@code 20k} and {@code 1M}, in bytes per second.
     *
     * @throws EngineException if it is not a rate
     */
    public static TransferRate parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + text + "' is not a rate",
                    "Write bytes per second, such as 20000 or 20k; 0 for any.");
        }
        long factor = parts.group(2).isEmpty() ? 1 : parts.group(2).equals("k") ? 1000 : 1_000_000;
        return new TransferRate(Long.parseLong(parts.group(1)) * factor);
    }
}
