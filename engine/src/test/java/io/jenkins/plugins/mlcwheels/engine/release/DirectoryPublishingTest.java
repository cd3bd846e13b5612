package io.jenkins.plugins.mlcwheels.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.OtherJvm;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import io.jenkins.plugins.mlcwheels.engine.version.TagPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPublishingTest extends PublishingContractTest {

    @TempDir
    private Path directory;

    private int run;

    @Override
    protected ReleaseHost host() {
        return new DirectoryReleaseHost(directory.resolve("run" + run), TagPattern.STANDARD);
    }

    @Override
    protected void reset() {
        run++;
    }

    @Test
    void shouldLeaveNothingButTheRelease() throws IOException {
        publish(request());
        try (Stream<Path> files = Files.walk(directory.resolve("run0"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file ->
                                    directory.resolve("run0").relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "v0.1.0/" + CPU, "v0.1.0/" + CUDA, "v0.1.0/release.json", "v0.1.0/SHA256SUMS");
        }
    }

    @Test
    void shouldRefuseWhileAnotherPublisherIsAtWork() throws IOException {
        publish(request().draftOnly(true));
        ReleaseHost other = host();
        try (ReleaseLease lease = LeasedHost.take(other, other.find(TAG).get(0), "other")) {
            lease.check();
            assertThatThrownBy(() -> publish(request()))
                    .isInstanceOf(ReleaseBusyException.class)
                    .hasMessageContaining(".v0.1.0.lock");
        }
        publish(request());
        assertWhole();
    }

    /** Takes the lease on a draft, says so, and holds it until it is told to go on. */
    public static final class LeaseHolder {
        public static void main(String[] args) throws IOException {
            ReleaseHost host = new DirectoryReleaseHost(Path.of(args[0]), TagPattern.STANDARD);
            try (ReleaseLease lease = LeasedHost.take(host, host.find(TAG).get(0), "other")) {
                lease.check();
                System.out.println("held");
                System.in.read();
                lease.check();
            }
        }
    }

    @Test
    void shouldRefuseWhileAnotherProcessIsAtWorkAndGoOnWhenItWasKilled() throws Exception {
        publish(request().draftOnly(true));
        try (OtherJvm other = OtherJvm.start(LeaseHolder.class, directory.resolve("run0"))) {
            assertThat(other.line()).isEqualTo("held");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> publish(request()))
                        .isInstanceOf(ReleaseBusyException.class)
                        .hasMessageContaining("is held by other (process " + other.pid() + " on ");
            }
            other.kill();
            publish(request());
            assertWhole();
        }
    }

    @Test
    void shouldSayWhoIsAtWorkWhenItsFilesAreInTheWay() throws Exception {
        publish(request()
                .attach(ReleaseAsset.ofBytes("notes.txt", new byte[] {1}))
                .draftOnly(true));
        PublishRequest.Builder differs = request().attach(ReleaseAsset.ofBytes("notes.txt", new byte[] {2}));
        try (OtherJvm other = OtherJvm.start(LeaseHolder.class, directory.resolve("run0"))) {
            assertThat(other.line()).isEqualTo("held");
            assertThatThrownBy(() -> publish(differs))
                    .isInstanceOf(ReleaseBusyException.class)
                    .hasMessageContaining("is held by other (process " + other.pid() + " on ");
            other.kill();
            assertThatThrownBy(() -> publish(differs))
                    .isInstanceOf(PublishRefusedException.class)
                    .hasMessageContaining("notes.txt");
        }
    }

    @Test
    void shouldKeepItsLeaseWhenAnotherProcessAsksForIt() throws Exception {
        publish(request().draftOnly(true));
        ReleaseHost host = host();
        try (ReleaseLease lease = LeasedHost.take(host, host.find(TAG).get(0), "this-one")) {
            for (int i = 0; i < 2; i++) {
                try (OtherJvm other = OtherJvm.start(LeaseHolder.class, directory.resolve("run0"))) {
                    assertThat(other.line()).isNull();
                    assertThat(other.exitCode()).isNotZero();
                }
            }
            lease.check();
        }
    }

    /** Publishes five files of its own name when it is told to, and says how that went. */
    public static final class Rival {
        public static void main(String[] args) throws IOException {
            PublishRequest.Builder request =
                    PublishRequest.of(ReleaseTag.parse(TAG)).publisher(args[1]);
            for (int i = 0; i < 5; i++) {
                request.attach(ReleaseAsset.ofBytes(args[1] + "-" + i, new byte[100_000 + i]));
            }
            ReleasePublisher publisher = new ReleasePublisher(
                    new DirectoryReleaseHost(Path.of(args[0]), TagPattern.STANDARD),
                    Timing.of(Clock.systemUTC(), new Random(1)),
                    ProgressListener.SILENT);
            System.out.println("ready");
            System.in.read();
            try {
                publisher.publish(request.build());
                System.out.println("published");
            } catch (EngineException e) {
                System.out.println(e.kind());
            }
        }
    }

    @Test
    void shouldLetOneOfTwoProcessesPublishItsWholeSet() throws Exception {
        Path releases = directory.resolve("rivals");
        for (int round = 0; round < 3; round++) {
            try (OtherJvm one = OtherJvm.start(Rival.class, releases.resolve("" + round), "one");
                    OtherJvm two = OtherJvm.start(Rival.class, releases.resolve("" + round), "two")) {
                assertThat(List.of(one.line(), two.line())).containsExactly("ready", "ready");
                one.goOn();
                two.goOn();
                String first = one.line();
                assertThat(List.of(first, two.line())).containsExactlyInAnyOrder("published", "PUBLISH_REFUSED");
                String winner = first.equals("published") ? "one" : "two";
                try (Stream<Path> files = Files.list(releases.resolve(round + "/" + TAG))) {
                    assertThat(files.map(file -> file.getFileName().toString()))
                            .containsExactlyInAnyOrder(
                                    winner + "-0",
                                    winner + "-1",
                                    winner + "-2",
                                    winner + "-3",
                                    winner + "-4",
                                    "release.json",
                                    "SHA256SUMS");
                }
            }
        }
    }

    @Test
    void shouldNotDisturbDraftThatAnotherPublisherFills() throws IOException {
        PublishMark first = new PublishMark("one", "a".repeat(64), false);
        NewRelease release = new NewRelease(TAG, "First", "", false, Optional.empty());
        ReleaseHost host = host();
        host.createDraft(release, first);
        host.createDraft(release, new PublishMark("two", "b".repeat(64), false));
        assertThat(host.find(TAG)).singleElement().satisfies(draft -> assertThat(draft.mark())
                .contains(first));
    }

    @Test
    void shouldHoldItsLeaseUntilTheReleaseIsPublished() throws IOException {
        List<String> refused = new ArrayList<>();
        ReleaseHost host = host();
        ProgressListener listener = event -> {
            if (event instanceof ProgressListener.Notice notice && notice.text().startsWith("publishing ")) {
                try {
                    LeasedHost.take(host, host.find(TAG).get(0), "other").close();
                } catch (ReleaseBusyException e) {
                    refused.add(e.getMessage());
                }
            }
        };
        new ReleasePublisher(host, new VirtualTiming(), listener)
                .publish(request().build());
        assertThat(refused).hasSize(1);
        assertWhole();
    }

    @Test
    void shouldRemoveWhatCrashLeftBesideTheDraft() throws IOException {
        Path remains = Files.createDirectories(directory.resolve("run0/.v0.1.0.draft.123"));
        Files.writeString(remains.resolve("part"), "x");
        publish(request());
        assertThat(remains).doesNotExist();
    }

    @Test
    void shouldRefuseFileInPlaceOfDirectory() throws IOException {
        Files.writeString(directory.resolve("run0"), "a file");
        assertThatThrownBy(() -> publish(request()))
                .isInstanceOf(PublishRefusedException.class)
                .hasMessageContaining("is not a directory");
    }
}
