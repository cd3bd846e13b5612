package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bash script that carries out a plan: the constant text of {@code test.sh} with the Python programs of
 * {@code checks/}, and its environment.
 */
public final class TestScript {

    private static final List<String> PROGRAMS =
            List.of("hook.py", "wheel.py", "sources.py", "imports.py", "report.py", "main.py");

    private TestScript() {}

    /**
     * The script for a test where it runs. Every value of the plan is in its environment, none in its text.
     *
     * @throws TestFailedException if the plan refuses wheels for any platform, and this is one
     * @param records directory that gets the record of a wheel that works, named by its sha256 and {@code .json}
     */
    public static ShellScript of(TestPlan plan, Path records) {
        refusePure(plan);
        Map<String, String> values = new TreeMap<>();
        values.put("MLC_WHEEL", absolute(plan.wheel()));
        values.put("MLC_PYTHON", plan.python().orElse(""));
        values.put("MLC_WORK", plan.work().map(TestScript::absolute).orElse(""));
        values.put("MLC_PIP_OPTIONS", lines(plan.pipOptions()));
        values.put("MLC_REQUIREMENTS", lines(plan.requirements()));
        values.put("MLC_EXTRAS", lines(plan.extras()));
        values.put("MLC_IMPORTS", lines(plan.imports()));
        values.put("MLC_NO_IMPORTS", lines(plan.noImports()));
        values.put("MLC_NO_SCRIPTS", lines(plan.noScripts()));
        values.put("MLC_COMMAND", plan.command().orElse(""));
        values.put("MLC_BEFORE_TEST", plan.before().orElse(""));
        values.put("MLC_ASSIGNMENTS", lines(plan.assignments()));
        values.put("MLC_PROJECT", absolute(plan.project()));
        values.put("MLC_PACKAGE", absolute(plan.packageDirectory()));
        values.put("MLC_TEST_SOURCES", lines(plan.testSources()));
        values.put("MLC_ANYWHERE", plan.importsAnywhere() ? "yes" : "");
        values.put("MLC_REQUIRE_IMPORT", plan.requireImport() ? "yes" : "");
        values.put("MLC_JUNIT", plan.junit().map(TestScript::absolute).orElse(""));
        values.put("MLC_RECORDS", absolute(records));
        return ShellScript.fromResources(TestScript.class, "test.sh", "checks", PROGRAMS, values);
    }

    private static void refusePure(TestPlan plan) {
        String name = plan.wheel().getFileName().toString();
        if (plan.pure() == PureWheels.REFUSE
                && WheelFilename.parse(name).platformTags().contains("any")) {
            throw new TestFailedException(
                    EngineException.Kind.NOT_A_PLATFORM_WHEEL,
                    name + ": is a wheel for any platform",
                    "Allow it with --pure allow if it is meant to be pure.");
        }
    }

    private static String lines(List<String> values) {
        values.forEach(value -> {
            if (value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        "a requirement, name or option holds a line end or NUL",
                        "Give each as a value of its own.");
            }
        });
        return String.join("\n", values);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
