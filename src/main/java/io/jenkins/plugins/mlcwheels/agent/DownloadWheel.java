package io.jenkins.plugins.mlcwheels.agent;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import jenkins.MasterToSlaveFileCallable;

/** Lets an agent get an artifact right from the store that keeps it. The address is a secret for as long as it holds. */
public final class DownloadWheel extends MasterToSlaveFileCallable<Void> {

    private static final long serialVersionUID = 1L;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final URL url;

    /** @param url of the artifact, which may be signed for a short time */
    public DownloadWheel(URL url) {
        this.url = url;
    }

    @Override
    public Void invoke(File target, VirtualChannel channel) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            // What the connection itself would throw has the whole address in it.
            throw new AbortException("The store of artifacts at " + url.getHost() + " answered "
                    + http.getResponseCode() + " when asked for " + target.getName()
                    + ". Build again if it is gone, and see the settings of the store if it isn't.");
        }
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, target.toPath(), StandardCopyOption.REPLACE_EXISTING);
        }
        return null;
    }
}
