package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;

/** A transfer was given up since it was too slow; that says nothing of the service. */
public final class StalledException extends IOException {

    private static final long serialVersionUID = 1L;

    StalledException(String message) {
        super(message);
    }
}
