package io.jenkins.plugins.mlcwheels.steps;

import hudson.init.Terminator;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Threads for the work of steps after their scripts. They mostly wait for agents. Public, since core calls it. */
@Restricted(NoExternalUse.class)
public final class WorkPool {

    private static ExecutorService threads;

    private WorkPool() {}

    static synchronized Future<?> submit(Runnable work) {
        if (threads == null) {
            threads = Executors.newCachedThreadPool(new NamingThreadFactory(
                    new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "MLC Wheels"));
        }
        return threads.submit(work);
    }

    /** Lets go of the work at shutdown; it is done again after the restart. */
    @Terminator
    public static synchronized void shutDown() {
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }
}
