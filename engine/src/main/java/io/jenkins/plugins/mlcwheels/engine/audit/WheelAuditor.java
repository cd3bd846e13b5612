package io.jenkins.plugins.mlcwheels.engine.audit;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.JudgeRequest;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.platform.Platform;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformFacts;
import io.jenkins.plugins.mlcwheels.engine.platform.PlatformVerdict.PolicyDetails;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelCheck;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelContents;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Audits wheels: one pass over the file checks the archive and takes the facts from its native files, the platforms
 * turn these into verdicts, and what pins the tag and what else is wrong goes into the report.
 */
public final class WheelAuditor {

    private WheelAuditor() {}

    /**
     * What one pass over a wheel gave; a repair works on it without reading the wheel again.
     *
     * @param facts of the native files, by platform
     * @param contents findings about the archive, and the digests of its entries
     */
    public record Scan(Map<Platform, PlatformFacts> facts, WheelContents contents) {

        /** The facts of one platform. */
        public <F extends PlatformFacts> F facts(Class<F> type) {
            return facts.values().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Reads everything in the wheel once.
     *
     * @throws BrokenWheelException if entries can't be inflated within the limits
     */
    public static Scan scan(WheelArchive wheel, int threads) throws IOException {
        NativeCodeScan files = new NativeCodeScan(wheel);
        WheelContents contents = WheelCheck.run(wheel, files, threads);
        if (wheel.isBomb()) {
            throw new BrokenWheelException(wheel.filename().toString(), bombReason(contents.findings()));
        }
        return new Scan(files.facts(), contents);
    }

    /**
     * Who brings each library that each native file needs.
     *
     * @param options for what is taken to be there, and the siblings
     * @return by the path of the file
     */
    public static Map<String, List<LibrarySource>> sources(WheelFilename wheel, Scan scan, AuditOptions options)
            throws IOException {
        JudgeRequest request = new JudgeRequest(
                wheel,
                JudgeRequest.Role.BESIDE,
                options.excludes(),
                Siblings.libraries(options.siblings()),
                Optional.empty(),
                options.anyInstructionSet());
        Map<String, List<LibrarySource>> sources = new TreeMap<>();
        scan.facts().values().forEach(facts -> sources.putAll(facts.sources(request)));
        return sources;
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
        scan.facts().values().forEach(facts -> findings.addAll(facts.findings()));
        SystemVerdicts verdicts;
        try {
            verdicts = SystemVerdicts.judge(archive.filename(), scan.facts(), options);
        } catch (NotAPlatformWheelException e) {
            findings.sort(null);
            throw e.with(findings);
        }
        findings.addAll(verdicts.findings());
        findings.addAll(Requirements.check(
                options, archive.filename().toString(), scan.facts().values(), archive.size()));
        archive.filename()
                .variant()
                .ifPresent(label -> findings.add(AuditProblem.VARIANT_DRAFT.at(
                        archive.filename().toString(),
                        "has the variant label " + label + (hasVariantFile(archive) ? "" : " and no variant.json")
                                + "; installers refuse such names")));
        if (verdicts.wantsPlatlib()) {
            rootIsPurelib(archive, findings);
        }
        findings.sort(null);
        PolicyDetails details = verdicts.details();
        return new AuditReport(
                archive.path().toString(),
                archive.filename().toString(),
                archive.size(),
                digest.hex(),
                details.architecture(),
                details.libc(),
                verdicts.overall(),
                details.symbolPolicy(),
                details.versionedSymbols(),
                details.outcomes(),
                details.grafted(),
                details.instructionSet(),
                details.pyFpe(),
                details.ucs2(),
                verdicts.pins(),
                findings,
                verdicts.systems());
    }

    private static boolean hasVariantFile(WheelArchive archive) {
        return archive.entry(archive.distInfo() + "/variant.json").isPresent();
    }

    private static void rootIsPurelib(WheelArchive archive, List<Finding> findings) throws IOException {
        try {
            if (archive.wheelFile().rootIsPurelib()) {
                findings.add(AuditProblem.ROOT_IS_PURELIB.at(
                        archive.distInfo() + "/WHEEL",
                        "says Root-Is-Purelib: true of a wheel with native code; set it to false"));
            }
        } catch (EngineException e) {
            // A WHEEL that can't be read is a finding of the check already.
        }
    }
}
