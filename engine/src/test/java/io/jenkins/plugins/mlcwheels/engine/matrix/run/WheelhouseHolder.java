package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;

/** Another process with a wheelhouse: says that it has it, and gives it back when it is told to go on. */
public final class WheelhouseHolder {

    private WheelhouseHolder() {}

    public static void main(String[] args) throws Exception {
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        try (Wheelhouse wheelhouse = Wheelhouse.take(Path.of(args[0]), timing, ProgressListener.SILENT)) {
            System.out.println("has " + wheelhouse.directory().getFileName());
            System.in.read();
        }
        System.out.println("gave it back");
    }
}
