package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.manifest.SourceRevision;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What git says of the source of a build, for its record. */
public final class GitRevision {

    private final Path root;

    private GitRevision(Path root) {
        this.root = root;
    }

    /**
     * Reads it.
     *
     * @param tag that it is built for, if for any; named only if it points at the commit
     * @return empty without a repository that has a commit
     */
    public static Optional<SourceRevision> of(BuildPlan plan, Optional<String> tag) {
        GitRevision git = new GitRevision(plan.tree().root());
        Optional<String> commit =
                git.line("rev-parse", "--verify", "HEAD").filter(text -> text.matches("[0-9a-f]{40,64}"));
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> ref = tag.filter(
                        name -> git.lines("tag", "--points-at", "HEAD").contains(name))
                .map(name -> "refs/tags/" + name)
                .filter(name -> name.matches("[!-~]{1,250}"));
        return Optional.of(new SourceRevision(
                git.line("config", "--get", "remote.origin.url").flatMap(SourceRevision::address),
                ref,
                commit,
                git.isModified(plan.request())));
    }

    /** What is written around builds is not part of the source. */
    private boolean isModified(BuildRequest request) {
        List<String> command = new ArrayList<>(List.of("status", "--porcelain", "--untracked-files=normal", "--", "."));
        Stream.of(
                        request.outputs().stream(),
                        Stream.of(request.dist()),
                        request.work().stream(),
                        request.ccache().stream())
                .flatMap(paths -> paths)
                .map(path -> path.toAbsolutePath().normalize())
                .filter(path -> path.startsWith(root) && !path.equals(root))
                .forEach(path -> command.add(":(exclude,literal)" + root.relativize(path)));
        return !lines(command.toArray(String[]::new)).isEmpty();
    }

    private Optional<String> line(String... command) {
        return lines(command).stream().findFirst();
    }

    /** Empty also if the command fails. */
    private List<String> lines(String... command) {
        List<String> all = new ArrayList<>(List.of("git"));
        all.addAll(List.of(command));
        List<String> output = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                output.add(line.line());
            }
        };
        int exit = ProcessTree.run(new ProcessSpec(SourceTree.readOnly(all), root, Map.of("LC_ALL", "C")), collect);
        return exit == 0 ? output : List.of();
    }
}
