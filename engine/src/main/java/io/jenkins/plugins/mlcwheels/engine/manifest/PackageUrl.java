package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The address of a package in its canonical form, such as {@code pkg:deb/debian/libfoo1@1:1.2-3?arch=amd64}.
 *
 * @param type {@code pypi}, {@code deb}, {@code rpm}, {@code apk}
 * @param namespace a distribution, for types that have one
 * @param name as the type compares names
 * @param qualifiers by key; those without a value are left out
 * @see <a href="https://github.com/package-url/purl-spec">The specification</a>
 */
public record PackageUrl(
        String type, Optional<String> namespace, String name, String version, SortedMap<String, String> qualifiers) {

    /** The specification leaves it as it is everywhere. */
    private static final String KEPT = ":";

    public PackageUrl {
        type = Ascii.lowerCase(type);
        namespace = namespace.map(Ascii::lowerCase);
        name = switch (type) {
            case "pypi" -> ProjectName.normalized(name);
            case "rpm" -> name;
            default -> Ascii.lowerCase(name);
        };
        SortedMap<String, String> kept = new TreeMap<>();
        qualifiers.forEach((key, value) -> {
            if (!value.isEmpty()) {
                kept.put(Ascii.lowerCase(key), value);
            }
        });
        qualifiers = kept;
        if (!Ascii.isMadeOf(type, ".+-") || name.isEmpty()) {
            throw new IllegalArgumentException("a package without a type or a name");
        }
    }

    /** A project of a Python package index. */
    public static PackageUrl pypi(String name, String version, Map<String, String> qualifiers) {
        return new PackageUrl("pypi", Optional.empty(), name, version, new TreeMap<>(qualifiers));
    }

    /** A package of an operating system. */
    public static PackageUrl system(
            String type, String distribution, String name, String version, String architecture) {
        return new PackageUrl(
                type, Optional.of(distribution), name, version, new TreeMap<>(Map.of("arch", architecture)));
    }

    /** The canonical form. */
    @Override
    public String toString() {
        return "pkg:" + type + "/" + namespace.map(space -> encode(space) + "/").orElse("") + encode(name)
                + (version.isEmpty() ? "" : "@" + encode(version))
                + (qualifiers.isEmpty() ? "" : "?")
                + qualifiers.entrySet().stream()
                        .map(qualifier -> qualifier.getKey() + "=" + encode(qualifier.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return PercentEncoding.encode(text, KEPT);
    }
}
