package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.text.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares a wheel with what the user demands of it. */
final class Requirements {

    private Requirements() {}

    static List<Finding> check(AuditOptions options, String wheel, Collection<PlatformFacts> facts, long size) {
        List<Finding> findings = new ArrayList<>();
        if (options.maxSize().isPresent() && size > options.maxSize().getAsLong()) {
            findings.add(AuditProblem.WHEEL_TOO_LARGE.at(
                    wheel,
                    "has " + size + " bytes, more than the " + options.maxSize().getAsLong() + " allowed"));
        }
        Set<String> present = new TreeSet<>();
        Set<String> needed = new TreeSet<>();
        for (PlatformFacts system : facts) {
            for (NativeFile file : system.files()) {
                present.addAll(file.names());
                needed.addAll(file.needs());
            }
        }
        required(options.requireLibs(), present, wheel, findings);
        forbidden(options.forbidLibs(), present, "is in the wheel", wheel, findings);
        needed.removeAll(present);
        forbidden(options.forbidLibs(), needed, "is needed by the wheel", wheel, findings);
        return findings;
    }

    private static void required(List<String> patterns, Set<String> present, String wheel, List<Finding> findings) {
        for (String pattern : patterns) {
            if (present.stream().noneMatch(name -> Glob.matches(pattern, name))) {
                findings.add(AuditProblem.REQUIRED_LIBRARY_MISSING.at(
                        wheel, "has no library named " + pattern + ", which is required"));
            }
        }
    }

    private static void forbidden(
            List<String> patterns, Set<String> names, String how, String wheel, List<Finding> findings) {
        for (String name : names) {
            for (String pattern : patterns) {
                if (Glob.matches(pattern, name)) {
                    findings.add(AuditProblem.FORBIDDEN_LIBRARY.at(
                            wheel, name + " " + how + ", which " + pattern + " forbids"));
                    break;
                }
            }
        }
    }
}
