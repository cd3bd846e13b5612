package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest.Role;
import io.jenkins.plugins.mlcwheels.engine.platform.LimitedFindings;
import io.jenkins.plugins.mlcwheels.engine.platform.NamePatterns;
import io.jenkins.plugins.mlcwheels.engine.platform.NativeFile;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformProblem;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict.PolicyDetails;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The verdicts of all systems that a wheel has files for. The main one is that of the system that the tags name, or of
 * the first that has files where they name none. A wheel for a system that is not judged has no main verdict.
 */
final class SystemVerdicts {

    private final WheelFilename wheel;
    private final Map<Platform, PlatformFacts> facts;
    private final AuditOptions options;
    private final Map<String, String> siblings;
    private final List<PlatformTag> tags;
    private Platform main;
    private PlatformVerdict verdict;
    private final List<PlatformVerdict> beside = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private SystemVerdicts(WheelFilename wheel, Map<Platform, PlatformFacts> facts, AuditOptions options)
            throws IOException {
        this.wheel = wheel;
        this.facts = facts;
        this.options = options;
        this.siblings = Siblings.libraries(options.siblings());
        this.tags = wheel.platformTags().stream().map(PlatformTag::parse).toList();
    }

    /** @throws NotAPlatformWheelException if there is nothing that a platform tag could be about */
    static SystemVerdicts judge(WheelFilename wheel, Map<Platform, PlatformFacts> facts, AuditOptions options)
            throws IOException {
        SystemVerdicts verdicts = new SystemVerdicts(wheel, facts, options);
        verdicts.judge();
        return verdicts;
    }

    private void judge() {
        Optional<PlatformTag> unjudged = tags.stream()
                .filter(tag -> tag.kind() != PlatformTag.Kind.ANY && owner(tag).isEmpty())
                .findFirst();
        Optional<Platform> chosen = choose(unjudged.isPresent());
        if (chosen.isPresent()) {
            main = chosen.get();
            verdict = facts.get(main).judge(request(Role.MAIN));
            findings.addAll(verdict.findings());
        } else if (unjudged.isEmpty()) {
            throw NotAPlatformWheelException.withoutNativeCode(
                    wheel.toString(),
                    tags.stream()
                            .filter(tag -> tag.kind() != PlatformTag.Kind.ANY)
                            .map(PlatformTag::text)
                            .findFirst());
        }
        unjudged.ifPresent(tag -> findings.add(UnjudgedPlatform.finding(wheel.toString(), tag)));
        facts.forEach((platform, files) -> {
            if (platform != main && !files.files().isEmpty()) {
                addBeside(platform, files);
            }
        });
    }

    /** The owner of a tag if it has files, or else whoever has; nobody for a wheel of a system that is not judged. */
    private Optional<Platform> choose(boolean unjudged) {
        for (Platform platform : facts.keySet()) {
            if (hasFiles(platform) && tags.stream().anyMatch(platform::owns)) {
                return Optional.of(platform);
            }
        }
        return unjudged
                ? Optional.empty()
                : facts.keySet().stream().filter(this::hasFiles).findFirst();
    }

    private boolean hasFiles(Platform platform) {
        return !facts.get(platform).files().isEmpty();
    }

    private Optional<Platform> owner(PlatformTag tag) {
        return facts.keySet().stream().filter(platform -> platform.owns(tag)).findFirst();
    }

    private JudgeRequest request(Role role) {
        NamePatterns excludes =
                siblings.isEmpty() ? options.excludes() : options.excludes().with(siblings.keySet());
        return new JudgeRequest(wheel, role, excludes, siblings, options.policy(), options.anyInstructionSet());
    }

    /** Nothing of another system makes the wheel one not to be used. */
    private void addBeside(Platform platform, PlatformFacts files) {
        try {
            PlatformVerdict other = files.judge(request(Role.BESIDE));
            beside.add(other);
            other.findings()
                    .forEach(finding -> findings.add(
                            finding.isError()
                                    ? new Finding(Severity.WARNING, finding.code(), finding.where(), finding.message())
                                    : finding));
        } catch (NotAPlatformWheelException e) {
            // Its files are for processors that no tag of the system names, such as GPUs.
        }
        LimitedFindings foreign = new LimitedFindings(wheel.toString());
        boolean any = tags.stream().allMatch(tag -> tag.kind() == PlatformTag.Kind.ANY);
        for (NativeFile file : files.files()) {
            foreign.add(
                    PlatformProblem.FOREIGN_SYSTEM,
                    any ? Severity.INFO : Severity.WARNING,
                    file.path(),
                    "is a file for " + platform.name() + " in a wheel for "
                            + (any
                                    ? "every system"
                                    : main == null ? String.join(", ", wheel.platformTags()) : main.name()));
        }
        findings.addAll(foreign.list());
    }

    String overall() {
        return verdict == null ? tags.get(0).canonical() : verdict.system().tag();
    }

    PolicyDetails details() {
        return verdict == null ? PolicyDetails.none("", overall(), List.of()) : verdict.policies();
    }

    List<Pin> pins() {
        return verdict == null ? List.of() : verdict.pins();
    }

    List<Finding> findings() {
        return findings;
    }

    /** Whether the wheel has to be installed among the libraries of a platform. */
    boolean wantsPlatlib() {
        return verdict != null && !overall().equals(AuditOutcome.ANY);
    }

    /** Empty for a wheel that has files for Linux alone, of which the policies say all. */
    List<SystemPart> systems() {
        List<SystemPart> systems = new ArrayList<>();
        if (verdict != null) {
            systems.add(verdict.system());
        }
        beside.forEach(other -> systems.add(other.system()));
        boolean policiesSayAll = systems.size() == 1
                && verdict != null
                && !verdict.policies().libc().isEmpty();
        return policiesSayAll ? List.of() : systems;
    }
}
