package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.version.DescribedVersion;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidVersionException;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What planning needs to know of a source tree.
 *
 * @param root the tree's directory, absolute
 * @param pyproject its project file; an empty one if there is only a {@code setup.py}
 * @param setup its {@code setup.py} and {@code setup.cfg}
 * @param cmake whether a {@code CMakeLists.txt} lies at its top
 * @param readsConfigCmake whether that file mentions {@code config.cmake}, as those of MLC-LLM and TVM do
 */
public record SourceTree(Path root, Pyproject pyproject, SetupFiles setup, boolean cmake, boolean readsConfigCmake) {

    /** Larger files are not read: nobody wrote them by hand. */
    private static final long LARGEST = 4 << 20;

    /** Tags that look like release tags and are none, after which the search for the nearest release tag ends. */
    private static final int MOST_PASSED_OVER = 20;

    /** Exit code of {@code env} where there is no such program. */
    private static final int NOT_FOUND = 127;

    /**
     * Reads one.
     *
     * @throws InvalidSourceTreeException if it is not a directory with a readable {@code pyproject.toml} or a
     *     {@code setup.py}
     */
    public static SourceTree read(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new InvalidSourceTreeException(
                    directory + ": no such directory", "Name the directory of the source tree.");
        }
        Path file = root.resolve("pyproject.toml");
        if (!Files.isRegularFile(file) && !Files.isRegularFile(root.resolve("setup.py"))) {
            throw new InvalidSourceTreeException(
                    directory + ": neither pyproject.toml nor setup.py", "Name the directory of a Python project.");
        }
        Path lists = root.resolve("CMakeLists.txt");
        boolean cmake = Files.isRegularFile(lists);
        return new SourceTree(
                root,
                Pyproject.parse(file.toString(), textIfThere(file)),
                SetupFiles.of(textIfThere(root.resolve("setup.py")), textIfThere(root.resolve("setup.cfg"))),
                cmake,
                cmake && text(lists).contains("config.cmake"));
    }

    private static String textIfThere(Path file) throws IOException {
        return Files.isRegularFile(file) ? text(file) : "";
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new InvalidSourceTreeException(
                    file + ": larger than " + LARGEST + " bytes", "Check that its content is what its name says.");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /**
     * The version of the commit that is checked out, by {@code git describe}, from the nearest tag that stands for a
     * version; tags that only look like it are passed over.
     *
     * @param pattern which tags are release tags
     * @throws InvalidVersionException if there is no tag to start from
     * @throws InvalidReleaseTagException if there are only tags that stand for no version; names the nearest
     */
    public DescribedVersion describe(TagPattern pattern) {
        List<String> passedOver = new ArrayList<>();
        String nearest = describe(pattern, passedOver);
        String output = nearest;
        Optional<String> unusable = DescribedVersion.unusableTag(output, pattern);
        while (unusable.isPresent() && passedOver.size() < MOST_PASSED_OVER) {
            passedOver.add(unusable.get());
            output = describe(pattern, passedOver);
            unusable = DescribedVersion.unusableTag(output, pattern);
        }
        try {
            return DescribedVersion.parse(output, pattern);
        } catch (InvalidVersionException | InvalidReleaseTagException none) {
            return described(nearest, pattern);
        }
    }

    /** Where only tags of another form lead to the commit, that is the likely reason. */
    private DescribedVersion described(String nearest, TagPattern pattern) {
        try {
            return DescribedVersion.parse(nearest, pattern);
        } catch (InvalidVersionException | InvalidReleaseTagException none) {
            Optional<String> other = nearestTag().filter(tag -> !nearest.startsWith(tag));
            if (other.isEmpty()) {
                throw none;
            }
            throw new InvalidSourceTreeException(
                    root + ": no tag leads to this commit that has the form " + pattern
                            + "; the nearest of another form is " + "\"" + other.get() + "\"",
                    "Say which form release tags have: --tag-pattern, or tag-pattern of [tool.mlc-wheels]; or give the"
                            + " version yourself.");
        }
    }

    private String describe(TagPattern pattern, List<String> passedOver) {
        List<String> output = git(DescribedVersion.command(pattern, passedOver));
        return output.isEmpty() ? "" : output.get(output.size() - 1);
    }

    /** The nearest tag of any form. */
    private Optional<String> nearestTag() {
        return git(List.of("git", "describe", "--tags", "--abbrev=0")).stream()
                .reduce((first, last) -> last)
                .filter(line -> !line.contains(" "));
    }

    /**
     * The lines that a command of git's prints, errors included.
     *
     * @throws InvalidSourceTreeException if there is no git
     */
    List<String> git(List<String> command) {
        List<String> output = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                output.add(line.line());
            }
        };
        Map<String, String> environment = Map.of("LC_ALL", "C", "GIT_OPTIONAL_LOCKS", "0");
        int exit = ProcessTree.run(new ProcessSpec(readOnly(command), root, environment), collect);
        if (exit == NOT_FOUND) {
            throw new InvalidSourceTreeException(
                    root + ": no git found, which tells the version", "Install git, or name the version.");
        }
        return output;
    }

    /**
     * A command of git's on the repository that the tree lies in, whatever variables of a hook or an alias say, whoever
     * owns it, and without running a program that its configuration names.
     */
    static List<String> readOnly(List<String> command) {
        List<String> all = new ArrayList<>(List.of("env"));
        List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
                .forEach(variable -> all.addAll(List.of("-u", variable)));
        all.addAll(List.of(command.get(0), "-c", "safe.directory=*", "-c", "core.fsmonitor=false"));
        all.addAll(command.subList(1, command.size()));
        return all;
    }
}
