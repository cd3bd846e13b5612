package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bash script that carries out a plan: the constant text of {@code build.sh} with the Python programs of
 * {@code programs/}, and its environment. It builds where it runs; {@link ContainerCommand} runs it in a container. A
 * variable {@code NAME} of the request is called {@code MLC_ENV_NAME} on its way to the build, so that programs that only
 * pass it on, such as the client of a container engine, don't heed it.
 */
public final class BuildScript {

    /** Begins the name under which the script is given a variable that the build is to have. */
    private static final String VARIABLE = "MLC_ENV_";

    private static final String FOLDER = "programs";

    private static final List<String> PROGRAMS = List.of(
            "repository.py",
            "tree.py",
            "copy_source.py",
            "logged.py",
            "frontend.py",
            "reported.py",
            "packages.py",
            "failure.py",
            "purity.py",
            "limited_api.py",
            "sbom.py",
            "sdist.py");

    private BuildScript() {}

    /** The script for a build where it runs. Every value of the plan is in its environment, none in its text. */
    public static ShellScript of(BuildPlan plan) {
        BuildRequest request = plan.request();
        return of(
                plan,
                new Places(
                        plan.tree().root().toString(),
                        request.dist().toAbsolutePath().normalize().toString(),
                        request.work().map(BuildScript::absolute).orElse(""),
                        request.ccache().map(BuildScript::absolute).orElse(""),
                        request.libraries().map(BuildScript::absolute).orElse(""),
                        "",
                        "",
                        request.outputs().stream().map(BuildScript::absolute).toList()));
    }

    /**
     * Where the script finds its directories; empty for what there is none of.
     *
     * @param libraries gets copies of the system's libraries
     * @param mount where the directory {@code origin} is found by the script, if it lies elsewhere for it
     * @param outputs what earlier builds wrote to, beside these
     */
    record Places(
            String source,
            String dist,
            String work,
            String ccache,
            String libraries,
            String mount,
            String origin,
            List<String> outputs) {}

    static ShellScript of(BuildPlan plan, Places places) {
        BuildRequest request = plan.request();
        PackageIdentity identity = plan.identity();
        String version = identity.version().map(Pep440Version::toString).orElse("");
        Map<String, String> values = new TreeMap<>();
        request.environment().forEach((name, value) -> values.put(VARIABLE + name, value));
        values.put("MLC_SOURCE", places.source());
        values.put("MLC_MOUNT", places.mount());
        values.put("MLC_ORIGIN", places.origin());
        values.put(
                "MLC_OUTPUTS", places.outputs().stream().map(BuildScript::line).collect(Collectors.joining("\n")));
        values.put("MLC_DIST", places.dist());
        values.put("MLC_WORK", places.work());
        values.put("MLC_CCACHE", places.ccache());
        if (!places.libraries().isEmpty()) {
            values.put("MLC_LIBRARIES", places.libraries());
            values.put("MLC_EXCLUDES", String.join("\n", plan.excludes()));
        }
        values.put("MLC_PYTHON", request.python());
        values.put("MLC_EDITS", identity.edits().stream().map(TextEdit::line).collect(Collectors.joining("\n")));
        identity.versionVariables().forEach(variable -> values.put(variable, version));
        values.put("MLC_EXPECT_NAME", identity.expectedName().orElse(""));
        values.put("MLC_EXPECT_VERSION", version);
        values.put("MLC_VERSION_REMEDY", identity.versionRemedy());
        values.put("MLC_CONFIG_CMAKE", String.join("\n", plan.configCmake()));
        values.put("MLC_CMAKE_INCLUDE", String.join("\n", plan.cmakeInclude()));
        values.put(
                "MLC_CONFIG_SETTINGS",
                Stream.concat(
                                request.frontend().settings().stream(),
                                request.configSettings().entrySet().stream()
                                        .map(setting -> setting.getKey() + "=" + setting.getValue()))
                        .collect(Collectors.joining("\n")));
        request.frontend().variables().forEach(values::put);
        values.put("MLC_ASSIGNMENTS", String.join("\n", request.assignments()));
        values.put("MLC_COPY", request.copy().map(BuildScript::absolute).orElse(""));
        values.put("MLC_BEFORE_BUILD", request.beforeBuild().orElse(""));
        values.put(
                "MLC_JOBS",
                request.jobs().isPresent() ? Integer.toString(request.jobs().getAsInt()) : "");
        values.put("MLC_PLATFORM", request.target().map(BuildTarget::platform).orElse(""));
        values.put("MLC_PLATFORM_LIBC", request.target().map(BuildTarget::libc).orElse(""));
        values.put(
                "MLC_PLATFORM_ARCHITECTURES",
                request.target()
                        .map(target -> String.join(" ", target.architectures()))
                        .orElse(""));
        values.put("MLC_PURE", request.pure() == PureWheels.ALLOW ? "yes" : "");
        values.put("MLC_DECLARED", plan.tree().pyproject().extensionTable().orElse(""));
        values.put(
                "MLC_TIMEOUT",
                request.timeout().map(Duration::toSeconds).map(Object::toString).orElse(""));
        values.put("MLC_ELSEWHERE", request.elsewhere() ? "yes" : "");
        values.put("MLC_TOOLS", String.join(" ", plan.tools()));
        return ShellScript.fromResources(BuildScript.class, "build.sh", FOLDER, PROGRAMS, values);
    }

    /** A path in one line, with the escapes of an URL where it needs them. */
    private static String line(String path) {
        return path.replace("%", "%25").replace("\n", "%0A");
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
