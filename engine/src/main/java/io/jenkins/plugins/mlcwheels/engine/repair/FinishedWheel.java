package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.platform.NotAPlatformWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.PureWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What a build ends with: a repaired wheel, or a pure one as it is, where that is allowed.
 *
 * @param path of the wheel
 * @param repair what came of the repair; empty for a pure wheel
 */
public record FinishedWheel(Path path, Optional<RepairReport> repair) {

    /**
     * Repairs a wheel.
     *
     * @param built stays as it is
     * @throws NotAPlatformWheelException if it has no native code, and pure wheels are refused or its tag names a
     *     platform
     */
    public static FinishedWheel of(Path built, RepairOptions options, PureWheels pure, ProgressListener listener)
            throws IOException {
        try {
            RepairReport report = WheelRepairer.repair(built, options, listener);
            return new FinishedWheel(report.output(), Optional.of(report));
        } catch (NotAPlatformWheelException e) {
            if (!e.isPure()) {
                throw e;
            }
            if (pure == PureWheels.REFUSE) {
                throw e.withSuggestion("Add --pure allow if it is meant to be pure.");
            }
            listener.on(new ProgressListener.Notice("the wheel is pure, so there is nothing to repair", false));
            return new FinishedWheel(copy(built, options.outputDirectory()), Optional.empty());
        }
    }

    private static Path copy(Path wheel, Path directory) throws IOException {
        Path target = Files.createDirectories(directory).resolve(wheel.getFileName());
        if (Files.exists(target) && Files.isSameFile(target, wheel)) {
            return target;
        }
        Path part = Files.createTempFile(directory, ".mlc-wheels-", ".part");
        try {
            Files.copy(wheel, part, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The most portable platform that it complies with; {@code any} for a pure one. */
    public String platform() {
        return repair.map(report -> report.audit().overall()).orElse("any");
    }
}
