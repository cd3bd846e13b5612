package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.test.TestPlan;
import io.jenkins.plugins.mlcwheels.engine.test.TestScript;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Finds the wheels of a workspace that a pattern matches, and decides how they are tested, one after the other. */
public final class PlanTest extends EngineCallable<PlanTest.Planned> {

    private static final long serialVersionUID = 1L;

    private final TestParameters parameters;

    /** @param parameters what the step was given, not yet checked */
    public PlanTest(TaskListener listener, TestParameters parameters) {
        super(listener);
        this.parameters = parameters;
    }

    /**
     * A test that was decided.
     *
     * @param sha256s of the wheels, by their paths relative to the workspace
     */
    public record Planned(PlannedScript script, LinkedHashMap<String, String> sha256s) implements Serializable {}

    @Override
    Planned run(Path workspace, ProgressListener progress) throws IOException {
        List<Path> wheels = WorkspaceWheels.matching(workspace, parameters.wheels());
        ShellScript one = TestScript.of(plan(workspace, wheels.get(0)), Path.of(parameters.records()));
        LinkedHashMap<String, String> environment = new LinkedHashMap<>(one.environment());
        environment.remove("MLC_WHEEL");
        environment.put(
                "MLC_WHEELS",
                String.join("\n", wheels.stream().map(Path::toString).toList()));
        return new Planned(
                new PlannedScript(forEachWheel(one.text()), environment), WorkspaceWheels.sha256s(workspace, wheels));
    }

    private TestPlan plan(Path workspace, Path wheel) throws IOException {
        List<String> options = new ArrayList<>();
        List<String> requirements = new ArrayList<>();
        for (String line : parameters.requirements()) {
            if (line.startsWith("-")) {
                options.addAll(option(workspace, line));
            } else {
                requirements.add(line);
            }
        }
        TestParameters.Sources sources = parameters.sources();
        TestParameters.Checks checks = parameters.checks();
        return TestPlan.of(wheel)
                .python(parameters.python())
                .work(Path.of(parameters.work()))
                .pipOptions(options)
                .requirements(requirements)
                .extras(checks.extras())
                .imports(checks.imports())
                .noImports(checks.noImports())
                .noScripts(checks.noScripts())
                .command(parameters.command())
                .project(workspace)
                .packageDirectory(inside(workspace, sources.source()))
                .testSources(sources.testSources())
                .importsAnywhere(sources.anywhere())
                .requireImport(sources.requireImport())
                .junit(Path.of(parameters.junit()))
                .build();
    }

    /** An option as in a requirements file. Places in the workspace are made absolute, since pip runs elsewhere. */
    private static List<String> option(Path workspace, String line) {
        String[] parts = line.split("[\\s=]+", 2);
        if (parts.length == 1) {
            return List.of(line);
        }
        String value = parts[1];
        if (!value.contains("://") && Files.exists(workspace.resolve(value))) {
            value = workspace.resolve(value).normalize().toString();
        }
        return List.of(parts[0], value);
    }

    /** Runs a script for each line of MLC_WHEELS as MLC_WHEEL, and ends as the last of those that failed did. */
    private static String forEachWheel(String script) {
        return String.join(
                "\n",
                "#!/usr/bin/env bash",
                "IFS= read -r -d '' script <<'MLC_TEST_SCRIPT'",
                script.stripTrailing(),
                "MLC_TEST_SCRIPT",
                "status=0",
                "while IFS= read -r MLC_WHEEL <&3; do",
                "    printf '[mlc-wheels] testing %s\\n' \"${MLC_WHEEL##*/}\"",
                "    export MLC_WHEEL",
                "    bash -c \"$script\" 3<&- || status=$?",
                "done 3<<<\"$MLC_WHEELS\"",
                "exit \"$status\"",
                "");
    }
}
