package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellScripts;
import io.jenkins.plugins.mlcwheels.engine.repair.RepairSeries;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Repairs the wheel of one build into the wheelhouse of the workspace, and audits it. */
public final class FinishCell extends EngineCallable<FinishCell.Finished> {

    private static final long serialVersionUID = 1L;

    private final CellOrder order;

    public FinishCell(TaskListener listener, CellOrder order) {
        super(listener);
        this.order = order;
    }

    /** @param auditCommands how many commands of the project are to judge the wheel */
    public record Finished(AgentWheel wheel, int auditCommands) implements Serializable {}

    @Override
    Finished run(Path workspace, ProgressListener progress) throws IOException {
        CellScripts scripts = order.scripts(workspace);
        Path built = only(scripts.dist(), ".whl");
        Path target =
                Files.createDirectories(inside(workspace, order.parameters().wheelhouse()));
        RepairedWheel repaired = new RepairedWheel(target, new RepairSeries(scripts.repair(target)), scripts.audit());
        if (!built.getFileName().toString().endsWith("-any.whl")) {
            scripts.refuseUnfit(built);
        }
        AuditReport report =
                switch (scripts.repairedBy()) {
                    case OWN -> repaired.repair(built, progress, done -> {});
                    case NONE -> repaired.keep(built);
                    case COMMAND -> repaired.keep(only(order.workDirectory().resolve("repaired"), ".whl"));
                };
        Path wheel = target.resolve(report.filename());
        scripts.refuseUnfit(wheel);
        int commands = scripts.auditCommands(wheel, scripts.project(order.preparedDirectory()))
                .size();
        return new Finished(new AgentWheel(relative(workspace, wheel), report.toJson()), commands);
    }

    /** The one file of that kind in a directory. */
    static Path only(Path directory, String suffix) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory, "*" + suffix)) {
            listed.forEach(files::add);
        }
        if (files.size() != 1) {
            throw new AbortException(files.size() + " files " + suffix + " were left, not one");
        }
        return files.get(0);
    }
}
