package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.matrix.run.CellScripts;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Puts the source distribution that a script built into the wheelhouse, and compares it with wheels. */
public final class TakeSdist extends EngineCallable<AgentSdist> {

    private static final long serialVersionUID = 1L;
    private static final String SUFFIX = ".tar.gz";

    private final String work;
    private final String wheelhouse;
    private final List<String> wheels;

    /**
     * @param work absolute directory of the build of the source distribution
     * @param wheelhouse relative to the workspace
     * @param wheels relative to the workspace, whose metadata have to be those of the source distribution
     */
    public TakeSdist(TaskListener listener, String work, String wheelhouse, List<String> wheels) {
        super(listener);
        this.work = work;
        this.wheelhouse = wheelhouse;
        this.wheels = List.copyOf(wheels);
    }

    @Override
    AgentSdist run(Path workspace, ProgressListener progress) throws IOException {
        Path built = FinishCell.only(Path.of(work, "dist"), SUFFIX);
        String name = built.getFileName().toString();
        Path content = Path.of(work, "unpacked", name.substring(0, name.length() - SUFFIX.length()));
        if (!Files.isDirectory(content)) {
            throw new AbortException(name + " has no directory of its own name in it");
        }
        for (String wheel : wheels) {
            CellScripts.compare(built, content, inside(workspace, wheel));
        }
        Path target = Files.createDirectories(inside(workspace, wheelhouse)).resolve(name);
        Path part = Files.createTempFile(target.getParent(), ".mlc-wheels-", ".part");
        try {
            Files.copy(built, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        CoreMetadata info = CoreMetadata.parse(name + "/PKG-INFO", Files.readAllBytes(content.resolve("PKG-INFO")));
        return new AgentSdist(
                relative(workspace, target),
                info.normalizedName(),
                info.version(),
                Sha256.of(target),
                Files.size(target));
    }
}
