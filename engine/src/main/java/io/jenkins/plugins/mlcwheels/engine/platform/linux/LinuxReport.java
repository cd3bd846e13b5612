package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.Pin;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict.PolicyDetails;
import io.jenkins.plugins.mlcwheels.engine.platform.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Puts together what Linux says of a wheel: the verdicts by policies, and what policies don't speak of. */
final class LinuxReport {

    private final WheelFacts wheel;
    private final WheelVerdicts verdicts;
    private final JudgeRequest request;

    LinuxReport(WheelFacts wheel, WheelVerdicts verdicts, JudgeRequest request) {
        this.wheel = wheel;
        this.verdicts = verdicts;
        this.request = request;
    }

    PlatformVerdict verdict() {
        Verdict main = verdicts.main();
        PolicyDetails details = new PolicyDetails(
                main.policies().architecture().toString(),
                main.policies().libc().toString(),
                main.symbolPolicy().name(),
                main.versionedSymbols(),
                outcomes(main),
                grafted(main),
                main.needsInstructionSetExtension(),
                main.usesPyFpe(),
                main.usesUcs2());
        return new PlatformVerdict(system(), details, pins(), findings());
    }

    private SystemPart system() {
        List<String> architectures = verdicts.all().stream()
                .map(verdict -> verdict.policies().architecture().toString())
                .distinct()
                .toList();
        return new SystemPart(
                "Linux",
                verdicts.main().overall().name(),
                architectures,
                wheel.elfs().size(),
                "",
                List.of());
    }

    /** Those of the main verdict first. */
    private List<Pin> pins() {
        List<Pin> pins = new ArrayList<>();
        verdicts.all().forEach(verdict -> pins.addAll(verdict.pins()));
        return pins;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (request.isMain()) {
            findings.addAll(TagVerification.check(
                    verdicts, wheel.filename(), request.wheel().platformTags()));
            request.policy().ifPresent(name -> PolicyDemand.check(name, wheel.filename(), verdicts.main(), findings));
        }
        findings.addAll(ElfChecks.check(wheel, verdicts, request.siblings()));
        DebugShare.of(wheel).finding().ifPresent(findings::add);
        if (request.anyInstructionSet()) {
            instructionSets(findings);
        }
        return findings;
    }

    /** What was allowed is said all the same. */
    private void instructionSets(List<Finding> findings) {
        for (Verdict verdict : verdicts.all()) {
            for (ElfFacts elf : verdict.judged()) {
                elf.platform()
                        .instructionSet()
                        .ifPresent(set -> findings.add(LinuxProblem.INSTRUCTION_SET_ALLOWED.at(
                                elf.path(), "needs the instruction set " + set + ", which was allowed")));
            }
        }
    }

    private static List<PolicyOutcome> outcomes(Verdict verdict) {
        List<PolicyOutcome> outcomes = new ArrayList<>();
        for (PolicyFit fit : verdict.fits()) {
            if (!fit.policy().isLinux()) {
                outcomes.add(new PolicyOutcome(
                        fit.policy().name(),
                        verdict.overall().compareTo(fit.policy()) >= 0,
                        List.copyOf(fit.externalLibraries().keySet()),
                        new TreeMap<>(fit.privateSymbols())));
            }
        }
        return outcomes;
    }

    private static List<String> grafted(Verdict verdict) {
        List<String> grafted = new ArrayList<>();
        for (ElfFacts elf : verdict.judged()) {
            if (elf.isGraft()) {
                grafted.add(elf.path());
            }
        }
        return grafted;
    }
}
