package io.jenkins.plugins.mlcwheels.engine.test;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bash script that carries out a plan: the constant text of {@code test.sh} and its environment. */
public final class TestScript {

    private TestScript() {}

    /** The script for a test where it runs. Every value of the plan is in its environment, none in its text. */
    public static ShellScript of(TestPlan plan) {
        Map<String, String> values = new TreeMap<>();
        values.put("MLC_WHEEL", absolute(plan.wheel()));
        values.put("MLC_PYTHON", plan.python());
        values.put("MLC_WORK", plan.work().map(TestScript::absolute).orElse(""));
        values.put("MLC_PIP_OPTIONS", lines(plan.pipOptions()));
        values.put("MLC_REQUIREMENTS", lines(plan.requirements()));
        values.put("MLC_COMMAND", plan.command().orElse(""));
        values.put("MLC_DIRECTORY", absolute(plan.directory()));
        values.put("MLC_JUNIT", plan.junit().map(TestScript::absolute).orElse(""));
        return ShellScript.fromResource(TestScript.class, "test.sh", values);
    }

    private static String lines(List<String> values) {
        values.forEach(value -> {
            if (value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        "a requirement or option holds a line end or NUL",
                        "Give each as a value of its own.");
            }
        });
        return String.join("\n", values);
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
