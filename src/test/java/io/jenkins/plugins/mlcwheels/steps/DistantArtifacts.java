package io.jenkins.plugins.mlcwheels.steps;

import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerFactory;
import jenkins.util.VirtualFile;

/** A store of artifacts as clouds have them: agents get a file from its server, and the controller can't read it. */
final class DistantArtifacts extends ArtifactManagerFactory implements AutoCloseable {

    /** Part of every address, which only the agent is to know. */
    static final String SIGNATURE = "c2lnbmF0dXJl";

    private final Path directory;
    private final transient HttpServer server;
    private final transient AtomicInteger downloads = new AtomicInteger();
    private volatile boolean closed;

    DistantArtifacts(Path directory) throws IOException {
        this.directory = directory;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] content = Files.readAllBytes(
                        directory.resolve(exchange.getRequestURI().getPath().substring(1)));
                if (closed) {
                    exchange.sendResponseHeaders(403, -1);
                    return;
                }
                downloads.incrementAndGet();
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
    }

    /** Lets nobody have a file any more. */
    void refuse() {
        closed = true;
    }

    int downloads() {
        return downloads.get();
    }

    @Override
    public ArtifactManager managerFor(Run<?, ?> build) {
        return new Manager(
                directory.toString(), "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static final class Manager extends ArtifactManager {

        private final String directory;
        private final String address;

        Manager(String directory, String address) {
            this.directory = directory;
            this.address = address;
        }

        @Override
        public void onLoad(@NonNull Run<?, ?> build) {}

        @Override
        public void archive(
                FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException, InterruptedException {
            for (Map.Entry<String, String> artifact : artifacts.entrySet()) {
                FilePath target = new FilePath(new File(directory, artifact.getKey()));
                target.getParent().mkdirs();
                workspace.child(artifact.getValue()).copyTo(target);
            }
        }

        @Override
        public boolean delete() {
            return false;
        }

        @Override
        public VirtualFile root() {
            return new Unreadable(new File(directory), address);
        }
    }

    private static final class Unreadable extends VirtualFile {

        private static final long serialVersionUID = 1L;

        private final File file;
        private final String address;

        Unreadable(File file, String address) {
            this.file = file;
            this.address = address;
        }

        @Override
        public URL toExternalURL() throws IOException {
            return new URL(address + "?signature=" + SIGNATURE);
        }

        @Override
        @NonNull
        public String getName() {
            return file.getName();
        }

        @Override
        @NonNull
        public URI toURI() {
            return file.toURI();
        }

        @Override
        public VirtualFile getParent() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDirectory() {
            return file.isDirectory();
        }

        @Override
        public boolean isFile() {
            return file.isFile();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }

        @Override
        @NonNull
        public VirtualFile[] list() {
            return new VirtualFile[0];
        }

        @Override
        @NonNull
        public VirtualFile child(@NonNull String name) {
            return new Unreadable(new File(file, name), address + name);
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public long lastModified() {
            return file.lastModified();
        }

        @Override
        public boolean canRead() {
            return true;
        }

        @Override
        public InputStream open() throws IOException {
            throw new IOException("the controller reads " + file.getName());
        }
    }
}
