package io.jenkins.plugins.mlcwheels.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.Backoff;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.HttpSender;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.PagedList;
import io.jenkins.plugins.mlcwheels.engine.http.RemoteException;
import io.jenkins.plugins.mlcwheels.engine.http.RequestPacer;
import io.jenkins.plugins.mlcwheels.engine.http.Retry;
import io.jenkins.plugins.mlcwheels.engine.http.Service;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The wire to one service with a REST API: sends requests within one deadline and within the service's published
 * limits, and tells what an answer means that is not good one. Redirects are answers, not followed.
 */
public final class RestWire {

    /** The most limits that a service publishes, and how it is said that one of them makes us wait. */
    public record Limits(Map<Duration, Integer> most, String why) {}

    private final HttpSender sender;
    private final HttpOptions options;
    private final Backoff backoff;
    private final Retry retry;
    private final RequestPacer pacer;
    private final Limits limits;
    private final Service service;
    private final ProgressListener progress;

    /** @param limits on requests that {@link #paced} counts */
    public RestWire(Service service, HttpOptions options, Timing timing, ProgressListener progress, Limits limits) {
        this.service = service;
        this.limits = limits;
        this.sender = new HttpSender(options);
        this.options = options;
        this.progress = progress;
        this.backoff = new Backoff(timing, progress, options.deadline());
        this.retry = new Retry(service, backoff, options::shown);
        this.pacer = new RequestPacer(timing, limits.most());
    }

    /** As given. */
    public HttpOptions options() {
        return options;
    }

    /** For what is sent by others; see {@link #paced}. */
    public Retry retry() {
        return retry;
    }

    /** What is said of a thing that is there, or to a token that is good, may be gone in a moment. */
    private static final Retry.Doubt DOUBT = answer -> answer.status() == 404 || answer.status() == 401 ? 2 : 0;

    /**
     * Looks again at 401 and 404 before it believes them.
     *
     * @param authorization the value of that header; empty if there is none to send
     */
    public HttpAnswer send(String what, String method, URI uri, String accept, Optional<String> authorization) {
        return send(what, method, uri, accept, authorization, DOUBT);
    }

    /** The same with other doubts. */
    public HttpAnswer send(
            String what, String method, URI uri, String accept, Optional<String> authorization, Retry.Doubt doubt) {
        return retry.send(what, doubt, () -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Accept", accept)
                    .header("User-Agent", "mlc-wheels");
            authorization.ifPresent(value -> request.header("Authorization", value));
            return paced(method.equals("DELETE"), () -> sender.exchange(request));
        });
    }

    /**
     * Sends a request for a page of a list; a failure is the caller's to handle.
     *
     * @throws IOException if there is no answer, or one that says of a failure of theirs
     */
    public HttpAnswer page(String what, URI uri, String accept, Optional<String> authorization) throws IOException {
        return retry.tried(what, DOUBT, () -> {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).header("Accept", accept).header("User-Agent", "mlc-wheels");
            authorization.ifPresent(value -> request.header("Authorization", value));
            return paced(false, () -> sender.exchange(request));
        });
    }

    /** For lists, which are read as {@link #page pages}. */
    public <T> PagedList<T> list(int most) {
        return new PagedList<>(retry, progress, most);
    }

    /**
     * Sends a request when one more may be sent.
     *
     * @param counts whether it counts against the limits
     * @throws RemoteException if the time is up
     */
    public HttpAnswer paced(boolean counts, Retry.Attempt sending) throws IOException {
        if (!counts) {
            checkTime();
            return sending.send();
        }
        return within(pacer.take(wait -> backoff.asAsked(wait, limits.why())), sending);
    }

    /** The same for what counts, is seldom and can't wait. */
    public HttpAnswer atOnce(Retry.Attempt sending) throws IOException {
        return within(pacer.takeAnyway(), sending);
    }

    /** Counts requests that an earlier process sent, which the service has not forgotten. */
    public void remember(Collection<Instant> ends) {
        ends.forEach(pacer::remember);
    }

    private HttpAnswer within(RequestPacer.Slot slot, Retry.Attempt sending) throws IOException {
        try {
            checkTime();
            return sending.send();
        } finally {
            slot.end();
        }
    }

    /** @throws RemoteException if the time is up */
    public void checkTime() {
        backoff.check(null);
    }

    /** Where a redirect leads, fit to be shown. */
    public String target(HttpAnswer answer) {
        try {
            return options.shown(
                    Origin.shown(URI.create(answer.header("location").orElse(""))));
        } catch (IllegalArgumentException e) {
            return "an invalid address";
        }
    }

    /** What an answer says of why it is none, from its message and the details of its errors; fit to be shown. */
    public String reason(HttpAnswer answer) {
        return options.shown(words(answer));
    }

    /** The same as it came, to look for known words in it. */
    public static String words(HttpAnswer answer) {
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            return "no reason given";
        }
        List<String> words = new ArrayList<>();
        words.add(body.path("message").asText(""));
        for (JsonNode error : body.path("errors")) {
            String details =
                    error.path("field").asText("") + " " + error.path("code").asText("");
            words.add(error.isTextual() ? error.asText() : error.path("message").asText(details));
        }
        words.replaceAll(String::strip);
        words.removeIf(String::isEmpty);
        return words.isEmpty() ? "no reason given" : String.join("; ", words);
    }

    /**
     * What an answer means that is not good one.
     *
     * @param grant what gives the token the permission that it lacks, as a sentence
     * @param missing what 404 means
     * @param remedy what to do about a request that is refused
     */
    public RemoteException failure(
            String what, HttpAnswer answer, String grant, Supplier<RemoteException> missing, String remedy) {
        if (answer.isLimited()) {
            return RemoteException.limitedAgain(what);
        }
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> RemoteException.redirected(what, target(answer));
            case 401 -> RemoteException.tokenRefused(service.name());
            case 403 -> notPermitted(what, answer, grant);
            case 404 -> missing.get();
            case 407 -> RemoteException.proxyRefused();
            default -> RemoteException.refused(what, answer.status(), reason(answer), remedy);
        };
    }

    /** What a 403 means, which has more reasons than want of a permission; see {@link Refusal}. */
    public RemoteException notPermitted(String what, HttpAnswer answer, String grant) {
        Optional<Refusal> refusal = Refusal.of(answer);
        String needed = answer.header("x-accepted-github-permissions")
                .filter(header -> refusal.isEmpty() && !header.isEmpty())
                .map(header -> " (needs " + options.shown(header) + ")")
                .orElse("");
        return RemoteException.notPermitted(
                "do this: " + what + " was answered '" + reason(answer) + "'" + needed,
                refusal.map(Refusal::remedy).orElse(grant));
    }

    /**
     * A body as JSON, within limits.
     *
     * @throws RemoteException if it is none
     */
    public static JsonNode json(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw RemoteException.unexpected("a body that is not of the API's form");
        }
    }
}
