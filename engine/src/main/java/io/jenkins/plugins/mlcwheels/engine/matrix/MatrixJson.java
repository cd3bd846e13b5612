package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A plan as plain values for JSON, in reading order, without secrets. */
public final class MatrixJson {

    private final SecretValues secrets;

    /** @param environment of the caller, whose secrets are left out */
    public MatrixJson(Map<String, String> environment) {
        secrets = SecretValues.of(environment);
    }

    /** What selected the builds. */
    public List<Map<String, Object>> selection(MatrixPlan plan) {
        return plan.selection().stream().map(MatrixJson::value).toList();
    }

    /** The builds. */
    public List<Map<String, Object>> builds(MatrixPlan plan) {
        return plan.builds().stream().map(this::build).toList();
    }

    private Map<String, Object> build(PlannedBuild build) {
        EffectiveOptions options = build.options();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("identifier", build.identifier().toString());
        all.put("flavour", build.flavour().orElse(null));
        all.put("python", build.python().tag().text());
        all.put("pythonVersion", build.python().tag().version());
        all.put("pythonPath", build.python().path());
        all.put("platform", build.identifier().platform());
        all.put("arch", build.identifier().arch().toString());
        all.put("libc", build.identifier().libc().library());
        all.put("image", image(options));
        all.put("environment", environment(options.environment()));
        all.put("environmentPass", options.environmentPass());
        all.put("steps", steps(options));
        all.put("tests", tests(options.test()));
        all.put("expectedName", build.expectedName());
        all.put("servedBy", build.servedBy().map(BuildIdentifier::toString).orElse(null));
        all.put("leftOut", build.leftOut().orElse(null));
        all.put("options", build.values().stream().map(MatrixJson::value).toList());
        return all;
    }

    private static Map<String, Object> image(EffectiveOptions options) {
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("name", options.image().named());
        image.put("reference", options.image().reference());
        image.put("asked", options.image().asked());
        image.put("engine", options.container().engine());
        image.put("createArgs", options.container().createArgs());
        return image;
    }

    private List<Map<String, String>> environment(List<EnvironmentAssignment> assignments) {
        return assignments.stream()
                .map(assignment -> {
                    Map<String, String> one = new LinkedHashMap<>();
                    one.put("name", assignment.name());
                    one.put("word", secrets.masked(assignment.name(), assignment.word()));
                    return one;
                })
                .toList();
    }

    private Map<String, Object> steps(EffectiveOptions options) {
        Map<String, Object> build = new LinkedHashMap<>();
        build.put("frontend", options.frontend().name());
        build.put("arguments", masked(options.frontend().arguments()));
        build.put(
                "configSettings",
                masked(options.configSettings().stream()
                        .map(ConfigSetting::toString)
                        .toList()));
        build.put("verbosity", options.verbosity());
        build.put("constraints", options.constraints().file().orElse(null));
        build.put("constraintPackages", options.constraints().packages());
        Map<String, Object> repair = new LinkedHashMap<>();
        repair.put("by", options.repair().kind().name().toLowerCase(Locale.ROOT));
        repair.put(
                "command",
                options.repair().kind() == RepairStep.Kind.OWN
                        ? RepairTranslation.words(options.repair().own())
                        : secrets.masked(options.repair().command()));
        Map<String, Object> audit = new LinkedHashMap<>();
        audit.put("abi3", options.audit().abi3());
        audit.put("commands", masked(options.audit().commands()));
        audit.put("requires", masked(options.audit().requires()));
        Map<String, Object> steps = new LinkedHashMap<>();
        steps.put("beforeAll", masked(options.beforeAll()));
        steps.put("beforeBuild", masked(options.beforeBuild()));
        steps.put("build", build);
        steps.put("repair", repair);
        steps.put("audit", audit);
        return steps;
    }

    private Map<String, Object> tests(TestStep test) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("skipped", test.skipped());
        all.put("beforeTest", masked(test.beforeTest()));
        all.put("command", masked(test.command()));
        all.put("requires", masked(test.requires()));
        all.put("extras", test.extras());
        all.put("groups", test.groups());
        all.put("sources", test.sources());
        all.put("environment", environment(test.environment()));
        return all;
    }

    private static Map<String, Object> value(OptionValue value) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("option", value.option());
        one.put("value", value.text());
        one.put("from", value.origins());
        return one;
    }

    private String masked(Optional<String> text) {
        return text.map(secrets::masked).orElse(null);
    }

    private List<String> masked(List<String> texts) {
        return texts.stream().map(secrets::masked).toList();
    }
}
