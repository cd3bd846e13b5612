package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mlcwheels.record.WheelRemoval;
import io.jenkins.plugins.mlcwheels.record.WheelsAction;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Takes wheels whose time is over out of the artifacts of their builds, in small bites: every few minutes it looks at a
 * few builds whose time is over by the register, and loads no others. Where it was when Jenkins ended is where it goes on.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class WheelSweep extends AsyncPeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(WheelSweep.class.getName());

    private static final String FILE = WheelSweep.class.getName() + ".xml";
    private static final int MOST_LOADED = 20;
    private static final int MOST_LOOKED_UP = 10_000;
    private static final int MOST_SCANNED = 500;
    private static final Duration TILL_NEXT_LOOK = Duration.ofDays(1);

    private final WheelRegister register =
            new WheelRegister(new File(Jenkins.get().getRootDir(), FILE));

    private volatile InstantSource clock = InstantSource.system();

    /** Not the sweep's own lock, which is held as long as something is deleted. */
    private final Object deletionLock = new Object();

    private Future<?> deletion = CompletableFuture.completedFuture(null);

    /** Made by Jenkins, once. */
    public WheelSweep() {
        super("Retention of wheels");
    }

    /** The one sweep of this Jenkins. */
    @NonNull
    public static WheelSweep get() {
        return ExtensionList.lookupSingleton(WheelSweep.class);
    }

    /** Takes the time from elsewhere, as tests do. */
    public void use(@NonNull InstantSource source) {
        clock = source;
    }

    @Override
    public long getRecurrencePeriod() {
        return 10 * MIN;
    }

    /** Not by chance, as it is by default: what was just started has time to load before anything is deleted. */
    @Override
    public long getInitialDelay() {
        return getRecurrencePeriod();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException, InterruptedException {
        sweep(MOST_LOADED);
    }

    /**
     * Does one bite.
     *
     * @param most how many builds are loaded
     */
    public synchronized void sweep(int most) throws IOException, InterruptedException {
        Instant now = clock.instant();
        new WheelScan(register).goOn(now, MOST_SCANNED);
        String last = register.sweptTo();
        int loaded = 0;
        try {
            for (int lookedUp = 0; lookedUp < MOST_LOOKED_UP; lookedUp++) {
                String build = register.after(last);
                boolean over = build != null && !register.isPutOff(build, now) && isOver(build, now);
                if (over && loaded++ == most) {
                    return;
                }
                last = build == null ? "" : build;
                if (build == null) {
                    return;
                }
                if (over) {
                    // Whatever this build has in store, the next bite begins with the next one.
                    register.sweptTo(last);
                    carryOut(build, now);
                }
            }
        } finally {
            register.sweptTo(last);
            register.save();
        }
    }

    /** What would become of the builds whose time is over, those that are kept for some reason among them. */
    @NonNull
    List<WheelOutlook> outlook(int most) throws IOException {
        BuildEvaluator judge = new BuildEvaluator(clock.instant());
        List<WheelOutlook> outlook = new ArrayList<>();
        for (String build : over(judge.now(), most)) {
            judge(build, judge).ifPresent(outlook::add);
        }
        return outlook;
    }

    /** How many builds have wheels whose time may be over; counts without loading any. */
    int countOver() {
        return over(clock.instant(), Integer.MAX_VALUE).size();
    }

    /** How many builds are known to have wheels among their artifacts. */
    int countKnown() {
        return register.size();
    }

    /**
     * Does soon, on a thread of its own, what {@link #outlook} tells. Does nothing while it is being done.
     *
     * @param who wants it, for the log and the page
     */
    void applySoon(int most, @NonNull String who) {
        synchronized (deletionLock) {
            if (isDeleting()) {
                return;
            }
            LOGGER.info(() -> who + " has the wheels whose time is over deleted now");
            deletion = Computer.threadPoolForRemoting.submit(() -> {
                try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                    apply(most);
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(Level.WARNING, e, () -> "could not delete all wheels whose time is over");
                }
                return null;
            });
        }
    }

    /** Whether {@link #applySoon} is at work. */
    boolean isDeleting() {
        synchronized (deletionLock) {
            return !deletion.isDone();
        }
    }

    /** Waits for the end of {@link #applySoon}. */
    void awaitDeletion() throws InterruptedException, ExecutionException {
        Future<?> current;
        synchronized (deletionLock) {
            current = deletion;
        }
        current.get();
    }

    private synchronized void apply(int most) throws IOException, InterruptedException {
        Instant now = clock.instant();
        try {
            for (String build : over(now, most)) {
                carryOut(build, now);
            }
        } finally {
            register.save();
        }
    }

    private List<String> over(Instant now, int most) {
        List<String> builds = new ArrayList<>();
        for (String build = register.after(""); build != null && builds.size() < most; build = register.after(build)) {
            if (isOver(build, now)) {
                builds.add(build);
            }
        }
        return builds;
    }

    /** Whether the time of a build's wheels is over as far as the register and the settings tell. */
    private boolean isOver(String build, Instant now) {
        Job<?, ?> job = job(build);
        if (job == null) {
            register.remove(build);
            return false;
        }
        Optional<Instant> ended = register.ended(build);
        return ended.isEmpty()
                || RetentionRule.of(job)
                        .due(ended.get())
                        .filter(due -> due.isBefore(now))
                        .isPresent();
    }

    @CheckForNull
    private static Job<?, ?> job(String build) {
        return Jenkins.get().getItemByFullName(build.substring(0, build.lastIndexOf('#')), Job.class);
    }

    private static int number(String build) {
        return Integer.parseInt(build.substring(build.lastIndexOf('#') + 1));
    }

    /** Empty if the build is gone, or has nothing that could go, or not yet. */
    private Optional<WheelOutlook> judge(String build, BuildEvaluator judge) throws IOException {
        Job<?, ?> job = job(build);
        Run<?, ?> run = job == null ? null : job.getBuildByNumber(number(build));
        if (run == null) {
            register.remove(build);
            return Optional.empty();
        }
        WheelsAction wheels = WheelsAction.of(run).orElse(null);
        WheelRemoval removal = wheels == null ? null : wheels.getRemoval();
        if (wheels == null || wheels.getArchivedPaths().isEmpty() || removal != null && removal.isComplete()) {
            register.remove(build);
            return Optional.empty();
        }
        if (!run.isLogUpdated()) {
            register.add(build, BuildEvaluator.ended(run));
            if (!isOver(build, judge.now())) {
                return Optional.empty();
            }
        }
        return Optional.of(judge.judge(run, wheels, RetentionRule.of(run.getParent())));
    }

    /** Looks at what runs only now, since deleting the wheels of the build before may have taken its time. */
    private void carryOut(String build, Instant now) throws InterruptedException {
        try {
            Optional<WheelOutlook> outlook = judge(build, new BuildEvaluator(now));
            if (outlook.isPresent()) {
                carryOut(build, outlook.get(), now);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "can't tell whether the wheels of " + build + " are to be kept");
            register.putOff(build, now.plus(TILL_NEXT_LOOK));
        }
    }

    private void carryOut(String build, WheelOutlook outlook, Instant now) throws IOException, InterruptedException {
        if (outlook.isGoing()) {
            try {
                remove(outlook, now);
                register.remove(build);
                return;
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "could not delete all wheels of " + build + " from its artifacts");
                outlook.wheels().recordObstacle("deleting them failed: " + e.getMessage());
            }
        } else if (outlook.held()) {
            outlook.wheels().recordObstacle(outlook.getReason());
        }
        register.putOff(build, now.plus(TILL_NEXT_LOOK));
    }

    private static void remove(WheelOutlook outlook, Instant now) throws IOException, InterruptedException {
        WheelRemoval before = outlook.wheels().getRemoval();
        WheelRemoval removal = before == null ? WheelRemoval.begun(now, outlook.getReason()) : before;
        outlook.wheels().recordRemoval(removal);
        String build = outlook.getRun().getExternalizableId();
        new ArtifactRemoval(outlook.getRun(), outlook.getFiles())
                .remove(file -> LOGGER.info(
                        () -> "deleted " + file + " from the artifacts of " + build + ": " + removal.getReason()));
        outlook.wheels().recordRemoval(removal.completed());
    }

    /** Saves the place that was reached, when Jenkins ends. */
    @Terminator
    public static void saveRegister() throws IOException {
        WheelSweep sweep = ExtensionList.lookup(WheelSweep.class).get(WheelSweep.class);
        if (sweep != null) {
            sweep.register.save();
        }
    }

    /** Registers builds with wheels when they end. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Listener extends RunListener<Run<?, ?>> {

        @Override
        public void onFinalized(Run<?, ?> run) {
            Optional<WheelsAction> wheels = WheelsAction.of(run);
            if (wheels.isPresent() && !wheels.get().getArchivedPaths().isEmpty()) {
                get().register.add(run.getExternalizableId(), BuildEvaluator.ended(run));
            }
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            get().register.remove(run.getExternalizableId());
        }
    }

    /** Follows jobs to their new names. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Follower extends ItemListener {

        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            get().register.rename(oldFullName, newFullName);
        }
    }
}
