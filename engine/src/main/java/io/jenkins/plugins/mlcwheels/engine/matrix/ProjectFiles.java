package io.jenkins.plugins.mlcwheels.engine.matrix;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a project that say which builds it has.
 *
 * @param pyproject its {@code pyproject.toml}; an empty one if it has none
 * @param setupCfg text of its {@code setup.cfg}; empty if it has none
 * @param setupPy text of its {@code setup.py}; empty if it has none
 */
public record ProjectFiles(ConfigFile pyproject, String setupCfg, String setupPy) {

    /** Larger files are not read: nobody wrote them by hand. */
    private static final long LARGEST = 4 << 20;

    private static final String PYPROJECT = "pyproject.toml";

    /**
     * Reads those of a directory.
     *
     * @throws InvalidMatrixException if {@code pyproject.toml} is not TOML
     */
    public static ProjectFiles read(Path directory) throws IOException {
        return new ProjectFiles(
                ConfigFile.parse(PYPROJECT, text(directory.resolve(PYPROJECT)).orElse("")),
                text(directory.resolve("setup.cfg")).orElse(""),
                text(directory.resolve("setup.py")).orElse(""));
    }

    /**
     * Reads another file that holds the table.
     *
     * @throws EngineException if it is not there or not TOML
     */
    public static ConfigFile config(Path file) throws IOException {
        String text = text(file)
                .orElseThrow(() -> new InvalidMatrixException(
                        file + ": no such file", "Give --config a TOML file that is there."));
        return ConfigFile.parse(file.toString(), text);
    }

    private static Optional<String> text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw new InvalidMatrixException(
                    file + ": larger than " + LARGEST + " bytes", "Check that its content is what its name says.");
        }
        return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
}
