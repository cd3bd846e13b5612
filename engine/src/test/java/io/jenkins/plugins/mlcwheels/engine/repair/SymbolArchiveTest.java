package io.jenkins.plugins.mlcwheels.engine.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.elf.strip.SymbolFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SymbolArchiveTest {

    @TempDir
    Path directory;

    private static SymbolFile symbols(String supplement) {
        return new SymbolFile(
                Optional.of("0123456789"), "x.debug", Optional.of(new SymbolFile.Supplement(supplement, "abcdef")));
    }

    private SymbolArchive archive(List<String> paths) throws IOException {
        SymbolArchive archive = new SymbolArchive();
        for (String path : paths) {
            archive.add(
                    symbols("/nowhere/common"),
                    Files.writeString(directory.resolve(path), path),
                    path,
                    Optional.empty());
        }
        return archive;
    }

    @Test
    void shouldTreatPathThatIsNoneAsMissing() throws IOException {
        SymbolArchive archive = new SymbolArchive();
        archive.add(symbols("a\0b"), directory.resolve("file"), "demo/a.so", Optional.of(directory.resolve("a.so")));

        assertThat(archive.missing()).isEqualTo(Map.of("a\0b", "demo/a.so"));
    }

    @Test
    void shouldNotDependOnTheOrderOfAdding() throws IOException {
        List<String> paths = new ArrayList<>(List.of("a.so", "b.so", "c.so"));
        for (int i = 0; i < 2; i++) {
            SymbolArchive archive = archive(paths);
            Path zip = directory.resolve("zip" + i);
            archive.write(zip, RepairOptions.into(directory));

            assertThat(archive.missing()).isEqualTo(Map.of("/nowhere/common", "a.so"));
            try (ZipFile file = new ZipFile(zip.toFile())) {
                assertThat(file.size()).isEqualTo(1);
                assertThat(file.getInputStream(file.getEntry(".build-id/01/23456789.debug")))
                        .hasContent("a.so");
            }
            Collections.reverse(paths);
        }
    }
}
