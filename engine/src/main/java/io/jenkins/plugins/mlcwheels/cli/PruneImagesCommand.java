package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageCatalog;
import io.jenkins.plugins.mlcwheels.engine.registry.ImagePruner;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy.Order;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes old images from the GitHub Container Registry. */
@Command(
        name = "images",
        description = "Deletes old images from the GitHub Container Registry: keeps the newest, what is tagged latest,"
                + " and all that these need.",
        mixinStandardHelpOptions = true,
        footer = "Exit code: 0 all is well, 2 input can't be used, 11 too much would be deleted, 12 GitHub "
                + "failed, or not all could be deleted, 130 cancelled.")
final class PruneImagesCommand implements Callable<Integer> {

    /** Always kept: what people get who ask for no version. */
    private static final String LATEST = "latest";

    private static final String READ = "read:packages";
    private static final String DELETE = "read:packages and delete:packages";

    @Option(
            names = "--repo",
            required = true,
            paramLabel = "ghcr.io/OWNER/NAME",
            description = "Images of this package; the token comes from the environment variable GITHUB_TOKEN.")
    private String repository;

    @Mixin
    private PruneOptions options;

    @Option(
            names = "--protect",
            paramLabel = "GLOB",
            description = "Keep images with such a tag, such as 'v1.*'; may be given several times.")
    private List<String> protectedTags = List.of();

    @Option(
            names = "--newest-by",
            paramLabel = "ORDER",
            defaultValue = "time",
            description =
                    "What makes an image newer, time or version; by default ${DEFAULT-VALUE}. By version, what has"
                            + " no tag such as v1.2.0 is kept.")
    private Order order;

    @Mixin
    private GitHubConnection connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<String> kept = new ArrayList<>(protectedTags);
        kept.add(LATEST);
        RetentionPolicy policy = options.policy(kept.toArray(String[]::new)).orderedBy(order);
        Timing timing = Timing.of(Clock.systemUTC(), new Random());
        try (UploadProgress progress = UploadProgress.on(spec.commandLine().getErr())) {
            ImageCatalog catalog =
                    connection.images(repository, options.applies() ? DELETE : READ, System.getenv(), timing, progress);
            ImagePruner pruner = new ImagePruner(catalog, policy, timing, progress);
            return new PruneRun(options, spec.commandLine().getOut()).run(pruner.plan(), policy, pruner::apply);
        }
    }
}
