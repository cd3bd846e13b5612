package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;

/** There is no file at a wheel's path, or none that can be opened. */
public final class NoWheelFileException extends EngineException {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause that follows the path */
    NoWheelFileException(Path wheel, String reason, Throwable cause) {
        super(Kind.INPUT, wheel + ": " + reason, "Name the wheel's file.", cause);
    }

    /**
     * Devices and pipes are no wheels either: opening one could wait for ever.
     *
     * @throws NoWheelFileException if that is not a regular file
     */
    static void check(Path wheel) {
        if (!Files.isRegularFile(wheel)) {
            throw new NoWheelFileException(wheel, whatItIs(wheel), null);
        }
    }

    private static String whatItIs(Path path) {
        if (!Files.exists(path)) {
            return "no such file";
        }
        return Files.isDirectory(path) ? "is a directory" : "is not a regular file";
    }
}
