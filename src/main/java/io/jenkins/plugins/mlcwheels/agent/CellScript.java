package io.jenkins.plugins.mlcwheels.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellScripts;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellScript;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Decides on the script of one task of a build. */
public final class CellScript extends EngineCallable<CellScript.Decided> {

    private static final long serialVersionUID = 1L;

    private final CellOrder order;
    private final Task task;

    @CheckForNull
    private final String wheel;

    private final int number;

    /** What a build has done, one after the other. */
    public enum Task {
        /** The command before all builds. */
        BEFORE_ALL("the command before all builds"),
        /** The source distribution. */
        SDIST("the source distribution"),
        /** The build itself. */
        BUILD("the build"),
        /** The project's own command that repairs. */
        REPAIR("the repair command"),
        /** One of the project's own commands that audit. */
        AUDIT("the audit command"),
        /** The test of the wheel. */
        TEST("the test");

        private final String words;

        Task(String words) {
            this.words = words;
        }

        /** In words, for messages. */
        public String words() {
            return words;
        }
    }

    /**
     * @param wheel relative to the workspace, for audits and tests; null for other tasks
     * @param number which of the commands that audit, from 0
     */
    public CellScript(TaskListener listener, CellOrder order, Task task, @CheckForNull String wheel, int number) {
        super(listener);
        this.order = order;
        this.task = task;
        this.wheel = wheel;
        this.number = number;
    }

    /** @param script null if there is nothing to run */
    public record Decided(@CheckForNull PlannedScript script) implements Serializable {}

    @Override
    Decided run(Path workspace, ProgressListener progress) throws IOException {
        return new Decided(script(workspace)
                .map(script -> new PlannedScript(script.text(), new LinkedHashMap<>(script.environment())))
                .orElse(null));
    }

    private Optional<ShellScript> script(Path workspace) throws IOException {
        CellScripts scripts = order.scripts(workspace);
        Path work = Files.createDirectories(order.workDirectory());
        Path project = scripts.project(order.preparedDirectory());
        return switch (task) {
            case BEFORE_ALL ->
                Optional.of(scripts.prepare(order.preparedDirectory().orElseThrow()));
            case SDIST -> Optional.of(scripts.sdist(work.resolve("unpacked")));
            case BUILD -> Optional.of(scripts.build(order.preparedDirectory()));
            case REPAIR ->
                Optional.of(scripts.repairCommand(
                        FinishCell.only(scripts.dist(), ".whl"), emptied(work.resolve("repaired")), project));
            case AUDIT -> {
                List<ShellScript> commands = scripts.auditCommands(inside(workspace, wheel), project);
                yield number < commands.size() ? Optional.of(commands.get(number)) : Optional.empty();
            }
            case TEST ->
                scripts.test(
                        inside(workspace, wheel),
                        project,
                        emptied(work.resolve("records")),
                        emptied(work.resolve("junit")));
        };
    }

    private static Path emptied(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        return directory;
    }
}
