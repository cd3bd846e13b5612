package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares what the tags of a wheel say with what its files are for, and finds the tag that would be true. */
final class MacosTags {

    /** Tags that stand for several architectures. */
    private static final Map<String, List<String>> COMPOUND = Map.of(
            "universal2", List.of("x86_64", "arm64"),
            "intel", List.of("x86_64", "i386"),
            "fat32", List.of("i386", "ppc"),
            "fat64", List.of("x86_64", "ppc64"),
            "universal", List.of("x86_64", "i386", "ppc", "ppc64"));

    private final MacosFacts wheel;
    private final JudgeRequest request;
    private final MacosTargets targets;
    private final LimitedFindings findings;
    private final List<PlatformTag> tags;

    MacosTags(MacosFacts wheel, JudgeRequest request, MacosTargets targets, LimitedFindings findings) {
        this.wheel = wheel;
        this.request = request;
        this.targets = targets;
        this.findings = findings;
        this.tags =
                request.wheel().platformTags().stream().map(PlatformTag::parse).toList();
    }

    /** The architecture that tags name: {@code universal2} for files that are for both. */
    String architecture() {
        Set<String> common = common();
        if (common.containsAll(List.of("x86_64", "arm64"))) {
            boolean one = tags.stream()
                    .filter(tag -> tag.kind() == PlatformTag.Kind.MACOS)
                    .anyMatch(tag -> common.contains(tag.architecture()));
            return one ? only(common) : "universal2";
        }
        return only(common);
    }

    /** The architecture that a tag names, or else the first one. */
    private String only(Set<String> common) {
        return tags.stream()
                .map(PlatformTag::architecture)
                .filter(common::contains)
                .findFirst()
                .orElseGet(() -> common.stream()
                        .findFirst()
                        .orElse(targets.architectures().get(0)));
    }

    /** Architectures that all libraries have, or all programs where there are no libraries; of any file otherwise. */
    private Set<String> common() {
        Set<String> common = new TreeSet<>(targets.architectures());
        boolean libraries = wheel.files().stream().anyMatch(MachOFacts::isLibrary);
        for (MachOFacts file : wheel.files()) {
            if (libraries ? file.isLibrary() && isNeededByAll(file) : file.isProgram()) {
                common.removeIf(architecture -> file.slice(architecture).isEmpty());
            }
        }
        return common.isEmpty() ? new TreeSet<>(targets.architectures()) : common;
    }

    /** The tag that the files comply with. */
    String overall() {
        if (isForAny() && wheel.files().stream().noneMatch(MachOFacts::isExtension)) {
            return "any";
        }
        String architecture = architecture();
        return version(architecture).tag(architecture);
    }

    private boolean isForAny() {
        return request.isMain() && tags.stream().allMatch(tag -> tag.kind() == PlatformTag.Kind.ANY);
    }

    /** On Apple silicon there is no macOS before 11, so what runs from 11 on does not count for universal2. */
    private MacosVersion version(String architecture) {
        MacosVersion version = null;
        for (String part : COMPOUND.getOrDefault(architecture, List.of(architecture))) {
            MacosVersion minimum = targets.minimum(part);
            boolean counts =
                    version == null || !part.equals("arm64") || minimum.compareTo(MacosVersion.FIRST_ON_ARM64) > 0;
            if (counts && targets.architectures().contains(part)) {
                version = version == null ? minimum : MacosVersion.newer(version, minimum);
            }
        }
        return version == null ? MacosVersion.OLDEST : version;
    }

    void check() {
        List<String> foreign = new ArrayList<>();
        for (PlatformTag tag : tags) {
            switch (tag.kind()) {
                case MACOS -> check(tag);
                case ANY -> {
                    if (!overall().equals("any")) {
                        foreign.add(tag.text());
                    }
                }
                default -> foreign.add(tag.text());
            }
        }
        if (!foreign.isEmpty()) {
            findings.add(
                    PlatformProblem.TAG_NOT_HONEST,
                    request.wheel().toString(),
                    "the name says " + String.join(" and ", foreign)
                            + ", but the wheel has native code for macOS, which runs only on " + overall());
        }
        if (isForAny()) {
            wheel.files().stream()
                    .filter(file -> file.isLibrary() && !file.isExtension())
                    .forEach(file -> findings.add(
                            PlatformProblem.FOREIGN_SYSTEM,
                            file.path(),
                            "is a library for macOS in a wheel for every system"));
        }
    }

    private void check(PlatformTag tag) {
        MacosVersion named = new MacosVersion(tag.major(), tag.minor());
        for (String architecture : COMPOUND.getOrDefault(tag.architecture(), List.of(tag.architecture()))) {
            if (!targets.architectures().contains(architecture)) {
                findings.add(
                        PlatformProblem.TAG_NOT_HONEST,
                        request.wheel().toString(),
                        "the name says " + tag + ", but no file has code for " + architecture + "; " + overall()
                                + " would be true");
                continue;
            }
            architecture(tag, architecture);
            MacosVersion promised =
                    architecture.equals("arm64") ? MacosVersion.newer(named, MacosVersion.FIRST_ON_ARM64) : named;
            version(tag, architecture, promised);
        }
    }

    /** An extension module or a needed library without code for the architecture fails there; others may be optional. */
    private void architecture(PlatformTag tag, String architecture) {
        for (MachOFacts file : wheel.files()) {
            if (file.slices().isEmpty() || file.slice(architecture).isPresent()) {
                continue;
            }
            findings.add(
                    PlatformProblem.FOREIGN_ARCHITECTURE,
                    isLoaded(file, architecture) ? Severity.ERROR : Severity.WARNING,
                    file.path(),
                    "has no code for " + architecture + " in a wheel for " + tag + ", only for "
                            + String.join(", ", architectures(file)) + "; " + overall() + " would be true");
        }
    }

    private static List<String> architectures(MachOFacts file) {
        return file.slices().stream().map(MacosTargets::architecture).toList();
    }

    private boolean isLoaded(MachOFacts file, String architecture) {
        return isNeededByAll(file) && isOnlyOne(file, architecture);
    }

    /** Whether Python imports the file, or another file of the wheel needs it. */
    private boolean isNeededByAll(MachOFacts file) {
        return file.isExtension()
                || wheel.files().stream()
                        .anyMatch(other -> other != file && other.needs().contains(file.fileName()));
    }

    private boolean isOnlyOne(MachOFacts file, String architecture) {
        String stem = stem(file);
        return wheel.files().stream()
                .noneMatch(other -> other != file
                        && stem(other).equals(stem)
                        && other.slice(architecture).isPresent());
    }

    private static String stem(MachOFacts file) {
        int dot = file.fileName().indexOf('.');
        return dot < 0 ? file.fileName() : file.fileName().substring(0, dot);
    }

    private void version(PlatformTag tag, String architecture, MacosVersion promised) {
        List<MacosTargets.Reason> beyond = targets.beyond(architecture, promised);
        if (beyond.isEmpty()) {
            return;
        }
        MacosTargets.Reason first = beyond.get(0);
        long files = beyond.stream().map(MacosTargets.Reason::path).distinct().count();
        findings.add(
                PlatformProblem.TAG_NOT_HONEST,
                first.path(),
                first.why() + (files > 1 ? ", and " + (files - 1) + " more files are for newer systems too" : "")
                        + "; the name says " + tag + ", " + overall() + " would be true");
    }
}
