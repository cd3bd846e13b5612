package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.manifest.PackageUrl;

/**
 * The package of an operating system that a file belongs to.
 *
 * @param type of package, as package URLs name it: {@code deb} or {@code apk}
 * @param distribution such as {@code debian}, from os-release
 */
public record OwningPackage(String type, String distribution, String name, String version, String architecture) {

    /** The package URL, such as {@code pkg:deb/debian/libfoo1@1:1.2-3?arch=amd64}. */
    public String purl() {
        return PackageUrl.system(type, distribution, name, version, architecture)
                .toString();
    }
}
