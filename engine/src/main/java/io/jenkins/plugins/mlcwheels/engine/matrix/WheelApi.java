package io.jenkins.plugins.mlcwheels.engine.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For which Pythons a wheel is good, as far as the project's configuration says so before it is built.
 *
 * @param kind how much is known
 * @param tag the Python tag of wheels that serve several, such as {@code cp39} or {@code py3}; empty for
 *     {@link Kind#STABLE} if it is that of the Python that builds
 */
record WheelApi(Kind kind, String tag) {

    /** How much is known. */
    enum Kind {
        /** Nothing. */
        UNKNOWN,
        /** Each wheel is for one Python. */
        VERSION,
        /** Wheels have the stable ABI, abi3. */
        STABLE,
        /** Wheels hold no code for Python's C API. */
        NONE
    }

    private static final WheelApi UNKNOWN = new WheelApi(Kind.UNKNOWN, "");
    private static final Pattern BUILD_OPTION = Pattern.compile("--py-limited-api[= ](cp3[0-9]{1,2})");
    private static final Pattern CFG = Pattern.compile(
            "(?ms)^\\[bdist_wheel\\][ \\t]*$(?:(?!^\\[).)*?^py[_-]limited[_-]api[ \\t]*=[ \\t]*(cp3[0-9]{1,2})[ \\t]*$");
    private static final Pattern FEATURE = Pattern.compile("(?:pyo3/)?abi3-py3([0-9]{1,2})");
    private static final Pattern STABLE = Pattern.compile("cp3[0-9]{1,2}");
    private static final Pattern ANY_PYTHON = Pattern.compile("(py2\\.)?py3[0-9]{0,2}");

    static WheelApi of(ProjectFiles project, List<ConfigSetting> settings) {
        for (ConfigSetting setting : settings) {
            Matcher option = BUILD_OPTION.matcher(setting.value());
            if (option.find()) {
                return new WheelApi(Kind.STABLE, option.group(1));
            }
            if (setting.key().equals("wheel.py-api")) {
                return ofScikitBuild(setting.value());
            }
        }
        ConfigFile file = project.pyproject();
        String backend = file.at(List.of("build-system", "build-backend")).asText("setuptools.build_meta");
        if (backend.startsWith("scikit_build_core")) {
            return scikitBuild(file);
        }
        if (backend.startsWith("setuptools")) {
            return setuptools(project);
        }
        if (backend.equals("maturin")) {
            return maturin(file);
        }
        boolean stableMeson = backend.equals("mesonpy")
                && file.at(List.of("tool", "meson-python", "limited-api")).asBoolean(false);
        return stableMeson ? new WheelApi(Kind.STABLE, "") : UNKNOWN;
    }

    private static WheelApi scikitBuild(ConfigFile file) {
        for (JsonNode override : file.at(List.of("tool", "scikit-build", "overrides"))) {
            if (override.toString().contains("py-api")) {
                return UNKNOWN;
            }
        }
        return ofScikitBuild(
                file.at(List.of("tool", "scikit-build", "wheel", "py-api")).asText(""));
    }

    private static WheelApi ofScikitBuild(String api) {
        if (api.isEmpty()) {
            return new WheelApi(Kind.VERSION, "");
        }
        if (STABLE.matcher(api).matches()) {
            return new WheelApi(Kind.STABLE, api);
        }
        return ANY_PYTHON.matcher(api).matches() ? new WheelApi(Kind.NONE, api) : UNKNOWN;
    }

    private static WheelApi setuptools(ProjectFiles project) {
        JsonNode table = project.pyproject().at(List.of("tool", "distutils", "bdist_wheel"));
        String api =
                table.path("py-limited-api").asText(table.path("py_limited_api").asText(""));
        Matcher cfg = CFG.matcher(project.setupCfg());
        if (api.isEmpty() && cfg.find()) {
            api = cfg.group(1);
        }
        return STABLE.matcher(api).matches() ? new WheelApi(Kind.STABLE, api) : UNKNOWN;
    }

    private static WheelApi maturin(ConfigFile file) {
        for (JsonNode feature : file.at(List.of("tool", "maturin", "features"))) {
            Matcher abi3 = FEATURE.matcher(feature.asText());
            if (abi3.matches()) {
                return new WheelApi(Kind.STABLE, "cp3" + abi3.group(1));
            }
        }
        return UNKNOWN;
    }

    /** The Python and ABI tags of the wheel that a Python builds, such as {@code cp39-abi3}; a glob if not known. */
    String tags(KnownPython python) {
        String own = python.path().substring(python.path().lastIndexOf('/') + 1);
        return switch (kind) {
            case NONE -> tag + "-none";
            case STABLE -> minor(python).isPresent() ? stableTag(python) + "-abi3" : own;
            case VERSION -> own;
            case UNKNOWN -> "{" + own + (minor(python).isPresent() ? ",cp3*-abi3" : "") + ",*py3*-none}";
        };
    }

    /** Whether the wheel that one Python builds serves another one too; false if that is not known. */
    boolean serves(KnownPython builder, KnownPython other) {
        return switch (kind) {
            case NONE -> servesAny(other.tag());
            case STABLE -> {
                OptionalInt wanted = minor(other);
                yield minor(builder).isPresent()
                        && wanted.isPresent()
                        && Integer.parseInt(stableTag(builder).substring(3)) <= wanted.getAsInt();
            }
            default -> false;
        };
    }

    private boolean servesAny(PythonTag python) {
        String minor = tag.substring(tag.lastIndexOf("py3") + 3);
        return minor.isEmpty() || Integer.parseInt(minor) <= python.minor();
    }

    private String stableTag(KnownPython python) {
        return tag.isEmpty() ? python.tag().text() : tag;
    }

    /** The minor version of a Python that builds and loads abi3; empty for others. */
    private OptionalInt minor(KnownPython python) {
        PythonTag of = python.tag();
        boolean loads = of.implementation() == PythonTag.Implementation.CPYTHON && !of.freeThreaded();
        boolean old = kind == Kind.STABLE && !tag.isEmpty() && of.minor() < Integer.parseInt(tag.substring(3));
        return loads && !old ? OptionalInt.of(of.minor()) : OptionalInt.empty();
    }

    /** The glob of a wheel's name. */
    String fileName(WheelName name, KnownPython python, BuildIdentifier identifier, RepairStep repair) {
        Optional<String> project =
                name.project().map(text -> text.replaceAll("[-_.]+", "_").toLowerCase(Locale.ROOT));
        String platform =
                switch (repair.kind()) {
                    case NONE -> "linux_" + identifier.arch();
                    case OWN -> identifier.libc() + "*_" + identifier.arch();
                    case COMMAND -> "*linux*_" + identifier.arch();
                };
        return project.orElse("*") + "-" + name.version().orElse("*") + "-" + tags(python) + "-" + platform + ".whl";
    }
}
