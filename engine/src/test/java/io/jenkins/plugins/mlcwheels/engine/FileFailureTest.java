package io.jenkins.plugins.mlcwheels.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileFailureTest {

    private static final Path FILE = Path.of("out", "demo.whl");

    @Test
    void shouldNameFile() {
        IOException full = new IOException("No space left on device");
        assertThat(FileFailure.of(FILE, full))
                .isInstanceOfSatisfying(FileSystemException.class, named -> {
                    assertThat(named.getFile()).isEqualTo(FILE.toString());
                    assertThat(named.getReason()).isEqualTo("No space left on device");
                })
                .hasCause(full);
    }

    @Test
    void shouldLeaveWhatHasNameOrTellsOfInterruption() {
        for (IOException failure : List.of(
                new AccessDeniedException("other"),
                new InterruptedIOException("interrupted"),
                new ClosedByInterruptException())) {
            assertThat(FileFailure.of(FILE, failure)).isSameAs(failure);
        }
    }
}
