package io.jenkins.plugins.mlcwheels.engine.registry;

import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;

/** There is no such repository of images, or the token may not see it. */
public final class ImagesNotFoundException extends RemoteException {

    private static final long serialVersionUID = 1L;

    ImagesNotFoundException(String repository) {
        super(
                "there are no images " + repository + ", or the token may not see them (404)",
                "Check the name; the token needs read:packages and access to this package.");
    }
}
