package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a build would do. */
@Command(name = "plan", description = "Prints what a build would do.", mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used.")
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private BuildOptions options;

    @Mixin
    private VersionOptions version;

    @Mixin
    private RepairTarget target;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> plan = options.plan(
                        version, request -> request.target(target.build().orElse(null)))
                .describe();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plan));
        } else {
            plan.forEach((key, value) -> row(out, key, text(value)));
        }
        return ExitCode.OK.code();
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
