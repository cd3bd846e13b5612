package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.io.IOException;
import java.util.Optional;

/** Where the bundles of files are: beside them, on a release, on a server. */
@FunctionalInterface
public interface BundleSource {

    /** The bytes of the file of that name, and no more of them than a bundle can have; empty if there is none. */
    Optional<byte[]> bundle(String name) throws IOException;
}
