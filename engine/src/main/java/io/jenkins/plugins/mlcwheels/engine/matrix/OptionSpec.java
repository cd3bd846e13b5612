package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of one option of cibuildwheel, by its row in {@code options.json}.
 *
 * @param name as in the table; with {@code *} where it stands for several
 * @param group heading of the documentation
 * @param selection whether it selects builds, so that it can't differ between builds of one flavour
 * @param type which values it takes
 * @param standard the value that holds if none is given
 * @param platformVariable whether its variable may end in {@code _LINUX}
 * @param inLinuxTable whether the table of Linux may hold it
 * @param own whether {@code [tool.mlc-wheels]} takes it
 * @param support what becomes of it
 * @param purpose what it is for
 * @param note what a user of cibuildwheel may not expect
 * @param architectures that {@code *} stands for
 */
public record OptionSpec(
        String name,
        String group,
        boolean selection,
        OptionType type,
        String standard,
        boolean platformVariable,
        boolean inLinuxTable,
        boolean own,
        Support support,
        String purpose,
        String note,
        List<String> architectures) {

    /** What becomes of an option. */
    public enum Support {
        HONOURED,
        IGNORED,
        REFUSED;

        static Support of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** As the documentation writes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public OptionSpec {
        architectures = List.copyOf(architectures);
    }

    /** The names that it stands for. */
    public List<String> names() {
        return architectures.isEmpty()
                ? List.of(name)
                : architectures.stream()
                        .map(architecture -> name.replace("*", architecture))
                        .toList();
    }

    /** The name of the variable of a named option: {@code CIBW_BEFORE_ALL}. */
    static String variable(String prefix, String option) {
        return prefix + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What ignoring or refusing it is explained with. */
    Optional<String> reason() {
        return support == Support.HONOURED ? Optional.empty() : Optional.of(note);
    }
}
