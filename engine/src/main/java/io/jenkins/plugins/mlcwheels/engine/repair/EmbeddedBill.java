package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.wheel.BrokenWheelException;
import io.jenkins.plugins.mlcwheels.engine.wheel.InvalidWheelNameException;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The CycloneDX document that repair put into a wheel. */
public final class EmbeddedBill {

    private static final long LARGEST = 4 << 20;

    private EmbeddedBill() {}

    /** Its bytes; empty if there is none, or the file can't be read as a wheel. */
    public static Optional<byte[]> of(Path wheel) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            var entry = archive.entry(archive.distInfo() + "/" + SoftwareBill.PATH);
            return entry.isPresent() ? Optional.of(archive.read(entry.get(), LARGEST)) : Optional.empty();
        } catch (BrokenWheelException | InvalidWheelNameException e) {
            return Optional.empty();
        }
    }
}
