package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.Service;
import io.jenkins.plugins.mlcwheels.engine.rest.RestWire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The GitHub Container Registry. Versions are listed and deleted over the Packages REST API, manifests read over the
 * registry's; the caller's token goes to these two hosts and nowhere else.
 */
public final class GhcrCatalog implements ImageCatalog {

    /**
     * A minute has 900 points; a deletion takes 5 of them, and each of the two looks before it 1.
     *
     * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
     */
    private static final Map<Duration, Integer> DELETIONS = Map.of(Duration.ofMinutes(1), 120);

    private final ImageRepository repository;
    private final PackagesApi packages;
    private final RegistryApi registry;

    /** @param options whose token needs {@code read:packages}, and {@code delete:packages} to delete */
    public GhcrCatalog(ImageRepository repository, HttpOptions options, Timing timing, ProgressListener progress) {
        this.repository = repository;
        RestWire wire = new RestWire(
                new Service(repository.host(), "https://www.githubstatus.com/"),
                options,
                timing,
                progress,
                new RestWire.Limits(DELETIONS, "GitHub takes about 120 deletions a minute"));
        this.packages = new PackagesApi(repository, wire);
        this.registry = new RegistryApi(repository, wire);
    }

    @Override
    public String describe() {
        return repository.toString();
    }

    @Override
    public List<ImageVersion> versions() {
        return packages.versions();
    }

    @Override
    public Optional<ImageVersion> newest() {
        return packages.newest();
    }

    @Override
    public ImageManifest manifest(ImageVersion version) {
        return registry.manifest(version.digest());
    }

    @Override
    public Set<String> referrers(ImageVersion version) {
        return registry.referrers(version.digest());
    }

    @Override
    public void delete(ImageVersion version) {
        packages.delete(version);
    }
}
