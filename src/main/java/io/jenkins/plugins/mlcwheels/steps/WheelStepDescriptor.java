package io.jenkins.plugins.mlcwheels.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import hudson.util.ListBoxModel.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the descriptors of all steps that work in a workspace have in common. Public, since forms call it. */
@Restricted(NoExternalUse.class)
public abstract class WheelStepDescriptor extends StepDescriptor implements CustomDescribableModel {

    /** Where the steps put and find wheels unless told otherwise. */
    static final String DEFAULT_WHEELHOUSE = "wheelhouse";

    static final String DEFAULT_WHEELS = DEFAULT_WHEELHOUSE + "/*.whl";

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(EnvVars.class, FilePath.class, FlowNode.class, Launcher.class, Run.class, TaskListener.class);
    }

    /** What a form leaves empty stays as the step has it by itself; bound as they are, empty choices would mean no. */
    @Override
    public final Step newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form)
            throws FormException {
        for (Object field : form.keySet().toArray()) {
            if ("".equals(form.get(field))) {
                form.remove(field);
            }
        }
        return super.newInstance(request, form);
    }

    /**
     * Takes a text where a parameter is a list, as the same text in a list: one value a line; and a map as lines
     * KEY=VALUE.
     */
    @Override
    @NonNull
    public final Map<String, Object> customInstantiate(@NonNull Map<String, Object> arguments) {
        Map<String, Object> taken = new LinkedHashMap<>(arguments);
        for (DescribableParameter parameter : DescribableModel.of(clazz).getParameters()) {
            if (parameter.getErasedType() == List.class
                    && taken.get(parameter.getName()) instanceof CharSequence text) {
                taken.put(parameter.getName(), List.of(text.toString()));
            }
            if (parameter.getErasedType() == List.class && taken.get(parameter.getName()) instanceof Map<?, ?> pairs) {
                List<String> lines = new ArrayList<>();
                pairs.forEach((key, value) -> lines.add(key + "=" + value));
                taken.put(parameter.getName(), lines);
            }
        }
        return taken;
    }

    /** A list as the text of a form, one value per line. */
    @NonNull
    public final String joined(@CheckForNull Object lines) {
        return lines instanceof Collection<?> values
                ? values.stream().map(String::valueOf).collect(Collectors.joining("\n"))
                : "";
    }

    /** What a condition that is not met can do to a build. */
    @POST
    public ListBoxModel doFillFailureItems() {
        return doFillAuditFailureItems();
    }

    /** What a failed audit can do to a build. */
    @POST
    public ListBoxModel doFillAuditFailureItems() {
        Jenkins.get().checkPermission(Jenkins.READ);
        return new ListBoxModel(
                new Option("Fail the build", AuditFailure.FAILURE.id()),
                new Option("Make the build unstable", AuditFailure.UNSTABLE.id()));
    }
}
