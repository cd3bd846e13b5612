package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.BuildFailedException;
import io.jenkins.plugins.mlcwheels.engine.build.BuildPlan;
import io.jenkins.plugins.mlcwheels.engine.build.PreparedSource;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptHost;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A place where builds run, with what is done once in it: the command before all builds, whose copy of the source all of
 * them start from.
 */
final class BuildSite {

    private final String name;
    private final ScriptHost host;
    private final Path work;
    private final Map<String, String> identity;
    private final ScriptHost root;
    private final Optional<String> owner;
    private final Map<String, Once> prepared = new HashMap<>();

    /** What came of a command that runs once. */
    private static final class Once {
        private Path directory;
        private RuntimeException failure;
    }

    /** This machine, or a place where nothing needs another user than the one who builds. */
    BuildSite(String name, ScriptHost host, Path work, Map<String, String> identity) {
        this(name, host, work, identity, host, Optional.empty());
    }

    /**
     * @param name in words, such as {@code here}
     * @param host runs scripts there
     * @param work directory for copies of the source
     * @param identity what makes builds there differ from those elsewhere, by name: compilers, the image
     * @param root runs scripts there as root
     * @param owner {@code uid:gid} that gets what root wrote; empty where that is not needed
     */
    BuildSite(
            String name,
            ScriptHost host,
            Path work,
            Map<String, String> identity,
            ScriptHost root,
            Optional<String> owner) {
        this.name = name;
        this.host = host;
        this.work = work;
        this.identity = Map.copyOf(identity);
        this.root = root;
        this.owner = owner;
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

    /** Whether its libraries, and its variables, are not those of this machine. */
    boolean isContainer() {
        return host != ScriptHost.HERE;
    }

    /**
     * The copy of the source in which the command before all builds has run, which happens once.
     *
     * @param command empty: there is none, and no copy
     * @throws BuildFailedException if it failed, now or before
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
                    PreparedSource.make(plan, command.get(), once.directory, root, listener);
                } catch (BuildFailedException failed) {
                    once.failure = failed;
                } finally {
                    giveBack(once.directory);
                }
                prepared.put(command.get(), once);
            }
            if (once.failure != null) {
                throw once.failure;
            }
            return Optional.of(once.directory);
        }
    }

    /** So that what root wrote can be read and removed by the one who builds. */
    private void giveBack(Path directory) {
        owner.ifPresent(user -> root.run(
                new ShellScript(
                        "[[ ! -e $MLC_PLACE ]] || chown -R -h \"$MLC_OWNER\" \"$MLC_PLACE\"",
                        new TreeMap<>(Map.of("MLC_OWNER", user, "MLC_PLACE", directory.toString()))),
                ProcessSpec.ANYWHERE,
                ProgressListener.SILENT));
    }
}
