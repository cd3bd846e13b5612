package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport.PolicyOutcome;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelCheck;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelContents;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Audits wheels: one pass over the file checks the archive and takes the facts from its ELF files, rules turn these
 * into a verdict, and what pins the tag and what else is wrong goes into the report.
 */
public final class WheelAuditor {

    private WheelAuditor() {}

    /**
     * What one pass over a wheel gave; a repair works on it without reading the wheel again.
     *
     * @param contents findings about the archive, and the digests of its entries
     * @param elfFindings what is wrong with ELF files as such
     */
    public record Scan(WheelFacts facts, WheelContents contents, List<Finding> elfFindings) {}

    /**
     * Reads everything in the wheel once.
     *
     * @throws BrokenWheelException if entries can't be inflated within the limits
     */
    public static Scan scan(WheelArchive wheel, int threads) throws IOException {
        ElfScan elfs = new ElfScan(wheel);
        WheelContents contents = WheelCheck.run(wheel, elfs, threads);
        if (wheel.isBomb()) {
            throw new BrokenWheelException(wheel.filename().toString(), bombReason(contents.findings()));
        }
        Set<String> names = new LinkedHashSet<>();
        for (ArchiveEntry entry : wheel.entries()) {
            if (!entry.isDirectory()) {
                names.add(entry.name());
            }
        }
        WheelFacts facts =
                WheelFacts.of(wheel.filename().toString(), wheel.filename().platformTags(), elfs.elfs(), names);
        return new Scan(facts, contents, elfs.findings());
    }

    private static String bombReason(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.isError() && !finding.code().startsWith("record")) {
                return finding.message() + " (" + finding.code() + ", " + finding.where() + ")";
            }
        }
        return "it is beyond the limits of what is inflated";
    }

    /**
     * @throws NotAPlatformWheelException if there is nothing that a platform tag could be about
     * @throws io.jenkins.plugins.mlcwheels.engine.wheel.NoWheelFileException if there is no such file
     * @throws BrokenWheelException if it can't be read as a wheel
     */
    public static AuditReport audit(Path wheel, AuditOptions options) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel);
                FileDigest digest = options.digest() ? FileDigest.start(wheel) : FileDigest.NONE) {
            Scan scan = scan(archive, options.threads());
            return report(archive, scan, options, digest);
        }
    }

    static AuditReport report(WheelArchive archive, Scan scan, AuditOptions options, FileDigest digest)
            throws IOException {
        List<Finding> findings = new ArrayList<>(scan.contents().findings());
        findings.addAll(scan.elfFindings());
        Map<String, String> siblings = Siblings.libraries(options.siblings());
        WheelVerdicts verdicts;
        try {
            verdicts = WheelVerdicts.judge(scan.facts(), excludes(options, siblings), options.anyInstructionSet());
        } catch (NotAPlatformWheelException e) {
            findings.sort(null);
            throw e.with(findings);
        }
        Verdict verdict = verdicts.main();
        String filename = scan.facts().filename();
        findings.addAll(TagHonesty.check(verdicts, filename, archive.filename().platformTags()));
        findings.addAll(Requirements.check(options, scan.facts(), verdict, archive.size()));
        findings.addAll(ElfChecks.check(scan.facts(), verdicts, siblings));
        if (options.anyInstructionSet()) {
            instructionSets(verdicts, findings);
        }
        rootIsPurelib(archive, findings);
        findings.sort(null);
        return new AuditReport(
                archive.path().toString(),
                filename,
                archive.size(),
                digest.hex(),
                verdict.policies().architecture().toString(),
                verdict.policies().libc().toString(),
                verdict.overall().name(),
                verdict.symbolPolicy().name(),
                verdict.versionedSymbols(),
                outcomes(verdict),
                grafted(verdict),
                verdict.needsInstructionSetExtension(),
                verdict.usesPyFpe(),
                verdict.usesUcs2(),
                pins(verdicts),
                findings);
    }

    /** Those of the main verdict first. */
    private static List<Pin> pins(WheelVerdicts verdicts) {
        List<Pin> pins = new ArrayList<>();
        verdicts.all().forEach(verdict -> pins.addAll(verdict.pins()));
        return pins;
    }

    private static NamePatterns excludes(AuditOptions options, Map<String, String> siblings) {
        return siblings.isEmpty() ? options.excludes() : options.excludes().with(siblings.keySet());
    }

    /** What was allowed is said all the same. */
    private static void instructionSets(WheelVerdicts verdicts, List<Finding> findings) {
        for (Verdict verdict : verdicts.all()) {
            for (ElfFacts elf : verdict.judged()) {
                elf.platform()
                        .instructionSet()
                        .ifPresent(set -> findings.add(AuditProblem.INSTRUCTION_SET_ALLOWED.at(
                                elf.path(), "needs the instruction set " + set + ", which was allowed")));
            }
        }
    }

    private static void rootIsPurelib(WheelArchive archive, List<Finding> findings) throws IOException {
        try {
            if (archive.wheelFile().rootIsPurelib()) {
                findings.add(AuditProblem.ROOT_IS_PURELIB.at(
                        archive.distInfo() + "/WHEEL",
                        "says Root-Is-Purelib: true of a wheel with native code; set it to false"));
            }
        } catch (io.jenkins.plugins.mlcwheels.engine.EngineException e) {
            // A WHEEL that can't be read is a finding of the check already.
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
            int slash = elf.path().indexOf('/');
            if (slash > 0 && elf.path().startsWith(".libs", slash - ".libs".length())) {
                grafted.add(elf.path());
            }
        }
        return grafted;
    }
}
