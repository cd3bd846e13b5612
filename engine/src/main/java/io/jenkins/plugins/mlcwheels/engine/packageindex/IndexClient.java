package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.ChannelBody;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.Service;
import io.jenkins.plugins.mlcwheels.engine.http.StallWatch;
import io.jenkins.plugins.mlcwheels.engine.http.Uplink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Reads the pages of an index and sends files to it. The password goes to the origin that files are sent to, and to no
 * other; an upload follows no redirect.
 */
final class IndexClient {

    private static final String PAGES =
            "application/vnd.pypi.simple.v1+json," + " application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;

    /** An index answers an upload only when it has stored it, which takes longer than other answers. */
    private static final int ANSWER_TIMES = 5;

    private final PackageIndex index;
    private final Optional<IndexCredentials> credentials;
    private final HttpOptions options;
    private final HttpSender sender;
    private final Backoff backoff;
    private final Retry retry;
    private final ProgressListener progress;

    IndexClient(
            PackageIndex index,
            Optional<IndexCredentials> credentials,
            HttpOptions options,
            Timing timing,
            ProgressListener progress) {
        this.index = index;
        this.credentials = credentials;
        this.options = options;
        this.sender = new HttpSender(options);
        this.backoff = new Backoff(timing, progress, options.deadline());
        this.retry = new Retry(Service.of(index.name()), backoff, options::shown);
        this.progress = progress;
    }

    /**
     * The files of a project by name; none if the index does not know it.
     *
     * @throws IndexRefusedException if it must not be read
     * @throws NotAnIndexException if what answers is not an index
     */
    Map<String, ListedFile> files(String project) {
        URI page = index.page(project);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            URI address = page;
            HttpAnswer answer = retry.send("reading " + Origin.shown(address), () -> {
                backoff.check(null);
                return exchange(address);
            });
            if (!REDIRECTS.contains(answer.status())) {
                return listed(address, answer);
            }
            page = target(address, answer);
        }
        throw new NotAnIndexException(Origin.shown(index.page(project)) + " is redirected again and again");
    }

    private HttpAnswer exchange(URI address) throws IOException {
        HttpRequest.Builder request = request(address)
                .header("Accept", PAGES)
                .header("Cache-Control", "max-age=0")
                .GET();
        try {
            return sender.exchange(request);
        } catch (IOException e) {
            throw unlessUntrusted(address, e);
        }
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("User-Agent", "mlc-wheels");
        if (index.mayHearPassword(address)) {
            credentials.ifPresent(who -> request.header("Authorization", who.authorization()));
        }
        return request;
    }

    /** A certificate does not become better with time. */
    private IOException unlessUntrusted(URI address, IOException failure) {
        for (Throwable part = failure; part != null; part = part.getCause()) {
            if (part instanceof SSLException && isAboutTrust(part)) {
                throw new UntrustedCertificateException(
                        address.getHost(), options.shown(String.valueOf(part.getMessage())), failure);
            }
        }
        return failure;
    }

    private static boolean isAboutTrust(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return Stream.of("certificate", "certification path", "pkix", "no name matching", "subject alternative")
                .anyMatch(text::contains);
    }

    private URI target(URI from, HttpAnswer answer) {
        URI to;
        try {
            to = from.resolve(URI.create(answer.header("location").orElse("")));
        } catch (IllegalArgumentException e) {
            throw new NotAnIndexException(Origin.shown(from) + " is redirected to an invalid address");
        }
        boolean web = "https".equalsIgnoreCase(to.getScheme())
                || "http".equalsIgnoreCase(to.getScheme()) && "http".equalsIgnoreCase(from.getScheme());
        if (to.getHost() == null || !web || to.getRawUserInfo() != null) {
            throw new NotAnIndexException(Origin.shown(from) + " is redirected to " + options.shown(Origin.shown(to))
                    + ", which is not followed");
        }
        return to;
    }

    private Map<String, ListedFile> listed(URI address, HttpAnswer answer) {
        String where = Origin.shown(address);
        if (answer.status() == 404 || answer.status() == 410) {
            return Map.of();
        }
        if (!answer.isGood()) {
            throw refused("reading " + where, answer);
        }
        String type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        try {
            return (type.contains("json") ? SimplePage.json(answer.body()) : SimplePage.html(answer.text())).files();
        } catch (IOException e) {
            throw new NotAnIndexException("the answer from " + where + " " + e.getMessage());
        }
    }

    /**
     * Sends a file, again if need be.
     *
     * @param arrived looks whether the index has it, after a failure that leaves that open
     * @param md5 whether that digest is sent too
     * @return what the index answered; empty if it has the file without an answer
     * @throws FileChangedException if the file is not the one any more that was checked
     */
    Optional<HttpAnswer> upload(Distribution file, boolean md5, BooleanSupplier arrived) {
        AtomicInteger attempts = new AtomicInteger();
        return retry.send(
                "uploading '" + file.name() + "'",
                Retry.Doubt.NONE,
                () -> {
                    backoff.check(null);
                    attempts.incrementAndGet();
                    return send(file, md5);
                },
                arrived);
    }

    private HttpAnswer send(Distribution file, boolean md5) throws IOException {
        // No file has its own digest in it.
        UploadForm form = new UploadForm(file, "mlc" + file.sha256(), md5);
        ChannelBody body = new ChannelBody(file.name(), form.size(), form::open, progress);
        HttpRequest.Builder request = request(index.upload())
                .header("Accept", "application/json, text/plain;q=0.9, */*;q=0.5")
                .header("Content-Type", form.contentType())
                .POST(body);
        Duration answerTime = options.answerTime().multipliedBy(ANSWER_TIMES);
        StallWatch watch =
                new StallWatch(options.stallWindow(), options.slowest(), answerTime, () -> backoff.check(null));
        progress.on(new ProgressListener.Transferred(file.name(), 0, form.size()));
        Uplink.Lane lane = new Uplink().take(() -> backoff.check(null));
        try {
            HttpAnswer answer = watch.await(sender.start(request), body::sent, form.size(), lane);
            progress.on(new ProgressListener.Transferred(file.name(), form.size(), form.size()));
            return answer;
        } catch (IOException e) {
            if (form.fileChanged()) {
                throw new FileChangedException(file.name());
            }
            throw unlessUntrusted(index.upload(), e);
        } finally {
            lane.close();
        }
    }

    /** Waits a while, or fails if the time is up. */
    void pause(Duration wait, String why) {
        backoff.asAsked(wait, why);
    }

    /** The exception that tells of an answer. */
    IndexRefusedException refused(String what, HttpAnswer answer) {
        int status = answer.status();
        String words = AnswerText.of(answer, options);
        String said = " (" + status + ")" + (words.isEmpty() ? "" : ": " + words);
        if (REDIRECTS.contains(status)) {
            String to = options.shown(answer.header("location")
                    .map(IndexClient::shownAddress)
                    .orElse("an address that it does not give"));
            return new IndexRefusedException(
                    what + " was redirected to " + to + ", where the password must not go",
                    "Give the address of the index as it is now, with --index-upload.");
        }
        if (status == 401 || status == 403) {
            return new IndexRefusedException(
                    index + " refused " + what + said,
                    credentials.isEmpty()
                            ? "Provide TWINE_USERNAME and TWINE_PASSWORD, a section of ~/.pypirc, or"
                                    + " --password-command."
                            : "Check the user name (__token__ for a token of PyPI), the password, and whether it may"
                                    + " upload to this project.");
        }
        if (status == 413) {
            return new IndexRefusedException(
                    index + " takes no file of that size: " + what + said,
                    "Ask for a higher limit of the index, or of the proxy before it.");
        }
        boolean md5 = words.toLowerCase(Locale.ROOT).contains("md5");
        return new IndexRefusedException(
                index + " refused " + what + said,
                md5 ? "Upload with --md5 if it asks for that digest." : "Do as it says, and upload again.");
    }

    private static String shownAddress(String text) {
        try {
            return Origin.shown(URI.create(text));
        } catch (IllegalArgumentException e) {
            return "an invalid address";
        }
    }
}
