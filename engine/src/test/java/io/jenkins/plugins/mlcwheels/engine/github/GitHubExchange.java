package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.mlcwheels.engine.github.LoopbackGitHub.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One request to a {@link LoopbackGitHub} while it is served; faults decide how far it gets. */
public final class GitHubExchange {

    /** Hears what was asked and answered. */
    interface Validator {
        void validate(Request request, Optional<byte[]> body, int status, byte[] answer);
    }

    private final HttpExchange exchange;
    private final GitHubModel model;
    private final Validator validator;
    private Request request;
    private byte[] body;
    private boolean corrupt;
    private BooleanSupplier alive = () -> true;

    GitHubExchange(HttpExchange exchange, Request request, GitHubModel model, Validator validator) {
        this.exchange = exchange;
        this.request = request;
        this.model = model;
        this.validator = validator;
    }

    /** What was asked has no effect any more once its user is dead, though it was on its way before. */
    void onlyWhile(BooleanSupplier userLives) {
        alive = userLives;
    }

    static Request request(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .map(value -> value.replaceFirst("^Bearer ", "")),
                exchange.getRequestHeaders().getFirst("Host"),
                length == null ? -1 : Long.parseLong(length),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
                        .orElse(""));
    }

    /** As servers read it: a bare plus is a blank. */
    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public Request request() {
        return request;
    }

    public GitHubModel model() {
        return model;
    }

    /** Does what was asked and answers. */
    public void proceed() throws IOException {
        GitHubModel.Answer answer = effect();
        answer.headers().forEach(this::header);
        send(answer.status(), answer.body());
    }

    /** Does what was asked, without an answer. */
    public GitHubModel.Answer effect() throws IOException {
        readBody();
        if (corrupt && body.length > 0) {
            body[0] ^= 1;
        }
        GitHubModel.Answer answer;
        synchronized (model) {
            if (!alive.getAsBoolean()) {
                throw new IOException("its user is dead");
            }
            answer = model.answer(request, body);
        }
        boolean json = answer.headers().get("Content-Type") == null;
        validator.validate(request, Optional.of(body), answer.status(), json ? answer.body() : new byte[0]);
        return answer;
    }

    public void answer(int status, String json) throws IOException {
        skipBody();
        send(status, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with just these bytes. */
    public void send(int status, byte[] answer) throws IOException {
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            header("Content-Type", "application/json; charset=utf-8");
        }
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        if (answer.length > 0) {
            exchange.getResponseBody().write(answer);
        }
    }

    /** Answers with the first entry of the list that was asked for, again and again, in so many bytes or a few more. */
    public void repeatEntry(long bytes) throws IOException {
        byte[] entry =
                new ObjectMapper().readTree(effect().body()).get(0).toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('[');
        for (long sent = 0; sent < bytes; sent += entry.length) {
            exchange.getResponseBody().write(entry);
            exchange.getResponseBody().write(sent + entry.length < bytes ? ',' : ']');
        }
    }

    /** Does what was asked, and answers with the beginning only. */
    public void sendPart(int bytes) throws IOException {
        GitHubModel.Answer answer = effect();
        answer.headers().forEach(this::header);
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body(), 0, Math.min(bytes, answer.body().length - 1));
        exchange.getResponseBody().flush();
    }

    public void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    private void readBody() throws IOException {
        if (body == null) {
            body = exchange.getRequestBody().readAllBytes();
        }
    }

    /** Reads the body to its end without an effect. */
    public void skipBody() throws IOException {
        readBody();
    }

    /** Reads the first bytes of the body only. */
    public void readSome(int bytes) throws IOException {
        exchange.getRequestBody().readNBytes(bytes);
    }

    /** What an upload that went wrong leaves behind. */
    public void leaveStarter() {
        model.addStarter(request);
    }

    public void corruptBody() {
        corrupt = true;
    }

    public void storeAs(String name) {
        Map<String, String> query = new TreeMap<>(request.query());
        query.put("name", name);
        request = new Request(
                request.method(),
                request.path(),
                query,
                request.token(),
                request.host(),
                request.length(),
                request.accept());
    }
}
