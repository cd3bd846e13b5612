package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.elf.strip.StripLevel;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is taken out of the ELF files of a wheel beside what the loader needs.
 *
 * @param level how much; empty: nothing
 * @param split whether it is kept, in an archive beside the wheel
 * @param keep patterns of the names, or of the paths in the wheel, of files that stay as they are
 */
public record Stripping(Optional<StripLevel> level, boolean split, List<String> keep) {

    /** Everything stays. */
    public static final Stripping NONE = new Stripping(Optional.empty(), false, List.of());

    public Stripping {
        keep = List.copyOf(keep);
    }

    /**
     * By the words of options; {@code split} alone takes all.
     *
     * @param level {@code debug}, {@code all}, {@code none}, or empty
     * @throws InvalidStrippingException if it is another word, or says nothing of what is to be done with files that are
     *     kept
     */
    public static Stripping of(String level, boolean split, List<String> keep) {
        Optional<StripLevel> taken =
                switch (level.toLowerCase(Locale.ROOT)) {
                    case "", "none" -> split && level.isEmpty() ? Optional.of(StripLevel.ALL) : Optional.empty();
                    case "debug" -> Optional.of(StripLevel.DEBUG);
                    case "all" -> Optional.of(StripLevel.ALL);
                    default ->
                        throw new InvalidStrippingException(
                                "--strip: '" + level + "' is neither debug, all nor none",
                                "Give debug to take out debug information, all to take out the names of functions too.");
                };
        if (taken.isEmpty() && split) {
            throw new InvalidStrippingException(
                    "--split-debug with --strip none would split off nothing", "Leave one of them out.");
        }
        if (taken.isEmpty() && !keep.isEmpty()) {
            throw new InvalidStrippingException("--keep-symbols without --strip keeps nothing", "Add --strip all.");
        }
        return new Stripping(taken, split, keep);
    }

    /** Whether a file of any of these names or paths stays as it is. */
    boolean keeps(String... names) {
        NamePatterns patterns = new NamePatterns(keep);
        for (String name : names) {
            if (patterns.match(name)) {
                return true;
            }
        }
        return false;
    }
}
