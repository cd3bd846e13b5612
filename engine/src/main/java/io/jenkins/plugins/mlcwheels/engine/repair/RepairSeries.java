package io.jenkins.plugins.mlcwheels.engine.repair;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Repairs of several wheels into one directory, of which none replaces the result of another. Not for several threads. */
public final class RepairSeries {

    private final RepairOptions options;
    private final Map<Path, Path> sources = new HashMap<>();

    /** @param options for all of them */
    public RepairSeries(RepairOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Repairs one more; see {@link WheelRepairer#repair}.
     *
     * @throws EngineException also if its result would have the name of an earlier one
     */
    public RepairReport repair(Path wheel, ProgressListener listener) throws IOException {
        return WheelRepairer.repair(wheel, options, listener, output -> claim(output, wheel));
    }

    /**
     * Takes a name in the directory for what is made of a wheel.
     *
     * @throws EngineException if another wheel has it
     */
    public void claim(Path output, Path wheel) throws IOException {
        Path earlier = sources.putIfAbsent(output.toAbsolutePath().normalize(), wheel);
        if (earlier != null && !Files.isSameFile(earlier, wheel)) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    wheel + " would become " + output + ", which was made of " + earlier,
                    "Repair it into another directory.");
        }
    }
}
