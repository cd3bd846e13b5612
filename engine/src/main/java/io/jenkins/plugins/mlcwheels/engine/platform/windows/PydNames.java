package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds extension modules that no Python imports that the wheel is for. CPython on Windows takes {@code m.pyd} and the
 * name with its own version and platform: {@code m.cp313-win_amd64.pyd}.
 */
final class PydNames {

    private static final Pattern TAGGED = Pattern.compile("\\.cp(3\\d{1,2}t?)-(win[a-z0-9_]+)\\.pyd$");

    private final WheelFilename wheel;
    private final LimitedFindings findings;

    PydNames(WheelFilename wheel, LimitedFindings findings) {
        this.wheel = wheel;
        this.findings = findings;
    }

    /** {@code 313t} of {@code m.cp313t-win_amd64.pyd}; empty if the name has none. */
    static Optional<String> pythonOf(String fileName) {
        Matcher matcher = TAGGED.matcher(PeFacts.lower(fileName));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    void check(List<PeFacts> files) {
        for (PeFacts file : files) {
            Matcher matcher = TAGGED.matcher(PeFacts.lower(file.fileName()));
            if (matcher.find()) {
                check(file.path(), matcher.group(1), matcher.group(2));
            }
        }
    }

    private void check(String path, String python, String platform) {
        String wheelIsFor = "; the wheel is for " + String.join(".", wheel.pythonTags()) + "-"
                + String.join(".", wheel.abiTags()) + "-" + String.join(".", wheel.platformTags());
        if (!isFor(python)) {
            findings.add(
                    WheelProblem.EXTENSION_NOT_IMPORTED,
                    path,
                    "is only imported by CPython 3." + python.substring(1) + wheelIsFor);
        } else if (!wheel.platformTags().contains("any")
                && !wheel.platformTags().contains(platform)) {
            findings.add(WheelProblem.EXTENSION_NOT_IMPORTED, path, "is only imported on " + platform + wheelIsFor);
        }
    }

    /** Whether a CPython of that version installs the wheel. */
    private boolean isFor(String python) {
        int version = Integer.parseInt(python.replace("t", "").substring(1));
        boolean free = python.endsWith("t");
        for (String tag : wheel.pythonTags()) {
            int minor = PythonTags.minor(tag).orElse(-1);
            for (String abi : wheel.abiTags()) {
                boolean exact = tag.startsWith("cp") && abi.startsWith("cp");
                boolean sameBuild = !abi.startsWith("cp") || abi.endsWith("t") == free;
                if (minor >= 0 && sameBuild && (exact ? version == minor : version >= minor)) {
                    return true;
                }
            }
        }
        return false;
    }
}
