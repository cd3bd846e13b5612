package io.jenkins.plugins.mlcwheels.engine.sigstore;

import java.time.Instant;
import java.util.Optional;

/** From when to when something is trusted; open where nothing is said. */
record Validity(Optional<Instant> from, Optional<Instant> to) {

    boolean holds(Instant at) {
        return from.filter(at::isBefore).isEmpty() && to.filter(at::isAfter).isEmpty();
    }
}
