package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.audit.AuditOptions;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditOutcome;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.audit.WheelAuditor;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.manifest.ManifestWheel;
import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.release.AssetSource;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseWheel;
import io.jenkins.plugins.mlcwheels.engine.repair.FinishedWheel;
import io.jenkins.plugins.mlcwheels.engine.wheel.DebugArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wheels as a release needs them: hashed, with what the manifest says of them and what the audit has against them. */
final class ReleaseWheels {

    private ReleaseWheels() {}

    /** Without an audit. */
    static List<ReleaseWheel> read(List<Path> files) throws IOException {
        List<ReleaseWheel> wheels = new ArrayList<>();
        for (Path file : files) {
            ReleaseAsset asset = ReleaseAsset.ofFile(file);
            wheels.add(new ReleaseWheel(asset, record(file, asset), List.of()));
        }
        return wheels;
    }

    /** The archives with what was split off the files of wheels, which lie beside these. */
    static List<ReleaseAsset> symbols(List<Path> files) throws IOException {
        List<ReleaseAsset> archives = new ArrayList<>();
        for (Path file : files) {
            Path archive = file.resolveSibling(
                    DebugArchive.nameFor(WheelFilename.of(file).toString()));
            if (Files.isRegularFile(archive)) {
                archives.add(ReleaseAsset.ofFile(archive));
            }
        }
        return archives;
    }

    static List<ReleaseWheel> audited(List<Path> files, AuditOptions options) throws IOException {
        List<ReleaseWheel> wheels = new ArrayList<>();
        for (Path file : files) {
            wheels.add(audited(file, options));
        }
        return wheels;
    }

    private static ReleaseWheel audited(Path file, AuditOptions options) throws IOException {
        try {
            return of(file, WheelAuditor.audit(file, options.withDigest(true)));
        } catch (NotAPlatformWheelException e) {
            ReleaseAsset asset = ReleaseAsset.ofFile(file);
            List<ReleaseProblem> objections = new ArrayList<>(objections(asset.name(), e.findings()));
            if (AuditOutcome.hasTagOfPlatform(WheelFilename.parse(asset.name()))) {
                objections.add(new ReleaseProblem(e.getMessage(), e.suggestion()));
            }
            return new ReleaseWheel(asset, record(file, asset).withAudit("any", objections.isEmpty()), objections);
        }
    }

    /** What a build ended with. */
    static ReleaseWheel of(FinishedWheel wheel) throws IOException {
        return wheel.repair().isPresent()
                ? of(wheel.path(), wheel.repair().get().audit())
                : audited(wheel.path(), AuditOptions.DEFAULT);
    }

    /** A wheel that was audited already. */
    static ReleaseWheel of(Path file, AuditReport report) throws IOException {
        ReleaseAsset asset = report.sha256().isPresent()
                ? new ReleaseAsset(
                        file.getFileName().toString(),
                        report.size(),
                        report.sha256().get(),
                        new AssetSource.File(file))
                : ReleaseAsset.ofFile(file);
        ManifestWheel record = record(file, asset).withAudit(report.overall(), report.passed());
        return new ReleaseWheel(asset, record, objections(asset.name(), report.findings()));
    }

    /** The same wheel with the record of a test that was made just now. */
    static ReleaseWheel tested(ReleaseWheel wheel, TestRecord test) {
        return new ReleaseWheel(wheel.asset(), wheel.record().withTest(Optional.of(test.test())), wheel.objections());
    }

    private static ManifestWheel record(Path file, ReleaseAsset asset) throws IOException {
        try (WheelArchive archive = WheelArchive.open(file)) {
            return ManifestWheel.of(asset.name(), asset.sha256(), asset.size())
                    .withRequiresPython(archive.metadata().requiresPython())
                    .withTest(TestRecords.of(file, asset.sha256()));
        }
    }

    private static List<ReleaseProblem> objections(String name, List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isError)
                .map(finding -> new ReleaseProblem(
                        "'" + name + "' failed the audit: "
                                + (finding.where().equals(name) ? "" : finding.where() + ": ") + finding.message()
                                + " [" + finding.code() + "]",
                        "See mlc-wheels audit " + name + "; repair the wheel or build it again."))
                .toList();
    }
}
