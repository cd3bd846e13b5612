package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is known of where the command of a test imported the wheel's modules from.
 *
 * @param outcome in one word or two
 * @param modules packages at the top of the wheel and native modules that were imported from the wheel, sorted
 */
public record ImportProof(Outcome outcome, List<String> modules) {

    /** How many modules are listed at most. */
    public static final int MOST_MODULES = 200;

    private static final Pattern MODULE = Pattern.compile("[\\p{L}\\p{N}_.]{1,255}");

    /** What the proof came to. */
    public enum Outcome {
        /** The command imported modules of the wheel, and all of them from the wheel. */
        PROVEN("proven"),
        /** It imported none. */
        NOTHING_IMPORTED("nothing imported"),
        /** There was no command: the wheel was installed and imported, and its scripts were started. */
        NO_COMMAND("no command"),
        /** Imports from anywhere were allowed, or could not be watched. */
        NOT_PROVEN("not proven");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** As records have it. */
        public String text() {
            return text;
        }

        /** The outcome that records call so, if one is. */
        public static Optional<Outcome> of(String text) {
            return Arrays.stream(values())
                    .filter(outcome -> outcome.text.equals(text))
                    .findFirst();
        }
    }

    /** @throws IllegalArgumentException if there are too many modules, or one has a name that no module has */
    public ImportProof {
        Objects.requireNonNull(outcome, "outcome");
        modules = List.copyOf(new TreeSet<>(modules));
        if (modules.size() > MOST_MODULES) {
            throw new IllegalArgumentException(modules.size() + " modules; at most " + MOST_MODULES + " are listed");
        }
        for (String module : modules) {
            if (!MODULE.matcher(module).matches()) {
                throw new IllegalArgumentException("a module has an impossible name");
            }
        }
    }

    /** Whether a release of the wheel has to be asked for: its tests may have tested something else. */
    public boolean isUnproven() {
        return outcome == Outcome.NOT_PROVEN;
    }
}
