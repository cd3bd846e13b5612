package io.jenkins.plugins.mlcwheels.steps;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes the work after a build's script hang: among the wheels that it is to repair there is a pipe that has no end. */
final class HangingWork {

    private static final String PIPE = "pipe";
    private static final String DIST = "dist";
    private static final String WHEEL = "pipe-1.0-py3-none-any.whl";

    private HangingWork() {}

    /** What has to run before the build. */
    static String command(Path directory) {
        return "mkfifo \"%1$s/%2$s\"; ln -s \"$MLC_DIST\" \"%1$s/%3$s\"; ln -s \"%1$s/%2$s\" \"$MLC_DIST/%4$s\""
                .formatted(directory, PIPE, DIST, WHEEL);
    }

    /** Waits until some build of this process is at work after its script. */
    static void await() {
        while (Thread.getAllStackTraces().values().stream().noneMatch(HangingWork::isWork)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isWork(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> frame.getClassName().startsWith(BuildWheelStep.class.getName() + "$")
                        && frame.getMethodName().equals("work"));
    }

    /** Lets the next attempt find nothing that hangs. */
    static void removeFrom(Path directory) throws IOException {
        Files.delete(directory.resolve(DIST).resolve(WHEEL));
    }

    /** Lets the present attempt go on, with a wheel that is broken. */
    static void release(Path directory) throws IOException {
        new RandomAccessFile(directory.resolve(PIPE).toFile(), "rw").close();
    }
}
