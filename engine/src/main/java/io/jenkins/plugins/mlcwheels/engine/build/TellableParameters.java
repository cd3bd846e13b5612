package io.jenkins.plugins.mlcwheels.engine.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a build was asked for, as far as it can be told to anyone. Values in which a user may have put a secret or a path
 * of the machine are not among it: variables and settings are named only, commands are not told at all. The digest has
 * settings and commands in it, and of variables the names.
 */
final class TellableParameters {

    private static final Pattern TELLABLE = Pattern.compile("[ -~]{1,2000}");

    private TellableParameters() {}

    static SortedMap<String, String> of(BuildPlan plan) {
        BuildRequest request = plan.request();
        SortedMap<String, String> told = new TreeMap<>();
        put(told, "flavour", Optional.of(plan.flavour().id()));
        put(told, "channel", Optional.of(request.channel().name().toLowerCase(Locale.ROOT)));
        put(told, "name", plan.identity().expectedName());
        put(told, "version", plan.identity().version().map(Pep440Version::toString));
        put(told, "platform", request.target().map(BuildTarget::platform));
        put(told, "configSettings", names(request.configSettings().keySet()));
        put(told, "environment", names(request.environment().keySet()));
        return told;
    }

    private static Optional<String> names(Collection<String> names) {
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", names));
    }

    private static void put(SortedMap<String, String> told, String name, Optional<String> value) {
        value.filter(text -> TELLABLE.matcher(text).matches()).ifPresent(text -> told.put(name, text));
    }

    /** The same for equal configurations, on any machine. */
    static String digest(BuildPlan plan) {
        BuildRequest request = plan.request();
        ObjectNode all = new JsonMapper().createObjectNode();
        of(plan).forEach(all::put);
        all.put("image", request.image().map(ContainerImage::reference).orElse(""));
        all.put("beforeBuild", request.beforeBuild().orElse(""));
        all.put("cmake", String.join("\n", plan.configCmake()) + "\n\n" + String.join("\n", plan.cmakeInclude()));
        all.put("excludes", String.join("\n", plan.excludes()));
        ObjectNode settings = all.putObject("configSettings");
        new TreeMap<>(request.configSettings()).forEach(settings::put);
        return Sha256.of(all.toString());
    }
}
