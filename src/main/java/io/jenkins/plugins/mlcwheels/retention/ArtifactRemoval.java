package io.jenkins.plugins.mlcwheels.retention;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import jenkins.model.ArtifactManager;
import jenkins.model.StandardArtifactManager;

/**
 * Takes wheels and recorded source distributions, and nothing else, out of the artifacts of one build. Of what Jenkins
 * itself keeps, it deletes the very files. Other managers of artifacts can only delete all that a build has; they are
 * asked to if the wheels are all of it.
 */
final class ArtifactRemoval {

    private static final int MOST_NAMED = 3;

    private final Run<?, ?> run;
    private final List<String> wheels;
    private final ArtifactManager manager;

    /** @param wheels relative to the artifacts, parts separated by {@code /} */
    ArtifactRemoval(Run<?, ?> run, List<String> wheels) {
        this.run = run;
        this.wheels = List.copyOf(wheels);
        this.manager = run.getArtifactManager();
    }

    /** Why they can't be taken out; empty if they can. Changes nothing. */
    Optional<String> obstacle() throws IOException {
        if (isStandard()) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>(artifacts());
        others.removeAll(wheels);
        return others.isEmpty() ? Optional.empty() : Optional.of(obstacle(others));
    }

    private String obstacle(List<String> others) {
        String named = others.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = others.size() - MOST_NAMED;
        return manager.getClass().getSimpleName() + ", which keeps them, can only delete all artifacts of a build, and "
                + named + (more > 0 ? " and " + more + " more" : "")
                + (others.size() == 1 ? " is not a wheel" : " are no wheels");
    }

    /**
     * Takes out those that are still there; done again, it goes on where it was.
     *
     * @param deleted hears the path of each that is gone now
     */
    void remove(Consumer<String> deleted) throws IOException, InterruptedException {
        if (isStandard()) {
            Path root = directory();
            for (String wheel : wheels) {
                if (delete(root, wheel)) {
                    deleted.accept(wheel);
                }
            }
            return;
        }
        List<String> present = present();
        if (!present.isEmpty()) {
            manager.delete();
            List<String> left = present();
            present.stream().filter(wheel -> !left.contains(wheel)).forEach(deleted);
            if (!left.isEmpty()) {
                throw new IOException(manager.getClass().getSimpleName()
                        + ", which keeps them, did not delete them; it may be configured not to");
            }
        }
    }

    private List<String> present() throws IOException {
        return artifacts().stream().filter(wheels::contains).toList();
    }

    @SuppressWarnings("deprecation") // for those who keep artifacts themselves
    private Path directory() {
        return run.getArtifactsDir().toPath();
    }

    /** Subclasses may keep files in another form. */
    private boolean isStandard() {
        return manager.getClass() == StandardArtifactManager.class;
    }

    private List<String> artifacts() throws IOException {
        return manager.root().list("**", null, false).stream()
                .map(path -> path.replace('\\', '/'))
                .toList();
    }

    /** The record is read from a file, and the directories were made by a build: neither is to lead to another place. */
    private static boolean delete(@NonNull Path root, String wheel) throws IOException {
        Path file = root.resolve(wheel).normalize();
        boolean named = wheel.endsWith(".whl") || wheel.endsWith(".tar.gz");
        if (!file.startsWith(root) || file.equals(root) || !named) {
            throw new IOException(
                    "'" + wheel + "' is not the path of a wheel or a source distribution among the artifacts");
        }
        try {
            if (!file.getParent().toRealPath().startsWith(root.toRealPath())) {
                throw new IOException("'" + wheel + "' leads out of the artifacts");
            }
            if (!Files.deleteIfExists(file)) {
                return false;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        deleteEmpty(file.getParent(), root);
        return true;
    }

    private static void deleteEmpty(Path directory, Path root) throws IOException {
        try {
            for (Path empty = directory; empty.startsWith(root); empty = empty.getParent()) {
                Files.deleteIfExists(empty);
            }
        } catch (DirectoryNotEmptyException e) {
            // It has something else in it, and so have those that it is in.
        }
    }
}
