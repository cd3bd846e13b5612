package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.build.Flavour;
import io.jenkins.plugins.mlcwheels.engine.text.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which builds the options on selection leave, as cibuildwheel decides it, for each flavour. */
final class Selection {

    private static final String ALL = "all";

    /** Groups that versions of cibuildwheel before 4 had. */
    private static final Set<String> RETIRED_GROUPS = Set.of("cpython-freethreading");

    private final MatrixRequest request;
    private final OptionCascade cascade;
    private final RequiredPython required;
    private final List<Optional<String>> flavours;
    private final KnownIdentifiers known = KnownIdentifiers.builtIn();
    private final Set<String> notices = new LinkedHashSet<>();
    private final Map<String, OptionValue> values = new LinkedHashMap<>();

    /** A build that is selected. */
    record Selected(Optional<String> flavour, BuildIdentifier identifier) {}

    Selection(MatrixRequest request, OptionCascade cascade, RequiredPython required, List<Optional<String>> flavours) {
        this.request = request;
        this.cascade = cascade;
        this.required = required;
        this.flavours = flavours;
    }

    /**
     * The builds, in the order in which they are built.
     *
     * @throws InvalidMatrixException if an option names what is not known
     */
    List<Selected> builds() {
        List<Selected> builds = new ArrayList<>();
        if (request.only().isEmpty()) {
            flavours.forEach(flavour -> builds.addAll(builds(flavour)));
            checkPatterns(!builds.isEmpty());
        } else {
            builds.addAll(only());
        }
        note("requires-python", "requires-python", required.value());
        return builds;
    }

    /** What selected them, by option; once for all flavours that have the same value from the same place. */
    List<OptionValue> values() {
        Set<OptionValue> all = new LinkedHashSet<>();
        values.forEach((key, value) -> {
            String option = value.option();
            boolean same = values.entrySet().stream()
                    .filter(other -> other.getKey().endsWith("/" + option))
                    .allMatch(other -> other.getValue().equals(value));
            all.add(same ? value : new OptionValue(key, value.text(), value.origins()));
        });
        return List.copyOf(all);
    }

    /** What the reader may not expect. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    private List<Selected> builds(Optional<String> flavour) {
        BuildPatterns build = patterns("build", flavour);
        BuildPatterns skip = patterns("skip", flavour);
        OptionCascade.Value archText = value("archs", flavour);
        Set<Arch> archs = ArchList.parse(archText.where(), archText.text(), request.machine());
        Set<String> enabled = enabled(flavour);
        return known.all().stream()
                .filter(identifier -> archs.contains(identifier.arch()))
                .filter(identifier -> required.allows(identifier.python()))
                .filter(identifier -> isEnabled(identifier, enabled))
                .filter(identifier -> build.match(flavour, identifier) && !skip.match(flavour, identifier))
                .map(identifier -> new Selected(flavour, identifier))
                .toList();
    }

    private List<Selected> only() {
        Set<Selected> builds = new LinkedHashSet<>();
        for (String name : request.only()) {
            int slash = name.indexOf('/');
            BuildIdentifier identifier = identifier(name.substring(slash + 1));
            List<Optional<String>> wanted = slash < 0 ? flavours : List.of(flavour(name.substring(0, slash)));
            if (required.allows(identifier.python())) {
                wanted.forEach(flavour -> builds.add(new Selected(flavour, identifier)));
            } else {
                notices.add("--only " + name + " is left out by requires-python "
                        + required.value().text() + " of " + required.value().where());
            }
        }
        values.put("only", new OptionValue("only", String.join(" ", request.only()), List.of("--only")));
        return List.copyOf(builds);
    }

    private Optional<String> flavour(String id) {
        Optional<String> flavour = Optional.of(id);
        if (flavours.contains(flavour)) {
            return flavour;
        }
        if (id.equals(Flavour.DEFAULT) && flavours.contains(Optional.<String>empty())) {
            return Optional.empty();
        }
        throw new InvalidMatrixException(
                "--only: the flavour " + id + " is not built",
                "Use one of " + names() + ", or name it with --flavour.");
    }

    private String names() {
        return flavours.stream().map(flavour -> flavour.orElse(Flavour.DEFAULT)).collect(Collectors.joining(", "));
    }

    private BuildIdentifier identifier(String text) {
        List<String> all = known.all().stream().map(BuildIdentifier::toString).toList();
        if (!all.contains(text)) {
            throw new InvalidMatrixException(
                    "--only: there is no build identifier " + text + reason(text)
                            + NearestWord.to(text, all)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""),
                    "Name one such as cp313-manylinux_x86_64; for patterns, use --build.");
        }
        return BuildIdentifier.of(text).orElseThrow();
    }

    private BuildPatterns patterns(String option, Optional<String> flavour) {
        OptionCascade.Value value = value(option, flavour);
        boolean everything = option.equals("build") && value.text().isBlank();
        return BuildPatterns.of(value.where(), everything ? "*" : value.text());
    }

    private OptionCascade.Value value(String option, Optional<String> flavour) {
        OptionCascade.Value value = cascade.value(option, flavour);
        note(flavour.filter(id -> flavours.size() > 1).map(id -> id + "/").orElse("") + option, option, value);
        return value;
    }

    private void note(String key, String option, OptionCascade.Value value) {
        boolean own = option.equals("archs") && value.text().matches("auto|native");
        String text = own ? value.text() + ", which is " + request.machine() : value.text();
        values.put(key, new OptionValue(option, text, value.origins()));
    }

    private Set<String> enabled(Optional<String> flavour) {
        OptionCascade.Value value = value("enable", flavour);
        Set<String> enabled = new LinkedHashSet<>();
        for (String group : value.text().strip().split("\\s+")) {
            if (group.equals(ALL)) {
                return known.groups();
            }
            if (RETIRED_GROUPS.contains(group) && value.isOfCibuildwheel()) {
                notices.add(value.where() + ": enable: cibuildwheel 4 has no group " + group
                        + "; free-threaded Pythons from 3.14 on are built without one");
                continue;
            }
            if (!group.isEmpty() && !known.groups().contains(group)) {
                throw new InvalidMatrixException(
                        value.where() + ": enable has no group " + group
                                + NearestWord.to(group, known.groups())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""),
                        "Use all, or " + String.join(", ", known.groups()) + ".");
            }
            enabled.add(group);
        }
        return enabled;
    }

    private boolean isEnabled(BuildIdentifier identifier, Set<String> enabled) {
        return known.python(identifier.python())
                .orElseThrow()
                .group()
                .map(enabled::contains)
                .orElse(true);
    }

    /**
     * A pattern in {@code build} that nothing matches is a mistake; in the others it has no effect, nor has one of
     * Pythons that older versions of cibuildwheel built, where something else is selected.
     */
    private void checkPatterns(boolean anySelected) {
        Set<String> enabled = new LinkedHashSet<>();
        flavours.forEach(flavour -> enabled.addAll(enabled(flavour)));
        List<BuildIdentifier> available = known.all().stream()
                .filter(identifier -> isEnabled(identifier, enabled))
                .toList();
        for (String option : List.of("build", "skip", "test-skip")) {
            Map<OptionCascade.Value, List<String>> unmatched = new LinkedHashMap<>();
            for (Optional<String> flavour : flavours) {
                OptionCascade.Value value = cascade.value(option, flavour);
                unmatched
                        .computeIfAbsent(value, one -> new ArrayList<>())
                        .addAll(patterns(option, value).unmatched(available));
            }
            unmatched.forEach((value, patterns) ->
                    report(option, value, patterns.stream().distinct().toList(), anySelected));
        }
    }

    private static BuildPatterns patterns(String option, OptionCascade.Value value) {
        boolean everything = option.equals("build") && value.text().isBlank();
        return BuildPatterns.of(value.where(), everything ? "*" : value.text());
    }

    private void report(String option, OptionCascade.Value value, List<String> patterns, boolean anySelected) {
        if (patterns.isEmpty()) {
            return;
        }
        String where = value.where();
        boolean older = anySelected && value.isOfCibuildwheel();
        Optional<String> mistake = patterns.stream()
                .filter(pattern -> option.equals("build"))
                .filter(pattern -> !older || reason(pattern).isEmpty())
                .findFirst();
        if (mistake.isEmpty()) {
            notices.add(where + ": " + option + ": no build is matched by " + String.join(", ", patterns));
            return;
        }
        String pattern = mistake.get();
        List<String> all = known.all().stream().map(BuildIdentifier::toString).toList();
        List<String> groups = known.all().stream()
                .filter(identifier -> BuildPatterns.of(where, pattern).match(Optional.empty(), identifier))
                .flatMap(identifier -> known.python(identifier.python()).orElseThrow().group().stream())
                .distinct()
                .toList();
        throw new InvalidMatrixException(
                where + ": build: no build is matched by " + pattern + reason(pattern)
                        + (groups.isEmpty() ? "" : ", because enable lacks " + String.join(", ", groups))
                        + NearestWord.to(pattern, all)
                                .filter(near -> groups.isEmpty())
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(""),
                groups.isEmpty() ? "Correct or remove it." : "Enable the group, or remove the pattern.");
    }

    /** Why there is none, where that is known. */
    private static String reason(String pattern) {
        if (pattern.matches(".*p(2|3[5-8]).*")) {
            return ": Pythons before 3.9 are not built";
        }
        return pattern.contains("cp313t") ? ": the free-threaded 3.13 is not built" : "";
    }
}
