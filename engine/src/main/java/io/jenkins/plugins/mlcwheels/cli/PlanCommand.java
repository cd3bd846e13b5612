package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixJson;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.SecretValues;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.Availability;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a build would do. */
@Command(
        name = "plan",
        description = "Prints what a build would do: the builds of the project's matrix, what holds for each, and where"
                + " each value came from. Needs no Python, no container engine and no network.",
        footer = "Exit code: 0 all is well, 2 input can't be used, 3 no build is selected.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private VersionOptions version;

    @Mixin
    private MatrixOptions matrix;

    @Mixin
    private RepairTarget target;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = System.getenv();
        Optional<MatrixPlan> builds =
                matrix.plan(options, version, environment).map(plan -> Availability.here(plan, options.pythons()));
        notices(builds.isPresent() ? builds.get().notices() : matrix.withoutEffect(options, environment));
        Map<String, Object> plan = options.plan(
                        version, request -> request.target(target.build().orElse(null)))
                .describe();
        mask(plan, environment);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            MatrixJson values = new MatrixJson(environment);
            plan.put("matrix", builds.isPresent());
            plan.put("selection", builds.map(values::selection).orElse(List.of()));
            plan.put("builds", builds.map(values::builds).orElseGet(() -> List.of(single(plan))));
            plan.put("notices", builds.map(MatrixPlan::notices).orElse(List.of()));
            out.println(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(plan));
        } else {
            plan.forEach((key, value) -> row(out, key, text(value)));
            builds.ifPresent(new PlanTable(out)::print);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private void notices(List<String> notices) {
        try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
            notices.forEach(notice -> progress.on(new ProgressListener.Notice(notice, false)));
        }
    }

    /** The variables of the plan without secrets. */
    private static void mask(Map<String, Object> plan, Map<String, String> environment) {
        SecretValues secrets = SecretValues.of(environment);
        for (String field : List.of("environment", "configSettings")) {
            Map<String, String> shown = new LinkedHashMap<>();
            ((Map<?, ?>) plan.get(field))
                    .forEach((name, value) ->
                            shown.put(name.toString(), secrets.masked(name.toString(), value.toString())));
            plan.put(field, shown);
        }
        plan.put("beforeBuild", secrets.masked(plan.get("beforeBuild").toString()));
    }

    /** The one build of a project without a matrix, which takes the interpreter that it is given. */
    private static Map<String, Object> single(Map<String, Object> plan) {
        Map<String, Object> build = new LinkedHashMap<>();
        build.put("identifier", null);
        build.put("flavour", plan.get("flavour"));
        build.put("python", plan.get("python"));
        build.put("platform", null);
        build.put("arch", null);
        build.put("image", plan.get("where").equals("here") ? null : Map.of("reference", plan.get("where")));
        build.put("environment", List.of());
        build.put("steps", Map.of());
        build.put("tests", Map.of());
        build.put("expectedName", null);
        build.put("servedBy", null);
        build.put("leftOut", null);
        return build;
    }

    private static void row(PrintWriter out, String key, String value) {
        if (!value.isEmpty() && !key.equals("schemaVersion")) {
            out.println(String.format("%-16s%s", key, value.replace("\n", "\n" + " ".repeat(16))));
        }
    }

    private static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining("\n"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining("\n"));
        }
        return value == null ? "" : value.toString();
    }
}
