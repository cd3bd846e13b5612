package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.PreparedSource;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A place where builds run, with what is done once in it: the command before all builds, whose copy of the source all of
 * them start from.
 */
final class BuildSite {

    private final String name;
    private final ScriptHost host;
    private final Path work;
    private final Map<String, String> identity;
    private final boolean ownLibraries;
    private final Map<String, Once> prepared = new HashMap<>();

    /** What came of a command that runs once. */
    private static final class Once {
        private Path directory;
        private RuntimeException failure;
    }

    /**
     * @param name in words, such as {@code here}
     * @param host runs scripts there
     * @param work directory for copies of the source
     * @param identity what makes builds there differ from those elsewhere, by name: compilers, the image
     * @param ownLibraries whether its libraries are not those of this machine
     */
    BuildSite(String name, ScriptHost host, Path work, Map<String, String> identity, boolean ownLibraries) {
        this.name = name;
        this.host = host;
        this.work = work;
        this.identity = Map.copyOf(identity);
        this.ownLibraries = ownLibraries;
    }

    String name() {
        return name;
    }

    ScriptHost host() {
        return host;
    }

    Map<String, String> identity() {
        return identity;
    }

    boolean hasOwnLibraries() {
        return ownLibraries;
    }

    /**
     * The copy of the source in which the command before all builds has run, which happens once.
     *
     * @param command empty: there is none, and no copy
     * @throws io.jenkins.plugins.mlcwheels.engine.build.BuildFailedException if it failed, now or before
     */
    Optional<Path> prepare(Optional<String> command, BuildPlan plan, ProgressListener listener) {
        if (command.isEmpty() || command.get().isBlank()) {
            return Optional.empty();
        }
        synchronized (prepared) {
            Once once = prepared.get(command.get());
            if (once == null) {
                once = new Once();
                once.directory = work.resolve("before-all-" + prepared.size());
                try {
                    PreparedSource.make(plan, command.get(), once.directory, host, listener);
                } catch (io.jenkins.plugins.mlcwheels.engine.build.BuildFailedException failed) {
                    once.failure = failed;
                }
                prepared.put(command.get(), once);
            }
            if (once.failure != null) {
                throw once.failure;
            }
            return Optional.of(once.directory);
        }
    }
}
