package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessSpec;
import io.jenkins.plugins.mlcwheels.engine.shell.ProcessTree;
import io.jenkins.plugins.mlcwheels.engine.version.DescribedVersion;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What planning needs to know of a source tree.
 *
 * @param root the tree's directory, absolute
 * @param pyproject its project file
 * @param setup its {@code setup.py} and {@code setup.cfg}
 * @param cmake whether a {@code CMakeLists.txt} lies at its top
 * @param readsConfigCmake whether that file mentions {@code config.cmake}, as those of MLC-LLM and TVM do
 */
public record SourceTree(Path root, Pyproject pyproject, SetupFiles setup, boolean cmake, boolean readsConfigCmake) {

    /** Larger files are not read: nobody wrote them by hand. */
    private static final long LARGEST = 4 << 20;

    /** @throws InvalidSourceTreeException if it is no directory with a readable {@code pyproject.toml} */
    public static SourceTree read(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new InvalidSourceTreeException(
                    directory + ": no such directory", "Name the directory of the source tree.");
        }
        Path file = root.resolve("pyproject.toml");
        if (!Files.isRegularFile(file)) {
            throw new InvalidSourceTreeException(
                    directory + ": no pyproject.toml", "Name the directory of a Python project.");
        }
        Path lists = root.resolve("CMakeLists.txt");
        boolean cmake = Files.isRegularFile(lists);
        return new SourceTree(
                root,
                Pyproject.parse(file.toString(), text(file)),
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
                    file + ": larger than " + LARGEST + " bytes", "Check that it is what its name says.");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /**
     * The version of the commit that is checked out, by {@code git describe}.
     *
     * @param pattern which tags are release tags
     * @throws io.jenkins.plugins.mlcwheels.engine.version.InvalidVersionException if there is no tag to start from
     */
    public DescribedVersion describe(TagPattern pattern) {
        List<String> output = new ArrayList<>();
        ProgressListener collect = event -> {
            if (event instanceof ProgressListener.Output line) {
                output.add(line.line());
            }
        };
        ProcessTree.run(new ProcessSpec(DescribedVersion.command(pattern), root, Map.of("LC_ALL", "C")), collect);
        return DescribedVersion.parse(output.isEmpty() ? "" : output.get(output.size() - 1), pattern);
    }
}
