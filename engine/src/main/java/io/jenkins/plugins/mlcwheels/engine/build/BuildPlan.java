package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a build will do, decided before anything is touched.
 *
 * @param request what was asked for, checked
 * @param tree the source
 * @param flavour its flavour
 * @param identity name and version
 * @param configCmake lines for the copy's {@code config.cmake}
 * @param cmakeInclude lines that CMake includes at the top-level {@code project()}, for trees without that file
 * @param tools what has to be installed beside Python: {@code compiler}, {@code cmake}
 * @param excludes patterns on SONAMEs that repair leaves alone
 * @param notes what the reader may not expect
 */
public record BuildPlan(
        BuildRequest request,
        SourceTree tree,
        Flavour flavour,
        PackageIdentity identity,
        List<String> configCmake,
        List<String> cmakeInclude,
        List<String> tools,
        List<String> excludes,
        List<String> notes) {

    /** Version of {@link #describe()}. */
    public static final int SCHEMA_VERSION = 2;

    public BuildPlan {
        configCmake = List.copyOf(configCmake);
        cmakeInclude = List.copyOf(cmakeInclude);
        tools = List.copyOf(tools);
        excludes = List.copyOf(excludes);
        notes = List.copyOf(notes);
    }

    /**
     * Decides.
     *
     * @throws InvalidBuildRequestException if the request holds a value that is none of its kind
     * @throws InvalidSourceTreeException if name or version can't be written into the tree's project file
     * @throws UnknownFlavourException if there is no such flavour
     */
    public static BuildPlan of(BuildRequest request, SourceTree tree) {
        RequestRules.check(request);
        Flavour flavour = FlavourCatalog.builtIn().flavour(request.flavour());
        PackageIdentity identity = PackageIdentity.of(request, flavour, tree);
        List<String> notes = new ArrayList<>();
        List<String> configCmake = List.of();
        List<String> include = List.of();
        if (tree.readsConfigCmake()) {
            configCmake = Stream.concat(flavour.cmakeLines().stream(), request.cmakeLines().stream())
                    .toList();
        } else if (tree.cmake()) {
            include = request.cmakeLines();
            notes.add("CMakeLists.txt reads no config.cmake, so the flavour's CMake lines are not used");
        } else if (!request.cmakeLines().isEmpty()) {
            throw new InvalidBuildRequestException(
                    "CMake lines given, but " + tree.root() + " has no CMakeLists.txt", "Leave them out.");
        }
        List<String> excludes = Stream.concat(flavour.excludes().stream(), request.excludes().stream())
                .distinct()
                .toList();
        return new BuildPlan(request, tree, flavour, identity, configCmake, include, tools(tree), excludes, notes);
    }

    private static List<String> tools(SourceTree tree) {
        if (!tree.cmake()) {
            return List.of();
        }
        return tree.pyproject().bringsCmake() ? List.of("compiler") : List.of("compiler", "cmake");
    }

    /** The plan as plain values, in reading order: for a table, or for JSON. */
    public Map<String, Object> describe() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schemaVersion", SCHEMA_VERSION);
        all.put("source", tree.root().toString());
        all.put("flavour", flavour.id());
        all.put("channel", KebabCase.of(request.channel()));
        all.put("name", identity.expectedName().orElse(""));
        all.put("version", identity.version().map(Pep440Version::toString).orElse(""));
        all.put("versionFrom", identity.versionWay());
        all.put("python", request.python());
        all.put("pythonVersion", request.pythonVersion().orElse(""));
        all.put("where", request.image().map(ContainerImage::reference).orElse("here"));
        all.put("platform", request.target().map(BuildTarget::platform).orElse(""));
        all.put("pure", KebabCase.of(request.pure()));
        all.put("timeout", request.timeout().map(Duration::toSeconds).orElse(null));
        all.put("tools", tools);
        all.put("configCmake", configCmake);
        all.put("cmakeInclude", cmakeInclude);
        all.put("configSettings", request.configSettings());
        all.put("environment", request.environment());
        all.put("beforeBuild", request.beforeBuild().orElse(""));
        all.put("jobs", request.jobs().isPresent() ? request.jobs().getAsInt() : null);
        all.put("ccache", text(request.ccache()));
        all.put("dist", request.dist().toString());
        all.put("excludes", excludes);
        all.put("notes", notes);
        return all;
    }

    /**
     * The record of a build that carried this plan out.
     *
     * @param file the name of what was built
     * @param sha256 of its bytes
     * @param source what the tree was, if that is known
     */
    public BuildRecord record(
            String file,
            String sha256,
            BuildFacts facts,
            Optional<SourceRevision> source,
            Instant started,
            Instant finished) {
        return new BuildRecord(
                file,
                sha256,
                source,
                TellableParameters.of(this),
                TellableParameters.digest(this),
                request.image().map(ContainerImage::reference),
                facts.requirements(),
                facts.versions(),
                Optional.of(started.truncatedTo(ChronoUnit.SECONDS)),
                Optional.of(finished.truncatedTo(ChronoUnit.SECONDS)),
                Optional.empty());
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
