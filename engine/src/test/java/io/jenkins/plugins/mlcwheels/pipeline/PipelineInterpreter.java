package io.jenkins.plugins.mlcwheels.pipeline;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.Script;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * Runs pipelines and the library's variables on the interpreter that Jenkins runs them on (groovy-cps), with steps that
 * only note that they were called. Steps that take a body run it; {@code parallel} runs its branches one after another,
 * every one of them, and then fails as the first that failed.
 */
final class PipelineInterpreter {

    /** What a test puts in place of a step. */
    @FunctionalInterface
    interface Step {
        Object run(List<Object> arguments);
    }

    /** Compiled scripts by their text: compiling takes far longer than running them. */
    private static final Map<String, Class<?>> COMPILED = new ConcurrentHashMap<>();

    private static final GroovyClassLoader LOADER =
            new GroovyClassLoader(PipelineInterpreter.class.getClassLoader(), configuration());

    private final Map<String, PipelineScript> variables = new LinkedHashMap<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Binding binding = new Binding();
    private int depth;

    PipelineInterpreter(Path vars) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(vars, "*.groovy")) {
            for (Path file : files) {
                variables.put(file.getFileName().toString().replace(".groovy", ""), parse(Files.readString(file)));
            }
        }
        steps.put("parallel", this::parallel);
        steps.put("error", arguments -> {
            throw new StepFailure(String.valueOf(arguments.get(0)));
        });
    }

    /** Defines a variable of the pipeline, such as {@code env}. */
    PipelineInterpreter define(String name, Object value) {
        binding.setVariable(name, value);
        return this;
    }

    /** Puts an implementation in place of a step; it is noted as a call all the same. */
    PipelineInterpreter step(String name, Step step) {
        steps.put(name, step);
        return this;
    }

    /** Runs a pipeline and returns the value of its last statement. */
    Object run(String pipeline) {
        return outcomeOf(() -> new Continuable(parse(pipeline))
                .run0(new Outcome(null, null), List.of())
                .replay());
    }

    /** The calls of steps so far, indented by the bodies that they stand in. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    Object call(String name, Object[] arguments) {
        PipelineScript variable = variables.get(name);
        if (variable != null) {
            return InvokerHelper.invokeMethod(variable, "call", arguments);
        }
        note(name, arguments);
        Step step = steps.getOrDefault(name, this::runBody);
        return step.run(Arrays.asList(arguments));
    }

    /** Runs the closure that a step was given as its last argument, if any. */
    Object runBody(List<Object> arguments) {
        if (arguments.isEmpty() || !(arguments.get(arguments.size() - 1) instanceof Closure<?> body)) {
            return null;
        }
        depth++;
        try {
            return outcomeOf(body::call);
        } finally {
            depth--;
        }
    }

    /** Notes a call that is not that of a step, such as a method of {@code docker}. */
    void note(String name, Object... arguments) {
        String text = Arrays.stream(arguments)
                .filter(argument -> !(argument instanceof Closure))
                .map(PipelineInterpreter::print)
                .collect(Collectors.joining(", "));
        calls.add("  ".repeat(depth) + name + (text.isEmpty() ? "" : " " + text));
    }

    private Object parallel(List<Object> arguments) {
        StepFailure first = null;
        for (Map.Entry<?, ?> branch : ((Map<?, ?>) arguments.get(0)).entrySet()) {
            calls.add("  ".repeat(depth) + "branch " + branch.getKey());
            try {
                runBody(List.of(branch.getValue()));
            } catch (StepFailure e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return null;
    }

    private PipelineScript parse(String text) {
        Class<?> type = COMPILED.computeIfAbsent(text, LOADER::parseClass);
        PipelineScript script = (PipelineScript) InvokerHelper.createScript(type.asSubclass(Script.class), binding);
        script.interpreter = this;
        return script;
    }

    private static CompilerConfiguration configuration() {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.addCompilationCustomizers(new CpsTransformer());
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        return configuration;
    }

    private static String print(Object argument) {
        if (argument instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .filter(entry -> !(entry.getValue() instanceof Closure))
                    .map(entry -> entry.getKey() + ": " + print(entry.getValue()))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(argument).strip();
    }

    /** Code that may end by handing a call to the interpreter, which is then run to its end here. */
    private interface Code {
        Object run() throws Throwable;
    }

    private static Object outcomeOf(Code code) {
        try {
            try {
                return code.run();
            } catch (CpsCallableInvocation invocation) {
                return invocation
                        .invoke(null, null, Continuation.HALT)
                        .run()
                        .yield
                        .replay();
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** How a step fails a pipeline. */
    static final class StepFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepFailure(String message) {
            super(message);
        }
    }
}
