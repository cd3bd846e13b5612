package io.jenkins.plugins.mlcwheels.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lets a command end in order when the process is told to end (Ctrl-C, SIGTERM): its thread is interrupted, and has some
 * seconds to give back what it holds, remove what is half-written, and say so.
 */
final class GracefulStop {

    private static final long SECONDS = 8;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private GracefulStop(Thread worker) {
        hook = new Thread(() -> stop(worker), "mlc-wheels-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Does the work in this thread.
     *
     * @param work returns an exit code
     */
    static int around(IntSupplier work) {
        GracefulStop stop = new GracefulStop(Thread.currentThread());
        try {
            return work.getAsInt();
        } finally {
            stop.end();
        }
    }

    private void stop(Thread worker) {
        worker.interrupt();
        try {
            // Returns at once when the work is done; else the process ends without its last words.
            done.await(SECONDS, TimeUnit.SECONDS);
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
