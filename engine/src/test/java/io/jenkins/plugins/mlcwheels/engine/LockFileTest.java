package io.jenkins.plugins.mlcwheels.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.OtherJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class LockFileTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve(".lock");
    }

    /** Takes the lock, says so or who has it, and holds it until it is told to go on. */
    public static final class Holder {
        public static void main(String[] args) throws Exception {
            try (LockFile lock = LockFile.take(Path.of(args[0]), args[1])) {
                System.out.println(lock.isHeld() ? "held" : "lost");
                System.in.read();
            } catch (LockFile.HeldException e) {
                System.out.println(e.holder());
            }
        }
    }

    @Test
    void shouldKeepOtherProcessesAwayAndTellThemWhoHoldsIt() throws Exception {
        try (LockFile lock = LockFile.take(file, "this one")) {
            try (OtherJvm other = OtherJvm.start(Holder.class, file, "the other")) {
                assertThat(other.line())
                        .startsWith(
                                "this one (process " + ProcessHandle.current().pid() + " on ")
                        .contains("), since 2");
            }
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldBeKeptAwayByAnotherProcessUntilThatLetsGo() throws Exception {
        try (OtherJvm other = OtherJvm.start(Holder.class, file, "the other")) {
            assertThat(other.line()).isEqualTo("held");
            assertHeldBy(file, "the other (process " + other.pid() + " on ");
            assertHeldBy(file, "the other (process " + other.pid() + " on ");
            other.goOn();
            assertThat(other.exitCode()).isZero();
            LockFile.take(file, "this one").close();
        }
    }

    @Test
    void shouldBeFreeWhenItsHolderWasKilled() throws Exception {
        try (OtherJvm other = OtherJvm.start(Holder.class, file, "the other")) {
            assertThat(other.line()).isEqualTo("held");
            other.kill();
            assertThat(file).exists();
            try (LockFile lock = LockFile.take(file, "this one")) {
                assertThat(lock.isHeld()).isTrue();
            }
        }
    }

    @Test
    void shouldKeepItAfterAnotherThreadWasRefused() throws Exception {
        try (LockFile lock = LockFile.take(file, "this one")) {
            assertHeldBy(file, "this one (process ");
            try (OtherJvm other = OtherJvm.start(Holder.class, file, "the other")) {
                assertThat(other.line()).startsWith("this one (process ");
            }
            assertThat(lock.isHeld()).isTrue();
        }
    }

    @Test
    void shouldKnowItsPlaceThroughSymbolicLinks() throws Exception {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        try (LockFile lock = LockFile.take(directory.resolve("real/.lock"), "this one")) {
            assertHeldBy(link.resolve(".lock"), "this one");
            try (OtherJvm other = OtherJvm.start(Holder.class, link.resolve(".lock"), "the other")) {
                assertThat(other.line()).startsWith("this one");
            }
            assertThat(lock.isHeld()).isTrue();
        }
    }

    @Test
    void shouldNotLockFileThatWasReplacedMeanwhile() throws Exception {
        int[] attempts = {0};
        LockFile.Locking locking = channel -> {
            if (attempts[0]++ == 0) {
                Files.delete(file);
                Files.writeString(file, "of another holder");
            }
            return channel.tryLock() != null;
        };
        try (LockFile lock = LockFile.take(file, "this one", locking)) {
            assertThat(attempts[0]).isEqualTo(2);
            assertThat(lock.isHeld()).isTrue();
        }
    }

    @Test
    void shouldLearnThatItWasTakenAway() throws Exception {
        try (LockFile lock = LockFile.take(file, "this one")) {
            Files.delete(file);
            assertThat(lock.isHeld()).isFalse();
            Files.writeString(file, "of another holder");
            assertThat(lock.isHeld()).isFalse();
        }
        assertThat(file).content().isEqualTo("of another holder");
    }

    @Test
    void shouldSayWhereFileSystemHasNoLocks() throws Exception {
        LockFile.Locking none = channel -> {
            throw new IOException("Function not implemented");
        };
        assertThatThrownBy(() -> LockFile.take(file, "this one", none))
                .isInstanceOf(LocksMissingException.class)
                .hasMessage(file + " can't be locked: Function not implemented");
        LockFile.take(file, "this one").close();
    }

    @Test
    void shouldSurviveInterruptedThreads() throws Exception {
        try (LockFile lock = LockFile.take(file, "this one")) {
            Thread.currentThread().interrupt();
            assertThat(lock.isHeld()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            try (OtherJvm other = OtherJvm.start(Holder.class, file, "the other")) {
                assertThat(other.line()).startsWith("this one");
            }
        }
    }

    @Test
    void shouldBeHeldWhileSomethingElseInThisProcessLocksTheFile() throws Exception {
        try (FileChannel foreign = FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            assertThat(foreign.tryLock()).isNotNull();
            assertThatThrownBy(() -> LockFile.take(file, "this one")).isInstanceOf(LockFile.HeldException.class);
        }
    }

    private static void assertHeldBy(Path file, String holder) {
        assertThatThrownBy(() -> LockFile.take(file, "one more"))
                .isInstanceOf(LockFile.HeldException.class)
                .hasMessageStartingWith(holder);
    }
}
