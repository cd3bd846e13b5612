package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.XmlFile;
import hudson.util.XStream2;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Which builds have wheels among their artifacts and when they ended, so that nobody has to load builds to find those
 * whose time is over; and how far the search came, so that it goes on there after a restart. Losing it, or a part of it,
 * costs only time: builds that are missing are found again by {@link WheelScan}.
 */
final class WheelRegister {

    private static final Logger LOGGER = Logger.getLogger(WheelRegister.class.getName());

    /** Stands for the end of builds that nobody has looked at yet. */
    private static final long UNKNOWN = 0;

    private final XmlFile file;

    @CheckForNull
    private State state;

    private boolean changed;

    /** What is saved. */
    private static final class State {

        private static final Pattern BUILD = Pattern.compile(".+#[1-9][0-9]{0,8}");

        private TreeMap<String, Long> ended = new TreeMap<>();
        private TreeMap<String, Long> putOff = new TreeMap<>();
        private String sweptTo = "";
        private String scannedJob = "";
        private int scannedNumber;
        private long nextScan;

        /** The file may lack anything, and may hold anything that a person put there: what is not a build is left out. */
        private Object readResolve() {
            State sound = new State();
            sound.ended = builds(ended);
            sound.putOff = builds(putOff);
            sound.sweptTo = sweptTo == null ? "" : sweptTo;
            sound.scannedJob = scannedJob == null ? "" : scannedJob;
            sound.scannedNumber = scannedNumber;
            sound.nextScan = nextScan;
            return sound;
        }

        private static TreeMap<String, Long> builds(@CheckForNull Map<?, ?> read) {
            TreeMap<String, Long> builds = new TreeMap<>();
            if (read != null) {
                read.forEach((build, time) -> {
                    if (build instanceof String id && BUILD.matcher(id).matches() && time instanceof Long millis) {
                        builds.put(id, millis);
                    }
                });
            }
            return builds;
        }
    }

    WheelRegister(@NonNull File file) {
        this.file = new XmlFile(new XStream2(), file);
    }

    private State state() {
        if (state == null) {
            state = new State();
            if (file.exists()) {
                try {
                    state = (State) file.read();
                } catch (IOException | ClassCastException e) {
                    LOGGER.log(
                            Level.WARNING, e, () -> file + " can't be read; builds with wheels are searched for anew");
                }
            }
        }
        return state;
    }

    /** Writes what changed since it was last written. */
    synchronized void save() throws IOException {
        if (changed) {
            file.write(state());
            changed = false;
        }
    }

    /** Adds a build, or sets when it ended. */
    synchronized void add(@NonNull String build, @NonNull Instant ended) {
        state().ended.put(build, ended.toEpochMilli());
        changed = true;
    }

    /** Adds a build of which only that it has wheels is known, unless it is there. */
    synchronized void add(@NonNull String build) {
        if (state().ended.putIfAbsent(build, UNKNOWN) == null) {
            changed = true;
        }
    }

    synchronized void remove(@NonNull String build) {
        if (state().ended.remove(build) != null) {
            state().putOff.remove(build);
            changed = true;
        }
    }

    /** Leaves a build alone until then. */
    synchronized void putOff(@NonNull String build, @NonNull Instant until) {
        state().putOff.put(build, until.toEpochMilli());
        changed = true;
    }

    synchronized boolean isPutOff(@NonNull String build, @NonNull Instant now) {
        Long until = state().putOff.get(build);
        return until != null && now.toEpochMilli() < until;
    }

    /** When a build ended; empty if that is not known. */
    @NonNull
    synchronized Optional<Instant> ended(@NonNull String build) {
        long ended = state().ended.getOrDefault(build, UNKNOWN);
        return ended == UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
    }

    /** The build that follows a build, or any text, in the order of the register; null after the last. */
    @CheckForNull
    synchronized String after(@NonNull String build) {
        return state().ended.higherKey(build);
    }

    synchronized int size() {
        return state().ended.size();
    }

    /** Follows a job, or a folder with all that is in it, to its new name. */
    synchronized void rename(@NonNull String before, @NonNull String after) {
        for (String separator : new String[] {"#", "/"}) {
            changed |= rename(state().ended, before + separator, after + separator);
            changed |= rename(state().putOff, before + separator, after + separator);
        }
    }

    /** Whether there was anything of that name. */
    private static boolean rename(TreeMap<String, Long> builds, String before, String after) {
        TreeMap<String, Long> found = new TreeMap<>(builds.subMap(before, before + Character.MAX_VALUE));
        found.forEach((build, time) -> {
            builds.remove(build);
            builds.put(after + build.substring(before.length()), time);
        });
        return !found.isEmpty();
    }

    /** The build that was last looked at; empty at the beginning of a round. */
    @NonNull
    synchronized String sweptTo() {
        return state().sweptTo;
    }

    synchronized void sweptTo(@NonNull String build) {
        if (!state().sweptTo.equals(build)) {
            state().sweptTo = build;
            changed = true;
        }
    }

    /** The job that was last searched for builds; empty at the beginning. */
    @NonNull
    synchronized String scannedJob() {
        return state().scannedJob;
    }

    /** The build of that job that was last looked at. */
    synchronized int scannedNumber() {
        return state().scannedNumber;
    }

    synchronized void scannedTo(@NonNull String job, int number) {
        state().scannedJob = job;
        state().scannedNumber = number;
        changed = true;
    }

    @NonNull
    synchronized Instant nextScan() {
        return Instant.ofEpochMilli(state().nextScan);
    }

    synchronized void scanEnded(@NonNull Instant next) {
        scannedTo("", 0);
        state().nextScan = next.toEpochMilli();
    }
}
