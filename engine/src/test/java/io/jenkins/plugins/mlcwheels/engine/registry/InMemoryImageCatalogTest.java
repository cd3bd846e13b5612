package io.jenkins.plugins.mlcwheels.engine.registry;

class InMemoryImageCatalogTest extends ImageCatalogContractTest {

    private final ImageModel model = new ImageModel();

    @Override
    protected ImageModel model() {
        return model;
    }

    @Override
    protected ImageCatalog catalog() {
        return new InMemoryImageCatalog(model);
    }
}
