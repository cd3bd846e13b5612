package io.jenkins.plugins.mlcwheels.engine.shell;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.UniqueName;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A running program with all that it starts. Its output, standard error included, goes to a listener line by line.
 * When it ends, or the calling thread is interrupted, the listener throws, or the virtual machine shuts down, whatever
 * is left of the tree is ended too: politely at first, after a grace period for good.
 *
 * <p>The tree is found by descent and by a variable with a random value in its environment, which daemons inherit as
 * well. Where {@code setsid} exists, the tree is a session of its own: Ctrl-C in a terminal then reaches the virtual
 * machine alone, which ends the tree in order.
 */
public final class ProcessTree {

    /** Carries the mark of a tree. */
    static final String MARK = "MLC_WHEELS_TREE";

    /** Set for programs that are given a lifeline. */
    public static final String LIFELINE = "MLC_LIFELINE";

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** More than the five seconds after which a script kills what it runs, since it removes its files after that. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

    private final ProcessSpec spec;
    private final ProgressListener listener;
    private final TreeMembers members;
    private final Duration grace;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Process process;
    private volatile RuntimeException refusal;
    private volatile boolean shuttingDown;

    private ProcessTree(ProcessSpec spec, ProgressListener listener, Duration grace) {
        this.spec = spec;
        this.listener = listener;
        this.grace = grace;
        String mark = UniqueName.next();
        this.process = start(spec, mark);
        this.members = new TreeMembers(process.toHandle(), MARK + "=" + mark);
    }

    /**
     * Runs a program to its end.
     *
     * @return its exit code; 128 and the signal's number if a signal ended it
     * @throws ProgramNotFoundException if it can't be started
     * @throws CancelledException if this thread was interrupted (it then still is) or the virtual machine shuts down
     */
    public static int run(ProcessSpec spec, ProgressListener listener) {
        return run(spec, listener, GRACE);
    }

    /** @param grace how long processes that are asked to end may take until they are killed */
    static int run(ProcessSpec spec, ProgressListener listener, Duration grace) {
        return new ProcessTree(spec, listener, grace).await();
    }

    private static Process start(ProcessSpec spec, String mark) {
        List<String> command = new ArrayList<>(spec.command());
        if (Files.isExecutable(SETSID)) {
            command.add(0, SETSID.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(spec.directory().toFile()).redirectErrorStream(true);
        builder.environment().putAll(spec.environment());
        builder.environment().put(MARK, mark);
        if (spec.lifeline()) {
            builder.environment().put(LIFELINE, "1");
        } else {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProgramNotFoundException(spec.command().get(0), e);
        }
    }

    private int await() {
        Thread hook = new Thread(this::shutDown, "mlc-wheels-shutdown");
        Thread reader = new Thread(this::read, "mlc-wheels-output");
        reader.setDaemon(true);
        boolean hooked = hook(hook);
        try {
            reader.start();
            int exit = process.waitFor();
            members.end(grace);
            reader.join(LAST_OUTPUT.toMillis());
            return verdict(exit);
        } catch (InterruptedException e) {
            members.end(grace);
            Thread.currentThread().interrupt();
            throw new CancelledException(program());
        } finally {
            ended.countDown();
            if (hooked && !shuttingDown) {
                unhook(hook);
            }
        }
    }

    private int verdict(int exit) {
        if (refusal != null) {
            throw refusal;
        }
        if (shuttingDown) {
            throw new CancelledException(program());
        }
        return exit;
    }

    private String program() {
        return spec.command().get(0);
    }

    private void read() {
        try (LineReader lines = new LineReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                listener.on(new ProgressListener.Output(line));
            }
        } catch (IOException e) {
            refusal = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            refusal = e;
        }
        if (refusal != null) {
            members.end(grace);
        }
    }

    private boolean hook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException alreadyShuttingDown) {
            members.end(Duration.ZERO);
            throw new CancelledException(program());
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It is about to run, finds nothing left to end, and returns.
        }
    }

    private void shutDown() {
        shuttingDown = true;
        members.end(grace);
        try {
            ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
