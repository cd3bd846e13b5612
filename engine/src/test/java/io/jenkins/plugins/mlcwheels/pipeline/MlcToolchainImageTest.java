package io.jenkins.plugins.mlcwheels.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import groovy.lang.Closure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MlcToolchainImageTest {

    private static final String DIGEST = "ghcr.io/example/cuda@sha256:77";
    private static final Path BASE = Path.of(System.getProperty("mlcwheels.basedir", "."));

    private PipelineInterpreter pipeline;

    @BeforeEach
    void setUp() throws Exception {
        pipeline = new PipelineInterpreter(BASE.resolve("vars"));
        pipeline.define("docker", new Docker())
                .step("libraryResource", arguments -> read(String.valueOf(arguments.get(0))))
                .step("sh", arguments -> {
                    String label = String.valueOf(((Map<?, ?>) arguments.get(0)).get("label"));
                    return label.startsWith("Digest") ? DIGEST + "\n" : "c0ffee\n";
                });
    }

    private static String read(String resource) {
        try {
            return Files.readString(BASE.resolve("resources").resolve(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldBuildPushAndReturnDigest() {
        Object image = pipeline.run(
                "mlcToolchainImage(repository: 'ghcr.io/example/cuda', flavour: 'cuda-12.8', credentialsId: 'ghcr')");

        assertThat(image).hasToString(DIGEST);
        assertThat(pipeline.calls())
                .anyMatch(call -> call.contains("docker.withRegistry https://ghcr.io, ghcr"))
                .anyMatch(call -> call.contains("MLC_BUILD_ARGS=CUDA_VERSION=12.8"))
                .anyMatch(call -> call.contains("writeFile [file: Dockerfile, text: # Toolchain image for CUDA wheels"))
                .anyMatch(call -> call.contains("sh [label: Build the toolchain image")
                        && call.contains("--tag \"$MLC_IMAGE:$MLC_REVISION\" --tag \"$MLC_IMAGE:latest\"")
                        && call.contains("--cache-from \"$MLC_IMAGE\""))
                .anyMatch(call -> call.contains("sh [label: Push the toolchain image")
                        && call.contains("docker push --quiet \"$MLC_IMAGE:$MLC_REVISION\"")
                        && call.contains("docker push --quiet \"$MLC_IMAGE:latest\""))
                .noneMatch(call -> call.contains("mlcPruneImages"));
    }

    @Test
    void shouldBuildWithArgumentsBesideThoseOfTheFlavour() {
        pipeline.run(
                "mlcToolchainImage(repository: 'ghcr.io/example/rocm', flavour: 'rocm-6.1', buildArgs: [PYTHON: 'x'])");
        assertThat(pipeline.calls()).anyMatch(call -> call.contains("MLC_BUILD_ARGS=ROCM_VERSION=6.1\nPYTHON=x\n]"));
    }

    @Test
    void shouldRefuseArgumentThatWouldBecomeTwo() {
        assertThatThrownBy(() -> pipeline.run(
                        "mlcToolchainImage(repository: 'ghcr.io/example/cpu'," + " buildArgs: [PYTHON: 'x\\nPATH=y'])"))
                .hasMessageContaining("the build argument 'PYTHON=x\nPATH=y' has to be NAME: 'value'");
        assertThatThrownBy(() ->
                        pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/cpu', buildArgs: ['A B': 'x'])"))
                .hasMessageContaining("the build argument 'A B=x'");
    }

    @Test
    void shouldKeepOnlySoManyImagesWhenAsked() {
        pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/cpu', credentialsId: 'ghcr', keep: 5)");
        assertThat(pipeline.calls())
                .contains("mlcPruneImages [repository: ghcr.io/example/cpu, keep: 5, credentialsId: ghcr,"
                        + " dryRun: false]");
    }

    @Test
    void shouldReturnLocalTagWithoutPush() {
        Object image = pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/cpu', push: false)");
        assertThat(image).hasToString("ghcr.io/example/cpu:c0ffee");
        assertThat(pipeline.calls()).noneMatch(call -> call.contains("Push"));
    }

    @Test
    void shouldLogInToDockerHubWhereItWantsThat() {
        pipeline.run("mlcToolchainImage(repository: 'docker.io/example/cpu', credentialsId: 'hub')");
        assertThat(pipeline.calls())
                .anyMatch(call -> call.contains("docker.withRegistry https://index.docker.io/v1/, hub"))
                .anyMatch(call -> call.contains("MLC_IMAGE=docker.io/example/cpu"));
    }

    @Test
    void shouldFailWithoutDigest() {
        pipeline.step("sh", arguments -> "");
        assertThatThrownBy(() -> pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/cpu', revision: 'v1')"))
                .hasMessageContaining("the registry gave no digest of ghcr.io/example/cpu:v1");
    }

    @Test
    void shouldRefuseBadRepositoryAndUnknownFlavour() {
        assertThatThrownBy(() -> pipeline.run("mlcToolchainImage(repository: 'ghcr.io/Example/cpu; rm -rf /')"))
                .hasMessageContaining("REGISTRY/OWNER/NAME");
        assertThatThrownBy(() -> pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/x', flavour: 'metal')"))
                .hasMessageContaining("no recipe for flavour 'metal'");
        assertThatThrownBy(() -> pipeline.run("mlcToolchainImage(repository: 'ghcr.io/example/x', credentialId: 'y')"))
                .hasMessageStartingWith("mlcToolchainImage: unknown parameter 'credentialId'; known are repository, ");
        assertThat(pipeline.calls()).noneMatch(call -> call.startsWith("docker"));
    }

    /** Stands for docker-workflow's variable. */
    public final class Docker {
        public Object withRegistry(Object url, Object credentials, Closure<?> body) {
            pipeline.note("docker.withRegistry", url, credentials);
            return pipeline.runBody(List.of(body));
        }
    }
}
