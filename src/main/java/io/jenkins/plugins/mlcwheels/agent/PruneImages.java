package io.jenkins.plugins.mlcwheels.agent;

import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.registry.GhcrCatalog;
import io.jenkins.plugins.mlcwheels.engine.registry.ImagePruner;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Deletes old images of one repository; returns their digests. Doing it again deletes nothing more. */
public final class PruneImages extends GitHubCallable<ArrayList<String>> {

    private static final long serialVersionUID = 1L;

    /** Always kept: what people get who ask for no version. */
    private static final String LATEST = "latest";

    private final String repository;
    private final String api;
    private final PruneOrder order;

    /**
     * @param repository {@code ghcr.io/OWNER/NAME}
     * @param api address of the API that belongs to it
     */
    public PruneImages(TaskListener listener, Secret token, String repository, String api, PruneOrder order) {
        super(listener, token);
        this.repository = repository;
        this.api = api;
        this.order = order;
    }

    @Override
    ArrayList<String> run(Path workspace, HttpOptions options, Timing timing, ProgressListener progress)
            throws IOException {
        ImageRepository images = ImageRepository.parse(repository, Optional.of(URI.create(api)));
        GhcrCatalog catalog = new GhcrCatalog(images, options, timing, progress);
        ImagePruner pruner = new ImagePruner(catalog, order.policy(LATEST), timing, progress);
        return order.carryOut(pruner.plan(), pruner::apply, progress);
    }
}
