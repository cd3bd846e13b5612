package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the plan of a project's matrix from its configuration. */
public final class MatrixPlanner {

    private static final List<String> SELECTING = List.of("build", "skip", "archs", "enable");

    private final MatrixRequest request;
    private final OptionTable table;
    private final OptionCascade cascade;
    private final WheelName.ByFlavour names;
    private final SecretValues secrets;
    private final Set<String> notices = new LinkedHashSet<>();

    /** A build whose wheel may serve others. */
    private record Built(KnownPython python, WheelApi api, PlannedBuild build) {}

    private MatrixPlanner(MatrixRequest request, OptionTable table, WheelName.ByFlavour names) {
        this.request = request;
        this.table = table;
        this.names = names;
        cascade = new OptionCascade(table, request.environment(), request.commandLine());
        secrets = SecretValues.of(request.environment());
    }

    /**
     * Plans, if the project or the request has a matrix: a table with options on builds, or an option that selects. If
     * not, one build with the interpreter at hand is meant, which is not planned here.
     *
     * @throws InvalidMatrixException if the configuration can't be used
     * @throws NothingSelectedException if nothing is selected and that is not allowed
     */
    public static Optional<MatrixPlan> plan(MatrixRequest request, WheelName.ByFlavour names) {
        OptionTableReader.checkOwn(request.project().pyproject());
        Optional<OptionTable> table =
                OptionTableReader.read(request.config().orElse(request.project().pyproject()));
        if (table.isEmpty() && request.config().isPresent()) {
            throw new InvalidMatrixException(
                    request.config().get().name() + ": neither " + Dialect.OWN.header() + " nor "
                            + Dialect.CIBUILDWHEEL.header(),
                    "Give --config a file that has one of these tables.");
        }
        return table.or(() -> selects(request) ? Optional.of(OptionTable.NONE) : Optional.empty())
                .map(found -> new MatrixPlanner(request, found, names).plan());
    }

    /**
     * Refuses a {@code [tool.mlc-wheels]} that is not understood, whether or not there is a matrix.
     *
     * @throws InvalidMatrixException if it has an unknown key or a value of a wrong kind
     */
    public static void check(ProjectFiles project) {
        OptionTableReader.checkOwn(project.pyproject());
    }

    /** What has no effect where there is no matrix, one line each. */
    public static List<String> withoutEffect(MatrixRequest request) {
        List<String> set = request.environment().keySet().stream()
                .filter(name -> SELECTING.stream()
                        .anyMatch(option -> name.equals(OptionSpec.variable(Dialect.CIBUILDWHEEL.prefix(), option))))
                .sorted()
                .toList();
        return set.isEmpty()
                ? List.of()
                : List.of(String.join(", ", set) + ": no effect without a " + Dialect.CIBUILDWHEEL.header()
                        + "; add an empty one, or give --build");
    }

    private static boolean selects(MatrixRequest request) {
        return !request.only().isEmpty()
                || SELECTING.stream()
                        .anyMatch(option -> request.commandLine().containsKey(option)
                                || request.environment()
                                        .containsKey(OptionSpec.variable(Dialect.OWN.prefix(), option)));
    }

    private MatrixPlan plan() {
        notices.addAll(table.notices());
        if (table.dialect() == Dialect.CIBUILDWHEEL) {
            notices.addAll(CibuildwheelVariables.check(request.environment()));
        }
        RequiredPython required = RequiredPython.of(request.project(), table.dialect(), request.environment());
        Selection selection = new Selection(request, cascade, required, flavours());
        List<Selection.Selected> selected = selection.builds();
        notices.addAll(selection.notices());
        if (selected.isEmpty() && !allowsEmpty()) {
            throw new NothingSelectedException(selection.values().stream()
                    .filter(value -> !value.origins().equals(List.of("default"))
                            || value.option().equals("archs"))
                    .map(value ->
                            value.option() + " = '" + value.text() + "' (" + String.join(" + ", value.origins()) + ")")
                    .collect(Collectors.joining(", ")));
        }
        checkOverrides(selected);
        return new MatrixPlan(
                !request.only().isEmpty(), builds(selected), masked(selection.values()), List.copyOf(notices));
    }

    private List<Optional<String>> flavours() {
        if (request.flavour().isPresent()) {
            return List.of(request.flavour());
        }
        return table.flavourNames().isEmpty()
                ? List.of(Optional.empty())
                : table.flavourNames().stream().map(Optional::of).toList();
    }

    private boolean allowsEmpty() {
        return request.allowEmpty()
                || CibuildwheelVariables.isYes(
                        request.environment().getOrDefault(Dialect.OWN.prefix() + "ALLOW_EMPTY", ""))
                || table.dialect() == Dialect.CIBUILDWHEEL
                        && CibuildwheelVariables.isYes(
                                request.environment().getOrDefault(Dialect.CIBUILDWHEEL.prefix() + "ALLOW_EMPTY", ""));
    }

    private void checkOverrides(Collection<Selection.Selected> selected) {
        List<BuildIdentifier> all = KnownIdentifiers.builtIn().all();
        for (OptionTable.Override override : table.overrides()) {
            List<String> unmatched = override.select().unmatched(all);
            if (!unmatched.isEmpty() && table.dialect() == Dialect.OWN) {
                throw new InvalidMatrixException(
                        override.place() + ": the override selects no build that there is: "
                                + String.join(", ", unmatched),
                        "Correct the pattern, or remove the override.");
            }
            boolean used =
                    selected.stream().anyMatch(build -> override.select().match(build.flavour(), build.identifier()));
            if (!used && request.only().isEmpty()) {
                notices.add(override.place() + ": the override selects none of the builds");
            }
        }
    }

    private List<PlannedBuild> builds(List<Selection.Selected> selected) {
        DependencyGroups groups = new DependencyGroups(request.project().pyproject());
        Map<String, List<Built>> earlier = new LinkedHashMap<>();
        List<PlannedBuild> builds = new ArrayList<>();
        for (Selection.Selected one : selected) {
            EffectiveOptionsReader reader = new EffectiveOptionsReader(cascade, groups, one, notices);
            EffectiveOptions options = reader.read();
            KnownPython python =
                    KnownIdentifiers.builtIn().python(one.identifier().python()).orElseThrow();
            WheelApi api = WheelApi.of(request.project(), options.configSettings());
            List<Built> before = earlier.computeIfAbsent(
                    one.flavour().orElse("") + "/" + one.identifier().platform(), key -> new ArrayList<>());
            Optional<PlannedBuild> serving = before.stream()
                    .filter(built -> built.api().serves(built.python(), python))
                    .map(Built::build)
                    .findFirst();
            PlannedBuild build = new PlannedBuild(
                    one.identifier(),
                    one.flavour(),
                    python,
                    options,
                    masked(reader.values()),
                    serving.map(PlannedBuild::expectedName)
                            .orElseGet(() -> api.fileName(
                                    names.apply(one.flavour()), python, one.identifier(), options.repair())),
                    serving.map(PlannedBuild::identifier),
                    Optional.empty());
            builds.add(build);
            if (serving.isEmpty()) {
                before.add(new Built(python, api, build));
            }
        }
        refuseSameNames(builds);
        return builds;
    }

    private static void refuseSameNames(List<PlannedBuild> builds) {
        Map<String, PlannedBuild> byName = new LinkedHashMap<>();
        for (PlannedBuild build : builds) {
            boolean known = build.servedBy().isEmpty()
                    && !build.expectedName().startsWith("*")
                    && build.options().repair().kind() != RepairStep.Kind.COMMAND;
            PlannedBuild other = known ? byName.putIfAbsent(build.expectedName(), build) : null;
            if (other != null) {
                throw new InvalidMatrixException(
                        other.name() + " and " + build.name() + " would both build " + build.expectedName(),
                        "Build one of them, or give them names of their own: by the flavour, or by the platform that repair gives.");
            }
        }
    }

    private List<OptionValue> masked(List<OptionValue> values) {
        return values.stream()
                .map(value -> new OptionValue(value.option(), secrets.masked(value.text()), value.origins()))
                .toList();
    }
}
