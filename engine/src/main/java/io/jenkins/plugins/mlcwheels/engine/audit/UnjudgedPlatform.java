package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;

/** Says of a tag of a system that is not judged which system it is of, as far as that is known. */
final class UnjudgedPlatform {

    private UnjudgedPlatform() {}

    static Finding finding(String wheel, PlatformTag tag) {
        String system =
                switch (tag.kind()) {
                    case IOS -> "iOS";
                    case ANDROID -> "Android";
                    case EMSCRIPTEN -> "Pyodide (WebAssembly)";
                    default -> "";
                };
        return system.isEmpty()
                ? PlatformProblem.PLATFORM_UNKNOWN.at(
                        wheel, tag + " is a tag of no known platform; only the archive was audited")
                : PlatformProblem.PLATFORM_NOT_JUDGED.at(
                        wheel,
                        tag + " is a tag of " + system + ", whose files are not judged; only the archive was audited");
    }
}
