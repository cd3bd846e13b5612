package io.jenkins.plugins.mlcwheels.scm;

import groovy.lang.Closure;
import groovy.lang.GroovyObjectSupport;
import groovy.lang.GroovyShell;
import groovy.util.DelegatingScript;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.TaskListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.branch.BranchSource;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.ArrayType;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * What a script for Job DSL says: names with values or with blocks of more names. Objects are made of it as Job DSL does,
 * by symbols and the model of their parameters.
 */
final class JobScript extends GroovyObjectSupport {

    private final String name;
    private final List<JobScript> block = new ArrayList<>();
    private Object value;

    private JobScript(String name) {
        this.name = name;
    }

    static JobScript parse(String text) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(DelegatingScript.class.getName());
        JobScript root = new JobScript("");
        DelegatingScript script =
                (DelegatingScript) new GroovyShell(JobScript.class.getClassLoader(), configuration).parse(text);
        script.setDelegate(root);
        script.run();
        return root;
    }

    @Override
    public Object invokeMethod(String called, Object given) {
        JobScript child = new JobScript(called);
        for (Object argument : (Object[]) given) {
            if (argument instanceof Closure<?> closure) {
                closure.setDelegate(child);
                closure.setResolveStrategy(Closure.DELEGATE_ONLY);
                closure.call();
            } else {
                child.value = argument;
            }
        }
        block.add(child);
        return null;
    }

    /** The first of that name in the block. */
    JobScript in(String wanted) {
        return block.stream()
                .filter(child -> child.name.equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    BranchSource toBranchSource() throws Exception {
        DescribableModel<BranchSource> model = new DescribableModel<>(BranchSource.class);
        return model.instantiate(arguments(model), TaskListener.NULL);
    }

    private Map<String, Object> arguments(DescribableModel<?> model) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (JobScript child : block) {
            if (child.block.isEmpty()) {
                arguments.put(child.name, child.value);
            } else {
                arguments.put(child.name, child.described(model.getParameter(child.name)));
            }
        }
        return arguments;
    }

    private Object described(DescribableParameter parameter) {
        return parameter.getType() instanceof ArrayType
                ? block.stream().map(one -> one.describable(Describable.class)).toList()
                : block.get(0).describable(parameter.getErasedType());
    }

    private UninstantiatedDescribable describable(Class<?> base) {
        Descriptor<?> descriptor = SymbolLookup.get().findDescriptor(base, name);
        return new UninstantiatedDescribable(
                name, null, arguments(DescribableModel.of(descriptor.clazz.asSubclass(Describable.class))));
    }
}
