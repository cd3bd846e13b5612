package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody wants a plan of: a project's configuration, and what the command line and the environment say. */
public final class MatrixRequest {

    private final ProjectFiles project;
    private final Arch machine;
    private final Optional<ConfigFile> config;
    private final Map<String, String> environment;
    private final Map<String, List<Setting>> commandLine;
    private final List<String> only;
    private final boolean allowEmpty;
    private final Optional<String> flavour;

    private MatrixRequest(Builder builder) {
        project = builder.project;
        machine = builder.machine;
        config = Optional.ofNullable(builder.config);
        environment = Map.copyOf(builder.environment);
        commandLine = Collections.unmodifiableMap(new LinkedHashMap<>(builder.commandLine));
        only = List.copyOf(builder.only);
        allowEmpty = builder.allowEmpty;
        flavour = Optional.ofNullable(builder.flavour);
    }

    /**
     * @param project its files
     * @param machine the architecture of this machine, which {@code archs = "auto"} stands for
     */
    public static Builder of(ProjectFiles project, Arch machine) {
        return new Builder(project, machine);
    }

    ProjectFiles project() {
        return project;
    }

    Arch machine() {
        return machine;
    }

    /** The file that holds the table, if it is not that of the project. */
    Optional<ConfigFile> config() {
        return config;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Values by the names of options. */
    Map<String, List<Setting>> commandLine() {
        return commandLine;
    }

    /** Identifiers that are named exactly, each may have its flavour before it. */
    List<String> only() {
        return only;
    }

    boolean allowEmpty() {
        return allowEmpty;
    }

    /** The one flavour that is asked for. */
    Optional<String> flavour() {
        return flavour;
    }

    /** Sets what has no default, and replaces defaults. */
    public static final class Builder {

        private final ProjectFiles project;
        private final Arch machine;
        private ConfigFile config;
        private Map<String, String> environment = Map.of();
        private final Map<String, List<Setting>> commandLine = new LinkedHashMap<>();
        private final List<String> only = new ArrayList<>();
        private boolean allowEmpty;
        private String flavour;

        private Builder(ProjectFiles project, Arch machine) {
            this.project = project;
            this.machine = machine;
        }

        /** @param file that holds the table instead of the project's own */
        public Builder config(ConfigFile file) {
            config = file;
            return this;
        }

        /** @param variables of the caller: those of {@code MLC_WHEELS_} and {@code CIBW_} count */
        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        /**
         * A value of the command line, which takes the place of all others.
         *
         * @param option its name in the table
         * @param origin as the user wrote it, such as {@code --skip}
         */
        public Builder set(String option, String text, String origin) {
            return add(option, new Setting(text, origin, Setting.Inherit.NONE));
        }

        /** A value of the command line that joins what the rest says. */
        public Builder append(String option, String text, String origin) {
            return add(option, new Setting(text, origin, Setting.Inherit.APPEND));
        }

        private Builder add(String option, Setting setting) {
            OptionCatalog.builtIn().spec(option).orElseThrow(() -> new IllegalArgumentException("no option " + option));
            commandLine.computeIfAbsent(option, key -> new ArrayList<>()).add(setting);
            return this;
        }

        /** The image of the command line, which all builds run in. */
        public Builder image(String reference, String origin) {
            OptionCatalog.builtIn().names().stream()
                    .filter(name ->
                            OptionCatalog.builtIn().spec(name).orElseThrow().type() == OptionType.IMAGE)
                    .forEach(name -> set(name, reference, origin));
            return this;
        }

        /** Variables of the command line: their values are taken as they are. */
        public Builder variables(Map<String, String> variables, String origin) {
            variables.forEach((name, value) -> append("environment", name + "=" + ShellWords.quote(value), origin));
            return this;
        }

        /** @param identifiers that are built and no others, {@code FLAVOUR/IDENTIFIER} or identifiers alone */
        public Builder only(List<String> identifiers) {
            only.addAll(identifiers);
            return this;
        }

        /** @param allowed whether a selection of nothing is not an error */
        public Builder allowEmpty(boolean allowed) {
            allowEmpty = allowed;
            return this;
        }

        /** @param id of the only flavour to build; null for those of the configuration */
        public Builder flavour(String id) {
            flavour = id;
            return this;
        }

        public MatrixRequest build() {
            return new MatrixRequest(this);
        }
    }
}
