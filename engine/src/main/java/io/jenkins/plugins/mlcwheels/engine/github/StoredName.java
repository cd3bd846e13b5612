package io.jenkins.plugins.mlcwheels.engine.github;

import java.util.regex.Pattern;

/**
 * The name that GitHub gives to an asset: it writes one dot for any run of dots and special characters, and takes dots
 * off both ends.
 *
 * @see <a href="https://docs.github.com/rest/releases/assets#upload-a-release-asset">Upload a release asset</a>
 */
final class StoredName {

    private static final Pattern SPECIAL = Pattern.compile("[^A-Za-z0-9_+@-]+");
    private static final Pattern DOTS = Pattern.compile("^\\.+|\\.+$");

    private StoredName() {}

    static String of(String name) {
        return DOTS.matcher(SPECIAL.matcher(name).replaceAll(".")).replaceAll("");
    }
}
