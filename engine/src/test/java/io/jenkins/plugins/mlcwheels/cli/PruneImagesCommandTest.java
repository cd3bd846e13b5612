package io.jenkins.plugins.mlcwheels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageModel;
import io.jenkins.plugins.mlcwheels.engine.registry.LoopbackGhcr;
import io.jenkins.plugins.mlcwheels.engine.registry.LoopbackGhcr.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a process of its own against a registry on this machine. */
class PruneImagesCommandTest {

    @TempDir
    private Path directory;

    private LoopbackGhcr ghcr;
    private String child;
    private String newest;
    private String protectedOne;
    private String old;

    @BeforeEach
    void start() throws IOException {
        ghcr = LoopbackGhcr.start();
        child = ghcr.model().image();
        newest = ghcr.model().index(List.of(child), "c3");
        protectedOne = ghcr.model().image("v1.0.0");
        old = ghcr.model().image("c1");
        ghcr.model().image(ImageModel.tagFor(old, ".sig"));
    }

    @AfterEach
    void end() {
        ghcr.close();
        assertThat(ghcr.violations()).isEmpty();
    }

    private CommandProcess.Result prune(String... more) throws Exception {
        return pruneAs("token", more);
    }

    private CommandProcess.Result pruneAs(String token, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "prune",
                "images",
                "--repo",
                ghcr.repository(),
                "--api",
                ghcr.apiAddress().toString()));
        arguments.addAll(List.of(more));
        return CommandProcess.run(directory, token, arguments.toArray(String[]::new));
    }

    @Test
    void shouldEndWith11WhenOnlyWhatIsRefusedStays() throws Exception {
        ghcr.fail(
                request -> request.method().equals("DELETE"),
                99,
                LoopbackGhcr.Fault.status(400, "more than 5000 downloads cannot be deleted"));
        CommandProcess.Result result = prune("--keep", "1", "--protect", "v*", "--apply");
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(result.out()).contains("refused ", "5000 downloads");
    }

    @Test
    void shouldShowWhatItWouldDoAndDeleteNothing() throws Exception {
        CommandProcess.Result result = prune("--keep", "1", "--protect", "v1.*");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "keep    " + shown(newest) + " (c3): it is number 1 of the newest 1",
                        "keep    " + shown(child) + ": " + shown(newest) + " needs it",
                        "keep    " + shown(protectedOne) + " (v1.0.0): its tag v1.0.0 is protected",
                        "delete  " + shown(old) + " (c1): it is number 3 of 3, and the newest 1 are kept",
                        "2 to delete, 3 to keep",
                        "Add --apply to delete.");
        assertThat(ghcr.model().digests()).hasSize(5);
    }

    private static String shown(String digest) {
        return digest.substring(0, "sha256:".length() + 12);
    }

    @Test
    void shouldDeleteWhenToldAndNothingMoreTheSecondTime() throws Exception {
        CommandProcess.Result result = prune("--keep", "1", "--protect", "v1.*", "--apply");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("2 deleted, 3 kept, 0 failed");
        assertThat(result.err()).contains("deleted " + ghcr.repository() + "@" + old);
        assertThat(ghcr.model().digests()).containsExactlyInAnyOrder(child, newest, protectedOne);
        assertThat(prune("--keep", "1", "--protect", "v1.*", "--apply").out()).contains("0 deleted, 3 kept");
    }

    @Test
    void shouldRefuseToDeleteMoreThanItsShareUnlessForced() throws Exception {
        CommandProcess.Result refused = prune("--keep", "1", "--max-share", "0.3", "--apply");
        assertThat(refused.code()).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        assertThat(refused.err()).contains("3 of 5 items would be deleted, more than the share of 30 %");
        assertThat(refused.out()).contains("3 to delete, 2 to keep");
        assertThat(ghcr.model().digests()).hasSize(5);
        assertThat(prune("--keep", "1", "--max-share", "0.3", "--apply", "--force")
                        .code())
                .isZero();
        assertThat(ghcr.model().digests()).hasSize(2);
    }

    @Test
    void shouldTellInJsonWhatBecameOfEach() throws Exception {
        ghcr.fail(request -> request.method().equals("DELETE"), 1, Fault.status(422, "locked"));
        CommandProcess.Result result = prune("--keep", "2", "--json", "--apply");
        assertThat(result.code()).isEqualTo(ExitCode.PUBLISH_REFUSED.code());
        JsonNode top = new ObjectMapper().readTree(result.out());
        assertThat(top.path("applied").asBoolean()).isTrue();
        assertThat(top.path("items").findValuesAsText("outcome"))
                .containsExactly("kept", "kept", "kept", "refused", "left");
        assertThat(top.path("items").findValuesAsText("problem").toString()).contains("locked", "needs it");
        assertThat(ghcr.model().digests()).hasSize(5);
    }

    @Test
    void shouldDeleteNothingWhenAnythingCantBeRead() throws Exception {
        ghcr.fail(request -> request.path().endsWith("/manifests/" + child), 1, Fault.status(404, "unknown"));
        CommandProcess.Result result = prune("--keep", "1", "--apply");
        assertThat(result.code()).isEqualTo(ExitCode.REMOTE_ERROR.code());
        assertThat(result.err()).contains("the manifest " + child + " can't be read", "nothing was deleted");
        assertThat(ghcr.model().digests()).hasSize(5);
    }

    @Test
    void shouldSayWhatItNeeds() throws Exception {
        assertThat(prune().err()).contains("--keep");
        assertThat(prune("--keep", "0").code()).isEqualTo(ExitCode.USAGE.code());
        CommandProcess.Result without = pruneAs("", "--keep", "1", "--apply");
        assertThat(without.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(without.err()).contains("GITHUB_TOKEN is not set", "delete:packages");
        assertThat(ghcr.requests()).isEmpty();
    }
}
