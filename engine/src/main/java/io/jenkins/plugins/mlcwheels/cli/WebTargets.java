package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.manifest.BundleName;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Files on the web that are to be verified, each with its bundle at the same address and an ending. Nothing is sent but the address. */
final class WebTargets {

    private static final int LARGEST_BUNDLE = 8 << 20;
    private static final int MOST_REDIRECTS = 5;

    private final HttpSender sender;

    WebTargets(HttpOptions options) {
        this.sender = new HttpSender(options);
    }

    static boolean isAddress(String text) {
        return text.startsWith("https://") || text.startsWith("http://");
    }

    VerifyTarget file(String address) {
        return file(address, Optional.empty());
    }

    /** @param provenance address of the bundle; empty if it is beside the file */
    VerifyTarget file(String address, Optional<URI> provenance) {
        URI uri = URI.create(address);
        String path = String.valueOf(uri.getRawPath());
        String name = URLDecoder.decode(
                path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return new VerifyTarget(
                address,
                name,
                () -> {
                    try (InputStream in = open(uri).orElseThrow(() -> new NoSuchFileException(address))) {
                        return Sha256.of(in);
                    }
                },
                bundle -> read(
                        provenance
                                .filter(any -> bundle.equals(BundleName.of(name, BundleName.PROVENANCE) + ""))
                                .orElseGet(() -> uri.resolve(bundle.replace("+", "%2B"))),
                        LARGEST_BUNDLE));
    }

    /** @param most bytes that are of use; of a larger file no more than one more is read */
    Optional<byte[]> read(URI uri, int most) throws IOException {
        Optional<InputStream> found = open(uri);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            return Optional.of(in.readNBytes(most + 1));
        }
    }

    /** Empty if there is nothing. A redirect may not lead from https to http. */
    private Optional<InputStream> open(URI uri) throws IOException {
        URI current = uri;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<InputStream> answer = sender.open(HttpRequest.newBuilder(current));
            int status = answer.statusCode();
            if (status == 200) {
                return Optional.of(answer.body());
            }
            answer.body().close();
            if (status == 404 || status == 410) {
                return Optional.empty();
            }
            Optional<URI> next = answer.headers().firstValue("location").map(current::resolve);
            boolean follows = status / 100 == 3
                    && next.isPresent()
                    && isAddress(next.get().toString());
            if (!follows
                    || "https".equals(current.getScheme())
                            && !"https".equals(next.get().getScheme())) {
                throw new RemoteException(
                        RemoteException.Reason.UNEXPECTED_ANSWER,
                        current + " answered " + status,
                        "Check the address.");
            }
            current = next.get();
        }
        throw new RemoteException(
                RemoteException.Reason.REDIRECTED, uri + " is redirected in a circle", "Check the address.");
    }

    /** @throws EngineException if it is not an address */
    static String checked(String address) {
        try {
            URI.create(address);
            return address;
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + address + "' is not an address",
                    "Write special characters as %XX.");
        }
    }
}
