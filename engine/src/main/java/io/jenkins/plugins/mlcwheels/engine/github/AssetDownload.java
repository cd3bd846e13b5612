package io.jenkins.plugins.mlcwheels.engine.github;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.release.HostedAsset;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseGoneException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;

/** Gets the bytes of an asset back. GitHub redirects to its storage, on another host or on its own, which gets no token. */
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
        GitHubCall call = GitHubCall.get(what(asset), repository.address("/releases/assets/" + asset.id()))
                .accepting(404)
                .ofKnown();
        AtomicReference<InputStream> body = new AtomicReference<>();
        HttpAnswer answer = wire.checked(
                call,
                wire.retry()
                        .send(
                                call.what(),
                                call,
                                () -> wire.paced(call, () -> {
                                    HttpResponse<InputStream> response = follow(call);
                                    if (response.statusCode() != 200) {
                                        return answer(call, response);
                                    }
                                    body.set(response.body());
                                    return new HttpAnswer(response.statusCode(), response.headers(), new byte[0]);
                                })));
        if (answer.status() == 404) {
            throw new ReleaseGoneException("'" + asset.name() + "'");
        }
        if (answer.status() != 200) {
            throw RemoteException.unexpected(call.what() + " was answered " + answer.status());
        }
        return new WatchedStream(body.get(), wire.transport().options().stallWindow(), wire::checkTime);
    }

    /** Reads it all, from the beginning again when that breaks off. */
    String digest(HostedAsset asset) {
        for (int failures = 1; ; failures++) {
            try (InputStream in = open(asset)) {
                return Sha256.of(in);
            } catch (IOException e) {
                wire.retry().afterFailure(failures, what(asset), e);
            }
        }
    }

    private static String what(HostedAsset asset) {
        return "downloading '" + asset.name() + "'";
    }

    private HttpResponse<InputStream> follow(GitHubCall call) throws IOException {
        URI uri = call.uri();
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = wire.transport().open(uri, "application/octet-stream");
            if (response.statusCode() / 100 != 3) {
                return response;
            }
            response.body().close();
            URI target = GitHubWire.location(uri, response.headers().firstValue("location"));
            if (!"https".equalsIgnoreCase(target.getScheme()) && !Origin.isLoopback(call.uri())) {
                throw wire.foreign(call.what(), target);
            }
            uri = target;
        }
        throw RemoteException.unexpected(call.what() + " was redirected in a circle");
    }

    /** What storage refuses says nothing of the token, which it did not get; another redirect may help. */
    private HttpAnswer answer(GitHubCall call, HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            URI from = response.uri();
            if (!from.equals(call.uri()) && !repository.scope().covers(from) && response.statusCode() != 407) {
                throw new IOException(
                        wire.transport().shown(Origin.shown(from)) + " answered " + response.statusCode());
            }
            return new HttpAnswer(
                    response.statusCode(), response.headers(), in == null ? new byte[0] : in.readNBytes(1 << 16));
        }
    }
}
