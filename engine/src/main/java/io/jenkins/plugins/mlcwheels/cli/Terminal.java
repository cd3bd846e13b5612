package io.jenkins.plugins.mlcwheels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person watches what this process writes. */
final class Terminal {

    private Terminal() {}

    /** Whether standard output is a terminal. */
    static boolean showsOutput() {
        return isTerminal(1);
    }

    /** Whether standard error is a terminal on which lines can be drawn anew. */
    static boolean redrawsErrors() {
        return isTerminal(2) && !"dumb".equals(System.getenv("TERM"));
    }

    /** Java's console tells only of all streams together, and in some versions is always there. */
    private static boolean isTerminal(int stream) {
        try {
            String device =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }
}
