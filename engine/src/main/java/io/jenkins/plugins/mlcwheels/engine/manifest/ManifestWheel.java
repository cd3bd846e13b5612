package io.jenkins.plugins.mlcwheels.engine.manifest;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One wheel in a {@link BuildManifest}.
 *
 * @param file the wheel's file name
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 * @param flavour what it was built for, such as {@code cuda-12.8}
 * @param requiresPython the Requires-Python of its metadata, such as {@code >=3.9}
 * @param policy the platform that the audit found it to hold, such as {@code manylinux_2_28_x86_64}
 * @param auditPassed whether it held all that was asked of it; empty if it was not audited
 * @param test how it was tested with success; empty if nobody recorded that
 */
public record ManifestWheel(
        String file,
        String sha256,
        long size,
        Optional<String> flavour,
        Optional<String> requiresPython,
        Optional<String> policy,
        Optional<Boolean> auditPassed,
        Optional<WheelTest> test) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ManifestWheel {
        WheelFilename.parse(file);
        Objects.requireNonNull(flavour, "flavour");
        Objects.requireNonNull(requiresPython, "requiresPython");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(auditPassed, "auditPassed");
        Objects.requireNonNull(test, "test");
        if (!DIGEST.matcher(sha256).matches()) {
            throw new InvalidManifestException("'" + file + "' has no SHA-256 of 64 hexadecimal digits", null);
        }
        if (size < 0) {
            throw new InvalidManifestException("'" + file + "' has a negative size", null);
        }
    }

    /** A wheel of which no more is known than its name and bytes. */
    public static ManifestWheel of(String file, String sha256, long size) {
        return new ManifestWheel(
                file,
                sha256,
                size,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the id of its flavour. */
    public ManifestWheel withFlavour(String name) {
        return new ManifestWheel(file, sha256, size, Optional.of(name), requiresPython, policy, auditPassed, test);
    }

    /** The same with a version specifier, or with none. */
    public ManifestWheel withRequiresPython(Optional<String> specifier) {
        return new ManifestWheel(file, sha256, size, flavour, specifier, policy, auditPassed, test);
    }

    /**
     * The same with the verdict of an audit.
     * @param platform the most portable one that the wheel is consistent with
     */
    public ManifestWheel withAudit(String platform, boolean passed) {
        return new ManifestWheel(
                file, sha256, size, flavour, requiresPython, Optional.of(platform), Optional.of(passed), test);
    }

    /** The same with the record of its test, or with none. */
    public ManifestWheel withTest(Optional<WheelTest> tested) {
        return new ManifestWheel(file, sha256, size, flavour, requiresPython, policy, auditPassed, tested);
    }

    /** The distribution's normalised name (PEP 503), such as {@code mlc-llm}. */
    public String name() {
        return WheelFilename.parse(file).normalizedName();
    }

    /** As written in the file name. */
    public String version() {
        return WheelFilename.parse(file).version();
    }
}
