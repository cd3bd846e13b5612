package io.jenkins.plugins.mlcwheels.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when the process is told to end (Ctrl-C, SIGTERM): its thread is interrupted, and has some
 * seconds to give back what it holds.
 */
final class GracefulStop {

    private static final long SECONDS = 8;
    private static final long LAST_WORDS_MILLIS = 200;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private GracefulStop(Thread worker) {
        hook = new Thread(() -> stop(worker), "mlc-wheels-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What a command does, and its exit code. */
    interface Work {
        int run() throws IOException;
    }

    /** Does the work in this thread. */
    static int around(Work work) throws IOException {
        GracefulStop stop = new GracefulStop(Thread.currentThread());
        try {
            return work.run();
        } finally {
            stop.end();
        }
    }

    private void stop(Thread worker) {
        worker.interrupt();
        try {
            if (done.await(SECONDS, TimeUnit.SECONDS)) {
                worker.join(LAST_WORDS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook with it.
            return;
        }
    }
}
