package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.ForeignRedirectException;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import io.jenkins.plugins.mlcwheels.engine.http.UnreachableException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import io.jenkins.plugins.mlcwheels.engine.release.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gets the bytes of an asset back. GitHub redirects to another host, which gets no token. */
final class AssetDownload {

    private static final int MOST_REDIRECTS = 5;

    private final GitHubRepository repository;
    private final GitHubWire wire;

    AssetDownload(GitHubRepository repository, GitHubWire wire) {
        this.repository = repository;
        this.wire = wire;
    }

    /** Tries until there is a stream; what it yields ends with an exception if it breaks off or stalls. */
    InputStream open(HostedAsset asset) {
        String what = "downloading '" + asset.name() + "'";
        URI start = repository.address("/releases/assets/" + asset.id());
        for (int failures = 1; ; failures++) {
            IOException failure;
            try {
                HttpResponse<InputStream> response = follow(what, start);
                if (response.statusCode() == 200) {
                    return new WatchedStream(
                            response.body(), wire.transport().options().stallWindow());
                }
                HttpAnswer answer = answer(response);
                if (answer.status() == 404) {
                    throw new ReleaseGoneException("'" + asset.name() + "'");
                }
                if (answer.isLimited()) {
                    wire.awaitLimit(answer);
                    continue;
                }
                if (!answer.isTransient()) {
                    wire.checked(GitHubCall.get(what, start), answer);
                }
                failure = new IOException("answered " + answer.status());
            } catch (IOException e) {
                failure = e.getMessage() == null ? new IOException(e.getClass().getSimpleName(), e) : e;
            }
            if (failures == Backoff.ATTEMPTS) {
                throw new UnreachableException(what, wire.transport().shown(failure.getMessage()), failure);
            }
            wire.backoff().afterFailure(failures, what, failure);
        }
    }

    /** Reads it all, from the beginning again when that breaks off. */
    String digest(HostedAsset asset) {
        for (int failures = 1; ; failures++) {
            try (InputStream in = open(asset)) {
                return Sha256.of(in);
            } catch (IOException e) {
                String what = "downloading '" + asset.name() + "'";
                if (failures == Backoff.ATTEMPTS) {
                    throw new UnreachableException(what, wire.transport().shown(String.valueOf(e.getMessage())), e);
                }
                wire.backoff().afterFailure(failures, what, e);
            }
        }
    }

    private HttpResponse<InputStream> follow(String what, URI start) throws IOException {
        URI uri = start;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = wire.transport().open(uri);
            if (response.statusCode() / 100 != 3) {
                return response;
            }
            response.body().close();
            URI target = GitHubWire.location(uri, response.headers().firstValue("location"));
            if (!"https".equals(target.getScheme()) && !Origin.isLoopback(start)) {
                throw new ForeignRedirectException(what, target.getScheme() + "://" + target.getHost());
            }
            uri = target;
        }
        throw new UnexpectedAnswerException(what + " was redirected in a circle");
    }

    private static HttpAnswer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            return new HttpAnswer(response.statusCode(), response.headers(), in.readNBytes(1 << 16));
        }
    }

    /** Closes the connection under a reader that gets nothing for a while. */
    private static final class WatchedStream extends FilterInputStream {

        private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "mlc-wheels-download");
            thread.setDaemon(true);
            return thread;
        });

        private volatile long count;
        private long seen = -1;

        private WatchedStream(InputStream in, Duration window) {
            super(in);
            watch.scheduleWithFixedDelay(this::look, window.toNanos(), window.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void look() {
            long now = count;
            if (now == seen) {
                try {
                    super.close();
                } catch (IOException e) {
                    seen = now;
                }
            }
            seen = now;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count = count + 1;
            return read;
        }

        @Override
        public int read() throws IOException {
            count = count + 1;
            return super.read();
        }

        @Override
        public void close() throws IOException {
            watch.shutdownNow();
            super.close();
        }
    }
}
