package io.jenkins.plugins.mlcwheels.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where file systems have no locks, two may write one page at a time: each puts a whole one into place. */
class AtomicFileTest {

    private static final int TIMES = 300;

    @TempDir
    private Path directory;

    @Test
    void shouldNotDisturbAnotherWriterOfTheSameFile() throws Exception {
        Path page = directory.resolve("index.html");
        List<String> contents = List.of("one ".repeat(5_000), "two ".repeat(5_000));
        ExecutorService threads = Executors.newFixedThreadPool(contents.size());
        List<Future<Void>> writers = new ArrayList<>();
        for (String content : contents) {
            Callable<Void> writing = () -> {
                for (int i = 0; i < TIMES; i++) {
                    AtomicFile.write(page, content + i);
                    assertThat(Files.readString(page)).matches("(one ){5000}\\d+|(two ){5000}\\d+");
                }
                return null;
            };
            writers.add(threads.submit(writing));
        }
        for (Future<Void> writer : writers) {
            writer.get();
        }
        threads.shutdown();

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(page);
        }
    }
}
