package io.jenkins.plugins.mlcwheels.steps;

import hudson.init.Terminator;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Threads for the work of steps after their scripts. They mostly wait for agents. Public, since core calls it. */
@Restricted(NoExternalUse.class)
public final class WorkPool {

    private static ExecutorService threads;
    private static volatile Jenkins left;

    private WorkPool() {}

    /** Does nothing during a shutdown, as what is begun then is interrupted anyway. */
    static synchronized Future<?> submit(Runnable work) {
        if (isShutDown()) {
            return CompletableFuture.completedFuture(null);
        }
        if (threads == null) {
            threads = Executors.newCachedThreadPool(new NamingThreadFactory(
                    new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "MLC Wheels"));
        }
        return threads.submit(work);
    }

    /**
     * Whether work that is interrupted now is so because Jenkins goes down. It does not call itself terminating before
     * all its terminators have ended.
     */
    static boolean isShutDown() {
        return left != null && left == Jenkins.getInstanceOrNull();
    }

    /** Lets go of the work at shutdown; it is done again after the restart. */
    @Terminator
    public static synchronized void shutDown() {
        left = Jenkins.getInstanceOrNull();
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }
}
