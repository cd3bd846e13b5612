package io.jenkins.plugins.mlcwheels.engine.registry;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A catalog without a registry. */
public final class InMemoryImageCatalog implements ImageCatalog {

    private final ImageModel model;

    public InMemoryImageCatalog(ImageModel model) {
        this.model = model;
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public List<ImageVersion> versions() {
        return model.all().stream().map(InMemoryImageCatalog::version).toList();
    }

    private static ImageVersion version(ImageModel.Stored stored) {
        return new ImageVersion(Long.toString(stored.id), stored.digest, stored.tags, stored.created);
    }

    @Override
    public ImageManifest manifest(ImageVersion version) {
        ImageModel.Stored stored = model.byDigest(version.digest())
                .orElseThrow(() -> new UnreadableManifestException(version.digest(), "it is gone"));
        return ManifestReader.read(stored.digest, stored.manifest, stored.type);
    }

    @Override
    public Set<String> referrers(ImageVersion version) {
        return model.all().stream()
                .filter(stored ->
                        stored.subject.filter(version.digest()::equals).isPresent())
                .map(stored -> stored.digest)
                .collect(Collectors.toSet());
    }

    @Override
    public void delete(ImageVersion version) {
        model.byId(Long.parseLong(version.id())).ifPresent(stored -> {
            if (!stored.tags.equals(version.tags())) {
                throw new ImagesChangedException(stored.digest);
            }
            model.delete(stored.id);
        });
    }
}
