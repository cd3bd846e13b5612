package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what holds for an option: the command line before variables, these before the file; within the file an override
 * before the table of the flavour, this before that of Linux, this before the table itself. Variables of
 * {@code MLC_WHEELS_} come before those of {@code CIBW_}, and those that end in {@code _LINUX} before the others.
 */
final class OptionCascade {

    private static final String LINUX = "_LINUX";

    private final OptionTable table;
    private final Map<String, String> environment;
    private final Map<String, List<Setting>> commandLine;

    /**
     * What holds, and where it came from.
     *
     * @param origins one place, or several where values were joined
     */
    record Value(String text, List<String> origins) {

        /** The places as one text, for messages. */
        String where() {
            return String.join(" + ", origins);
        }

        /** Whether it came from nowhere but configuration of cibuildwheel, which another version of it may have taken. */
        boolean isOfCibuildwheel() {
            return origins.stream().allMatch(Dialect.CIBUILDWHEEL::has);
        }
    }

    /** @param commandLine values by the names of options, in order */
    OptionCascade(OptionTable table, Map<String, String> environment, Map<String, List<Setting>> commandLine) {
        this.table = table;
        this.environment = environment;
        this.commandLine = commandLine;
    }

    /** What holds for a whole flavour. */
    Value value(String option, Optional<String> flavour) {
        return value(option, flavour, Optional.empty());
    }

    /** What holds for one build. */
    Value value(String option, Optional<String> flavour, BuildIdentifier identifier) {
        return value(option, flavour, Optional.of(identifier));
    }

    private Value value(String option, Optional<String> flavour, Optional<BuildIdentifier> identifier) {
        OptionSpec spec = OptionCatalog.builtIn().spec(option).orElseThrow();
        boolean emptyIsUnset = spec.type() == OptionType.IMAGE || spec.type() == OptionType.ARCHS;
        Value value = new Value(spec.standard(), List.of("default"));
        for (Setting setting : settings(spec, option, flavour, identifier)) {
            if (!setting.text().isEmpty() || !emptyIsUnset) {
                value = joined(spec, option, value, setting);
            }
        }
        return value;
    }

    private List<Setting> settings(
            OptionSpec spec, String option, Optional<String> flavour, Optional<BuildIdentifier> identifier) {
        List<Setting> settings = new ArrayList<>();
        add(settings, table.global().get(option));
        add(settings, table.linux().get(option));
        add(settings, table.flavour(flavour).get(option));
        identifier.ifPresent(id -> table.overrides().stream()
                .filter(override -> override.select().match(flavour, id))
                .forEach(override -> add(settings, override.settings().get(option))));
        Setting.Inherit inherit = spec.type() == OptionType.GROUPS ? Setting.Inherit.APPEND : Setting.Inherit.NONE;
        for (String variable : variables(spec, option)) {
            Optional.ofNullable(environment.get(variable))
                    .ifPresent(text -> settings.add(new Setting(text, variable, inherit)));
        }
        settings.addAll(commandLine.getOrDefault(option, List.of()));
        return settings;
    }

    private static void add(List<Setting> settings, Setting setting) {
        if (setting != null) {
            settings.add(setting);
        }
    }

    private List<String> variables(OptionSpec spec, String option) {
        List<String> names = new ArrayList<>();
        List<Dialect> dialects = table.dialect() == Dialect.CIBUILDWHEEL
                ? List.of(Dialect.CIBUILDWHEEL, Dialect.OWN)
                : List.of(Dialect.OWN);
        for (Dialect dialect : dialects) {
            String name = OptionSpec.variable(dialect.prefix(), option);
            names.add(name);
            if (spec.platformVariable()) {
                names.add(name + LINUX);
            }
        }
        return names;
    }

    private static Value joined(OptionSpec spec, String option, Value before, Setting setting) {
        if (setting.inherit() == Setting.Inherit.NONE || before.text().isEmpty()) {
            return new Value(setting.text(), List.of(setting.origin()));
        }
        if (setting.text().isEmpty()) {
            return before;
        }
        boolean append = setting.inherit() == Setting.Inherit.APPEND;
        try {
            String text = spec.type()
                    .joined(append ? before.text() : setting.text(), append ? setting.text() : before.text())
                    .orElseThrow(() -> new InvalidMatrixException(
                            setting.origin() + ": values of " + option + " can't be joined",
                            "Remove it from inherit."));
            List<String> origins = new ArrayList<>(before.origins());
            origins.add(append ? origins.size() : 0, setting.origin());
            return new Value(text, origins);
        } catch (IllegalArgumentException e) {
            throw new InvalidMatrixException(
                    setting.origin() + ": " + option + " can't be joined: " + e.getMessage(), "Correct the value.");
        }
    }
}
