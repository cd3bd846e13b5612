package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.http.RequestPacer;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.UnexpectedAnswerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sends requests to the API and to the registry, within one deadline; redirects are answers, not followed. */
final class RegistryWire {

    /**
     * A minute has 900 points; a deletion takes 5 of them, and the look before it 1.
     *
     * @see <a href="https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api">Rate limits</a>
     */
    private static final Map<Duration, Integer> DELETIONS = Map.of(Duration.ofMinutes(1), 150);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final HttpSender sender;
    private final HttpOptions options;
    private final Backoff backoff;
    private final Retry retry;
    private final RequestPacer deletions;
    private final ProgressListener progress;

    RegistryWire(HttpOptions options, Timing timing, ProgressListener progress) {
        this.sender = new HttpSender(options);
        this.options = options;
        this.progress = progress;
        this.backoff = new Backoff(timing, progress, options.deadline());
        this.retry = new Retry(backoff, options::shown);
        this.deletions = new RequestPacer(timing, DELETIONS);
    }

    HttpOptions options() {
        return options;
    }

    /** What GitHub says of a thing that is there, or to a token that is good, may be gone in a moment. */
    private static final Retry.Doubt DOUBT = answer -> answer.status() == 404 || answer.status() == 401 ? 2 : 0;

    /**
     * Looks again at 401 and 404 before it believes them.
     *
     * @param authorization the value of that header; empty if there is none to send
     */
    HttpAnswer send(String what, String method, URI uri, String accept, Optional<String> authorization) {
        return send(what, method, uri, accept, authorization, DOUBT);
    }

    /** The same with other doubts. */
    HttpAnswer send(
            String what, String method, URI uri, String accept, Optional<String> authorization, Retry.Doubt doubt) {
        return retry.send(what, doubt, () -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Accept", accept)
                    .header("User-Agent", "mlc-wheels");
            authorization.ifPresent(value -> request.header("Authorization", value));
            return paced(method, () -> sender.exchange(request));
        });
    }

    /**
     * Sends a request for a page of a list; a failure is the caller's to handle.
     *
     * @throws IOException if there is no answer, or one that says of a failure of theirs
     */
    HttpAnswer page(String what, URI uri, String accept, Optional<String> authorization) throws IOException {
        return retry.tried(what, DOUBT, () -> {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).header("Accept", accept).header("User-Agent", "mlc-wheels");
            authorization.ifPresent(value -> request.header("Authorization", value));
            return paced("GET", () -> sender.exchange(request));
        });
    }

    /** For lists, which are read as {@link #page pages}. */
    <T> PagedList<T> list(int most) {
        return new PagedList<>(retry, progress, most);
    }

    private HttpAnswer paced(String method, Retry.Attempt sending) throws IOException {
        if (!method.equals("DELETE")) {
            backoff.check(null);
            return sending.send();
        }
        RequestPacer.Slot slot =
                deletions.take(wait -> backoff.asAsked(wait, "GitHub takes about 150 deletions a minute"));
        try {
            backoff.check(null);
            return sending.send();
        } finally {
            slot.end();
        }
    }

    /** Where a redirect leads, fit to be shown. */
    String target(HttpAnswer answer) {
        try {
            return options.shown(
                    Origin.shown(URI.create(answer.header("location").orElse(""))));
        } catch (IllegalArgumentException e) {
            return "an address that is none";
        }
    }

    /** What an answer says of why it is none. */
    String reason(HttpAnswer answer) {
        try {
            JsonNode body = MAPPER.readTree(answer.body());
            String text = body.path("message").asText("");
            if (text.isEmpty()) {
                text = body.path("errors").path(0).path("message").asText("no reason given");
            }
            return options.shown(text);
        } catch (IOException e) {
            return "no reason given";
        }
    }

    static JsonNode json(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UnexpectedAnswerException("a body that is not of the API's form");
        }
    }
}
