package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How one wheel is tested. Made with {@link #of}; without more it is only installed, imported and started. */
public final class TestPlan {

    private final Builder values;

    private TestPlan(Builder values) {
        this.values = values;
    }

    /** @param wheel the wheel to test */
    public static Builder of(Path wheel) {
        return new Builder(wheel);
    }

    /** The wheel. */
    public Path wheel() {
        return values.wheel;
    }

    /** The interpreter that makes the virtual environment; empty: one that the wheel's tag wants. */
    public Optional<String> python() {
        return values.python;
    }

    /** Where the environment is made; empty: in the system's temporary directory. */
    public Optional<Path> work() {
        return values.work;
    }

    /** Options of {@code pip install}: where to look for what the wheel requires. */
    public List<String> pipOptions() {
        return values.pipOptions;
    }

    /** What else to install, such as a sibling package that the wheel expects. */
    public List<String> requirements() {
        return values.requirements;
    }

    /** Extras of the wheel to install. */
    public List<String> extras() {
        return values.extras;
    }

    /** Modules that have to be importable, beside those that the wheel's metadata gives. */
    public List<String> imports() {
        return values.imports;
    }

    /** Globs of modules that are not imported. */
    public List<String> noImports() {
        return values.noImports;
    }

    /** Globs of console scripts that are not started. */
    public List<String> noScripts() {
        return values.noScripts;
    }

    /** The user's own test, run by bash in a fresh directory with the test files; empty: none. */
    public Optional<String> command() {
        return values.command;
    }

    /** A command that runs in the environment before the wheel is installed; empty: none. */
    public Optional<String> before() {
        return values.before;
    }

    /**
     * Variables of the test, {@code NAME=word}, where the word is text of the shell; each is evaluated after those
     * before it.
     */
    public List<String> assignments() {
        return values.assignments;
    }

    /** The directory of the project, which the command finds as <code>{project}</code>. */
    public Path project() {
        return values.project;
    }

    /** The directory of the package in the project, <code>{package}</code>. */
    public Path packageDirectory() {
        return values.packageDirectory.orElse(values.project);
    }

    /** Test files and directories, relative to the project; empty: those of the usual names. */
    public List<String> testSources() {
        return values.testSources;
    }

    /** Whether the command may import what it tests from anywhere, which proves nothing. */
    public boolean importsAnywhere() {
        return values.importsAnywhere;
    }

    /** Whether the command has to import something of the wheel. */
    public boolean requireImport() {
        return values.requireImport;
    }

    /** The directory that gets JUnit XML; empty: none is kept. */
    public Optional<Path> junit() {
        return values.junit;
    }

    /** Whether a wheel for any platform may be tested. */
    public PureWheels pure() {
        return values.pure;
    }

    /** Collects what a plan is made of. */
    public static final class Builder {

        private final Path wheel;
        private Optional<String> python = Optional.empty();
        private Optional<Path> work = Optional.empty();
        private List<String> pipOptions = List.of();
        private List<String> requirements = List.of();
        private List<String> extras = List.of();
        private List<String> imports = List.of();
        private List<String> noImports = List.of();
        private List<String> noScripts = List.of();
        private Optional<String> command = Optional.empty();
        private Optional<String> before = Optional.empty();
        private List<String> assignments = List.of();
        private Path project = Path.of("");
        private Optional<Path> packageDirectory = Optional.empty();
        private List<String> testSources = List.of();
        private boolean importsAnywhere;
        private boolean requireImport;
        private Optional<Path> junit = Optional.empty();
        private PureWheels pure = PureWheels.ALLOW;

        private Builder(Path wheel) {
            this.wheel = wheel;
        }

        /** @param interpreter a command on the PATH or a path; null: one that the wheel's tag wants */
        public Builder python(String interpreter) {
            python = Optional.ofNullable(interpreter);
            return this;
        }

        /** @param directory null for the system's temporary one */
        public Builder work(Path directory) {
            work = Optional.ofNullable(directory);
            return this;
        }

        /** See {@link TestPlan#pipOptions}. */
        public Builder pipOptions(List<String> options) {
            pipOptions = List.copyOf(options);
            return this;
        }

        /** See {@link TestPlan#requirements}. */
        public Builder requirements(List<String> lines) {
            requirements = List.copyOf(lines);
            return this;
        }

        /** See {@link TestPlan#extras}. */
        public Builder extras(List<String> names) {
            extras = List.copyOf(names);
            return this;
        }

        /** See {@link TestPlan#imports}. */
        public Builder imports(List<String> names) {
            imports = List.copyOf(names);
            return this;
        }

        /** See {@link TestPlan#noImports}. */
        public Builder noImports(List<String> globs) {
            noImports = List.copyOf(globs);
            return this;
        }

        /** See {@link TestPlan#noScripts}. */
        public Builder noScripts(List<String> globs) {
            noScripts = List.copyOf(globs);
            return this;
        }

        /** @param text null for none */
        public Builder command(String text) {
            command = Optional.ofNullable(text);
            return this;
        }

        /** @param text of the shell; null for none */
        public Builder before(String text) {
            before = Optional.ofNullable(text);
            return this;
        }

        /** See {@link TestPlan#assignments}. */
        public Builder assignments(List<String> words) {
            assignments = List.copyOf(words);
            return this;
        }

        /** See {@link TestPlan#project}. */
        public Builder project(Path directory) {
            project = directory;
            return this;
        }

        /** @param directory null if it is that of the project */
        public Builder packageDirectory(Path directory) {
            packageDirectory = Optional.ofNullable(directory);
            return this;
        }

        /** See {@link TestPlan#testSources}. */
        public Builder testSources(List<String> paths) {
            testSources = List.copyOf(paths);
            return this;
        }

        /** See {@link TestPlan#importsAnywhere}. */
        public Builder importsAnywhere(boolean yes) {
            importsAnywhere = yes;
            return this;
        }

        /** See {@link TestPlan#requireImport}. */
        public Builder requireImport(boolean yes) {
            requireImport = yes;
            return this;
        }

        /** @param directory null for none */
        public Builder junit(Path directory) {
            junit = Optional.ofNullable(directory);
            return this;
        }

        /** @param value allow by default */
        public Builder pure(PureWheels value) {
            pure = value;
            return this;
        }

        /** The builder must not be used any more afterwards. */
        public TestPlan build() {
            return new TestPlan(this);
        }
    }
}
