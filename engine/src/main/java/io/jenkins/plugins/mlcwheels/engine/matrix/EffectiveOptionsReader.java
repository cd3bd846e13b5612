package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns what holds for one build into {@link EffectiveOptions}, and remembers where each value came from. */
final class EffectiveOptionsReader {

    private static final Set<String> FRONTENDS = Set.of("build", "pip", "build[uv]", "uv");
    private static final int MOST_VERBOSE = 3;

    private final OptionCascade cascade;
    private final DependencyGroups groups;
    private final Collection<String> notices;
    private final Optional<String> flavour;
    private final BuildIdentifier identifier;
    private final Map<String, OptionValue> values = new LinkedHashMap<>();

    /** @param notices gets what the reader may not expect */
    EffectiveOptionsReader(
            OptionCascade cascade, DependencyGroups groups, Selection.Selected build, Collection<String> notices) {
        this.cascade = cascade;
        this.groups = groups;
        this.notices = notices;
        flavour = build.flavour();
        identifier = build.identifier();
    }

    /** @throws InvalidMatrixException if a value is malformed; names the place */
    EffectiveOptions read() {
        return new EffectiveOptions(
                parsed("environment", EnvironmentText::parse),
                words("environment-pass"),
                command("before-all"),
                ownPython("before-build", command("before-build")),
                parsed("build-frontend", EffectiveOptionsReader::frontend),
                parsed("config-settings", EffectiveOptionsReader::settings),
                verbosity(),
                versions(),
                repair(),
                audit(),
                test(),
                image(),
                parsed("container-engine", this::container));
    }

    /** What holds, by option, in the order in which it was read. */
    List<OptionValue> values() {
        return List.copyOf(values.values());
    }

    private OptionCascade.Value value(String option) {
        OptionCascade.Value value = cascade.value(option, flavour, identifier);
        values.put(option, new OptionValue(option, value.text(), value.origins()));
        return value;
    }

    private <T> T parsed(String option, Function<String, T> parser) {
        OptionCascade.Value value = value(option);
        try {
            return parser.apply(value.text());
        } catch (IllegalArgumentException e) {
            throw new InvalidMatrixException(
                    value.where() + ": " + option + ": " + e.getMessage(), "Correct the value of " + option + ".");
        }
    }

    private Optional<String> command(String option) {
        return Optional.of(value(option).text()).filter(text -> !text.isBlank());
    }

    private Optional<String> ownPython(String option, Optional<String> command) {
        for (String placeholder : List.of("{python}", "{pip}")) {
            if (command.orElse("").contains(placeholder)) {
                throw new InvalidMatrixException(
                        where(option) + ": " + option + " uses " + placeholder + ", which cibuildwheel 3 has removed",
                        "Write " + placeholder.substring(1, placeholder.length() - 1) + " instead.");
            }
        }
        return command;
    }

    private String where(String option) {
        return String.join(" + ", values.get(option).origins());
    }

    private List<String> words(String option) {
        String text = value(option).text().strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    }

    private static FrontendChoice frontend(String text) {
        if (text.isEmpty() || text.equals("default")) {
            return new FrontendChoice("build", List.of());
        }
        Map<String, List<String>> fields = FieldText.parse(text, "name", Set.of("args"));
        String name = String.join(" ", fields.getOrDefault("name", List.of()));
        if (name.equals("pyodide-build")) {
            throw new IllegalArgumentException("pyodide-build builds for Pyodide only, and builds are for Linux");
        }
        if (!FRONTENDS.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is not one of build, pip, build[uv] and uv");
        }
        return new FrontendChoice(name, fields.getOrDefault("args", List.of()));
    }

    private static List<ConfigSetting> settings(String text) {
        List<ConfigSetting> settings = new ArrayList<>();
        for (String word : ShellWords.split(text)) {
            int equals = word.indexOf('=');
            settings.add(
                    equals < 0
                            ? new ConfigSetting(word, "")
                            : new ConfigSetting(word.substring(0, equals), word.substring(equals + 1)));
        }
        return settings;
    }

    private int verbosity() {
        return parsed("build-verbosity", text -> {
            if (!text.strip().matches("[+-]?[0-9]{1,9}")) {
                throw new IllegalArgumentException("'" + text + "' is not a number");
            }
            return Math.max(-MOST_VERBOSE, Math.min(MOST_VERBOSE, Integer.parseInt(text.strip())));
        });
    }

    private DependencyVersions versions() {
        return parsed("dependency-versions", text -> {
            if (text.isEmpty() || text.equals("latest") || text.equals("pinned")) {
                return DependencyVersions.NEWEST;
            }
            if (!text.startsWith("file:") && !text.startsWith("packages:")) {
                return new DependencyVersions(DependencyVersions.Kind.FILE, Optional.of(text), List.of());
            }
            Map<String, List<String>> fields = FieldText.parse(text, "", Set.of("file", "packages"));
            List<String> files = fields.getOrDefault("file", List.of());
            List<String> packages = fields.getOrDefault("packages", List.of());
            if (files.size() + (packages.isEmpty() ? 0 : 1) > 1) {
                throw new IllegalArgumentException("give one file, or packages");
            }
            return files.isEmpty()
                    ? new DependencyVersions(
                            packages.isEmpty() ? DependencyVersions.Kind.LATEST : DependencyVersions.Kind.PACKAGES,
                            Optional.empty(),
                            packages)
                    : new DependencyVersions(DependencyVersions.Kind.FILE, Optional.of(files.get(0)), List.of());
        });
    }

    private RepairStep repair() {
        OptionCascade.Value value = value("repair-wheel-command");
        RepairStep step = RepairTranslation.of(value.text());
        if (step.kind() == RepairStep.Kind.OWN) {
            values.put(
                    "repair-wheel-command",
                    new OptionValue(
                            "repair-wheel-command",
                            RepairTranslation.words(step.own()) + ", translated from: " + value.text(),
                            value.origins()));
        }
        return step;
    }

    private AuditStep audit() {
        OptionCascade.Value value = value("audit-command");
        List<String> commands = new ArrayList<>();
        for (String command :
                value.text().isBlank() ? new String[0] : value.text().split(" && ")) {
            boolean wheel = command.contains("{wheel}");
            if (wheel == command.contains("{abi3_wheel}")) {
                throw new InvalidMatrixException(
                        value.where() + ": audit-command '" + command + "' has "
                                + (wheel ? "both {wheel} and {abi3_wheel}" : "neither {wheel} nor {abi3_wheel}"),
                        "Use one of them.");
            }
            if (!command.strip().matches("(python3? -m )?abi3audit( [^;&|<>$`]*)?")) {
                commands.add(command);
            }
        }
        List<String> requires = parsed("audit-requires", ShellWords::split);
        return new AuditStep(!value.text().isBlank(), commands, commands.isEmpty() ? List.of() : requires);
    }

    private TestStep test() {
        Optional<String> command = ownPython("test-command", command("test-command"));
        Optional<String> before = command("before-test");
        List<String> requires = new ArrayList<>(parsed("test-requires", ShellWords::split));
        List<String> extras = parsed(
                "test-extras",
                text -> text.isBlank()
                        ? List.<String>of()
                        : List.of(text.strip().split("\\s*,\\s*")));
        List<String> groupNames = words("test-groups");
        requires.addAll(groups.requirements(where("test-groups"), groupNames));
        OptionCascade.Value skip = value("test-skip");
        return new TestStep(
                command,
                before,
                requires,
                extras,
                groupNames,
                parsed("test-sources", ShellWords::split),
                parsed("test-environment", EnvironmentText::parse),
                parsed("test-runtime", text -> FieldText.parse(text, "", Set.of("args"))
                        .getOrDefault("args", List.of())),
                BuildPatterns.of(skip.where(), skip.text()).match(flavour, identifier));
    }

    private ImageChoice image() {
        String option = identifier.libc() + "-" + identifier.arch() + "-image";
        OptionCascade.Value value = value(option);
        PinnedImages pinned = PinnedImages.builtIn();
        boolean given = !value.text().isEmpty();
        String named = given ? value.text() : pinned.defaultName(identifier.libc(), identifier.arch());
        Optional<String> reference = pinned.reference(named, identifier.arch());
        if (pinned.withdrawn().contains(named) || reference.isEmpty() && named.matches("(many|musl)linux[0-9_]+")) {
            throw new InvalidMatrixException(
                    value.where() + ": " + option + ": there is no image " + named + " for " + identifier.arch(),
                    "Use one of " + String.join(", ", pinned.names(identifier.libc(), identifier.arch()))
                            + ", or a reference such as registry/name@sha256:...");
        }
        ImageChoice choice = new ImageChoice(
                named,
                reference.orElse(named),
                given && value.origins().stream().noneMatch(origin -> isOfCibuildwheel(origin)));
        values.put(
                option,
                new OptionValue(
                        option, reference.map(digest -> named + ", " + digest).orElse(named), value.origins()));
        return choice;
    }

    private static boolean isOfCibuildwheel(String origin) {
        return origin.startsWith(Dialect.CIBUILDWHEEL.prefix()) || origin.contains("tool.cibuildwheel");
    }

    private ContainerSettings container(String text) {
        Map<String, List<String>> fields = FieldText.parse(
                text, "name", Set.of("create_args", "create-args", "disable_host_mount", "disable-host-mount"));
        String name = String.join(" ", fields.getOrDefault("name", List.of()));
        if (!name.equals("docker") && !name.equals("podman")) {
            throw new IllegalArgumentException("'" + name + "' is neither docker nor podman");
        }
        List<String> mount = either(fields, "disable_host_mount", "disable-host-mount");
        boolean disabled = !mount.isEmpty()
                && mount.get(mount.size() - 1).toLowerCase(Locale.ROOT).matches("y|yes|t|true|on|1");
        return new ContainerSettings(name, withoutPlatform(either(fields, "create_args", "create-args")), !disabled);
    }

    private static List<String> either(Map<String, List<String>> fields, String first, String second) {
        List<String> words = fields.getOrDefault(first, List.of());
        return words.isEmpty() ? fields.getOrDefault(second, List.of()) : words;
    }

    private List<String> withoutPlatform(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--platform")) {
                i++;
            } else if (!argument.startsWith("--platform=")) {
                kept.add(argument);
            }
        }
        if (kept.size() < arguments.size()) {
            notices.add(where("container-engine")
                    + ": --platform in create_args is dropped: the identifier decides on the platform");
        }
        return kept;
    }
}
