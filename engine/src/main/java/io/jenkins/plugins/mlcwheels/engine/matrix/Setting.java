package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Locale;
import java.util.Optional;

/**
 * A value of one option at one place.
 *
 * @param text the value
 * @param origin the place, for people
 * @param inherit how it joins what holds without it
 */
record Setting(String text, String origin, Inherit inherit) {

    /** How a value joins the one before. */
    enum Inherit {
        /** It takes its place. */
        NONE,
        APPEND,
        PREPEND;

        static Optional<Inherit> of(String text) {
            for (Inherit rule : values()) {
                if (rule.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return Optional.of(rule);
                }
            }
            return Optional.empty();
        }
    }
}
