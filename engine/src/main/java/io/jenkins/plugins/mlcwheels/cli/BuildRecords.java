package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.BuildReport;
import io.jenkins.plugins.mlcwheels.engine.build.GitRevision;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.BuildRecord;
import io.jenkins.plugins.mlcwheels.engine.repair.FinishedWheel;
import io.jenkins.plugins.mlcwheels.engine.repair.LibraryGraft;
import io.jenkins.plugins.mlcwheels.engine.repair.OwningPackage;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records of builds beside what they built: {@code NAME.whl.build.json}. */
final class BuildRecords {

    private static final int LARGEST = 4 << 20;

    private BuildRecords() {}

    /**
     * How a file was built, if the record beside it is of its bytes.
     *
     * @throws io.jenkins.plugins.mlcwheels.engine.manifest.InvalidBuildRecordException if there is one that can't be read
     */
    static Optional<BuildRecord> of(Path file, String sha256) throws IOException {
        Path record = beside(file);
        if (!Files.isRegularFile(record)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(record)) {
            return Optional.of(BuildRecord.parse(in.readNBytes(LARGEST + 1)))
                    .filter(found -> found.sha256().equals(sha256));
        }
    }

    /** Of a build that just ended. */
    static BuildRecord of(BuildPlan plan, BuildReport built, Optional<String> tag, Instant began) throws IOException {
        return plan.record(
                built.wheel().getFileName().toString(),
                Sha256.of(built.wheel()),
                built.facts(),
                GitRevision.of(plan, tag),
                began,
                Clock.systemUTC().instant());
    }

    /** The same of what repair made of the wheel. */
    static BuildRecord finished(BuildRecord record, FinishedWheel wheel) throws IOException {
        return record.repaired(
                wheel.path().getFileName().toString(),
                Sha256.of(wheel.path()),
                wheel.repair().map(RepairReport::grafts).orElse(List.of()).stream()
                        .map(BuildRecords::material)
                        .toList(),
                wheel.repair().map(BuildRecords::compressor).orElse(Map.of()));
    }

    /** By its name, with its version. */
    private static Map<String, String> compressor(RepairReport repair) {
        String[] words = repair.compressor().split(" ", 2);
        return Map.of(words[0], words[1]);
    }

    private static BuildMaterial material(LibraryGraft graft) {
        return new BuildMaterial(
                BuildMaterial.Role.GRAFTED_LIBRARY,
                graft.name(),
                graft.owner().map(OwningPackage::version),
                graft.owner().map(OwningPackage::purl),
                Optional.of(graft.sha256()));
    }

    /** Keeps a record; a directory that can't be written to is worth a warning. */
    static void keep(Path file, BuildRecord record, ProgressListener listener) {
        RecordFile.write(beside(file), record.toJson(), "the build", listener);
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + BuildRecord.SUFFIX);
    }
}
