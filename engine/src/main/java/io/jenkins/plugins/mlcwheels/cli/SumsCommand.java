package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.manifest.Checksums;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseAsset;
import io.jenkins.plugins.mlcwheels.engine.release.SumsSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Signs checksums by a command of the user's, which runs in a directory with a {@code SHA256SUMS} and leaves one more file
 * there, such as {@code SHA256SUMS.minisig}.
 */
final class SumsCommand implements SumsSigner {

    private final String command;
    private final Map<String, ReleaseAsset> signed = new HashMap<>();

    SumsCommand(String command) {
        this.command = command;
    }

    @Override
    public ReleaseAsset sign(byte[] sums) {
        return signed.computeIfAbsent(Sha256.of(sums), any -> run(sums));
    }

    private ReleaseAsset run(byte[] sums) {
        try {
            Path work = Files.createTempDirectory("mlc-wheels-sums-");
            try {
                Files.write(work.resolve(Checksums.FILE_NAME), sums);
                Process process = new ProcessBuilder("bash", "-c", command)
                        .directory(work.toFile())
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.to(
                                Path.of("/dev/stderr").toFile()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                int exit = process.waitFor();
                if (exit != 0) {
                    throw failed("ended with exit code " + exit);
                }
                return signature(work);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        }
    }

    private static ReleaseAsset signature(Path work) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(work)) {
            left = files.filter(file -> !file.getFileName().toString().equals(Checksums.FILE_NAME))
                    .toList();
        }
        if (left.size() != 1
                || !left.get(0).getFileName().toString().startsWith(PREFIX)
                || Files.size(left.get(0)) > 1 << 20) {
            throw failed("left " + left.size() + " files beside " + Checksums.FILE_NAME + ", not one signature "
                    + PREFIX + "...");
        }
        return ReleaseAsset.ofBytes(left.get(0).getFileName().toString(), Files.readAllBytes(left.get(0)));
    }

    private static EngineException failed(String what) {
        return new EngineException(
                EngineException.Kind.INPUT,
                "the command of --sums-sign-command " + what,
                "It runs in a directory with a file SHA256SUMS; try: minisign -S -s KEY -m SHA256SUMS.");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
