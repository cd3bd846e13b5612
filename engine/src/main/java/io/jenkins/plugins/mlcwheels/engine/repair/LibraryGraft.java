package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A library of the build machine that is copied into the wheel.
 *
 * @param source the file itself, not a link to it
 * @param sonames under which the wheel needs it, sorted; more than one only if links lead to the same file
 * @param sha256 of the source, 64 lower-case hex digits
 * @param name in the wheel's {@code .libs} directory, such as {@code libfoo-1a2b3c4d.so.1.2}; also its new SONAME
 * @param owner the package of the operating system that it came from, where that is known
 */
public record LibraryGraft(
        Path source, List<String> sonames, String sha256, String name, Optional<OwningPackage> owner) {

    private static final int HASH_DIGITS = 8;

    public LibraryGraft {
        sonames = List.copyOf(sonames);
    }

    /** The same for the record of a build. */
    public BuildMaterial material() {
        return new BuildMaterial(
                BuildMaterial.Role.GRAFTED_LIBRARY,
                name,
                owner.map(OwningPackage::version),
                owner.map(OwningPackage::purl),
                Optional.of(sha256));
    }

    /** The file name with the start of its hash put before the first dot, as auditwheel names grafts. */
    static String nameFor(String fileName, String sha256) {
        String hash = sha256.substring(0, HASH_DIGITS);
        int dot = fileName.indexOf('.');
        String base = dot < 0 ? fileName : fileName.substring(0, dot);
        String rest = dot < 0 ? "" : fileName.substring(dot);
        return base.endsWith("-" + hash) ? fileName : base + "-" + hash + rest;
    }
}
