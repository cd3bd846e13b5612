package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.matrix.BuildIdentifier;
import io.jenkins.plugins.mlcwheels.engine.matrix.MatrixPlan;
import io.jenkins.plugins.mlcwheels.engine.matrix.PlannedBuild;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which builds of a plan can be done on this machine, without building anything. */
public final class Availability {

    private Availability() {}

    /**
     * The plan in which builds that can't be done here are left out, each with its reason. Builds with an image of their
     * own run in containers and stay; no container engine is asked.
     *
     * @param pythons interpreters by identifier; the one of the empty text is for all others
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if a named interpreter is not there or is another
     *     Python than that of its identifier
     */
    public static MatrixPlan here(MatrixPlan plan, Map<String, String> pythons) {
        List<PlannedBuild> builds = plan.builds().stream()
                .filter(build -> !build.options().image().asked())
                .toList();
        return judged(
                plan, builds, new Interpreters(pythons, ScriptHost.HERE).of(builds), Readiness.Remedies.OF_COMMAND);
    }

    /** The Python that a build needs, to be looked for where it would run. */
    public static PythonWanted python(PlannedBuild build) {
        return Readiness.python(build);
    }

    /**
     * The plan in which builds are left out whose Python was not found where a step of a pipeline stands.
     *
     * @param builds those of the plan that were looked for
     * @param found one answer for each of these, in their order
     */
    public static MatrixPlan inStep(MatrixPlan plan, List<PlannedBuild> builds, List<InterpreterSearch.Found> found) {
        return judged(plan, builds, found, Readiness.Remedies.OF_STEP);
    }

    private static MatrixPlan judged(
            MatrixPlan plan,
            List<PlannedBuild> builds,
            List<InterpreterSearch.Found> found,
            Readiness.Remedies remedies) {
        Interpreter machine =
                found.stream().flatMap(one -> one.python().stream()).findFirst().orElse(null);
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int i = 0; i < builds.size(); i++) {
            if (found.get(i).python().isEmpty()) {
                reasons.put(
                        builds.get(i).name(),
                        Readiness.reason(builds.get(i), found.get(i), machine, "here", false, remedies));
            }
        }
        return served(plan.with(
                build -> reasons.containsKey(build.name()) ? build.leftOut(reasons.get(build.name())) : build));
    }

    /** Where the build that serves others is left out, the first of these takes its place. */
    private static MatrixPlan served(MatrixPlan plan) {
        Map<String, Optional<BuildIdentifier>> builders = new HashMap<>();
        return plan.with(build -> {
            if (build.servedBy().isEmpty() || build.leftOut().isPresent()) {
                if (build.leftOut().isEmpty()) {
                    builders.put(key(build, build.identifier()), Optional.of(build.identifier()));
                }
                return build;
            }
            String key = key(build, build.servedBy().get());
            Optional<BuildIdentifier> builder = builders.getOrDefault(key, Optional.empty());
            builders.putIfAbsent(key, Optional.of(build.identifier()));
            return build.servedBy(builder);
        });
    }

    private static String key(PlannedBuild build, BuildIdentifier builder) {
        return build.flavour().orElse("") + "/" + builder;
    }
}
