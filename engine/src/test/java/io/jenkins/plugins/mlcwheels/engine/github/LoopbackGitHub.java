package io.jenkins.plugins.mlcwheels.engine.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A GitHub on this machine, for tests: the REST API for releases of one repository as an Enterprise Server offers it,
 * over plain HTTP, with a state that can be looked at and faults that can be ordered. Every request, and every good
 * answer, is held to GitHub's OpenAPI description; what does not fit is in {@link #violations()}.
 *
 * <pre>{@code
 * try (LoopbackGitHub github = LoopbackGitHub.start()) {
 *     github.tag("v0.1.0", COMMIT);
 *     github.fail(request -> request.isUpload(), 2, GitHubFault.status(502));
 *     ...
 *     assertThat(github.model().release("v0.1.0").isDraft()).isFalse();
 * }
 * }</pre>
 */
public final class LoopbackGitHub implements AutoCloseable {

    /** A request as it arrived. */
    public record Request(
            String method,
            String path,
            Map<String, String> query,
            Optional<String> token,
            String host,
            long length,
            String accept) {

        public boolean isUpload() {
            return method.equals("POST") && path.endsWith("/assets");
        }

        /** Whether it asks for an asset's bytes and not for what is known of it. */
        public boolean isDownload() {
            return method.equals("GET") && accept.equals("application/octet-stream");
        }

        /** Whether it uploads a file that is to stay, and not the lock of a lease. */
        public boolean isAssetUpload() {
            return isUpload() && !query.getOrDefault("name", "").equals("mlc-wheels.lock");
        }

        /** Whether it changes anything; release notes are generated, but stored nowhere. */
        public boolean changes() {
            return !method.equals("GET") && !path.endsWith("/releases/generate-notes");
        }

        @Override
        public String toString() {
            return method + " " + path + (query.isEmpty() ? "" : " " + query);
        }
    }

    /** GitHub's prose speaks of this state of an asset; its schema forgets it. */
    private static final String UNLISTED_STATE = ".state is 'starter'";

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Else each answer of the JDK's server waits for a delayed acknowledgement, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final HttpServer storage;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OpenApi description;
    private final GitHubModel model;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<OrderedFault> faults = new CopyOnWriteArrayList<>();
    private final Set<String> operations = new ConcurrentSkipListSet<>();
    private final Map<String, Death> deaths = new ConcurrentHashMap<>();
    private final Map<String, Boolean> tokens = new ConcurrentHashMap<>(Map.of("token", true));

    private LoopbackGitHub(String name, Optional<SSLContext> tls) throws IOException {
        description = OpenApi.load(name);
        server = listen(this::serve, tls);
        storage = listen(this::serveStorage, tls);
        model = new GitHubModel(description, address(server), address(storage));
        server.start();
        storage.start();
    }

    private HttpServer listen(HttpHandler handler, Optional<SSLContext> tls) throws IOException {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer listening = tls.isPresent() ? HttpsServer.create(free, 200) : HttpServer.create(free, 200);
        if (listening instanceof HttpsServer secure) {
            secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        }
        listening.setExecutor(threads);
        listening.createContext("/", handler);
        return listening;
    }

    private static String address(HttpServer listening) {
        String scheme = listening instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + listening.getAddress().getPort();
    }

    /** With the API of github.com's description. */
    public static LoopbackGitHub start() throws IOException {
        return new LoopbackGitHub("api.github.com", Optional.empty());
    }

    /** The same over TLS. */
    public static LoopbackGitHub start(SSLContext tls) throws IOException {
        return new LoopbackGitHub("api.github.com", Optional.of(tls));
    }

    /** @param description which description it is held to: {@code api.github.com} or {@code ghes-3.17} */
    public static LoopbackGitHub start(String description) throws IOException {
        return new LoopbackGitHub(description, Optional.empty());
    }

    /** The address of the API. */
    public URI api() {
        return URI.create(model.address() + "/api/v3");
    }

    /** The repository that there is, {@code OWNER/NAME}. */
    public String repository() {
        return GitHubModel.REPOSITORY;
    }

    public GitHubModel model() {
        return model;
    }

    /** Makes a lightweight tag. */
    public LoopbackGitHub tag(String tag, String commit) {
        model.tag(tag, commit);
        return this;
    }

    /** Lets a token in. The token {@code token} is in from the start. */
    public LoopbackGitHub allow(String token) {
        tokens.put(token, true);
        return this;
    }

    /** Answers 401 to a token from now on. */
    public LoopbackGitHub expire(String token) {
        tokens.remove(token);
        return this;
    }

    /** Orders a fault for the next requests that match. */
    public LoopbackGitHub fail(Predicate<Request> which, int times, GitHubFault fault) {
        faults.add(new OrderedFault(which, times, fault));
        return this;
    }

    /** From now on all goes well. */
    public LoopbackGitHub forgetFaults() {
        faults.forEach(ordered -> ordered.fault().end());
        faults.clear();
        return this;
    }

    /**
     * Kills the user of a token at one of its requests: from then on nobody hears of it any more.
     *
     * @param survived how many requests go well
     * @param end how far the fatal one gets
     */
    public LoopbackGitHub kill(String token, int survived, GitHubFault end) {
        return kill(token, request -> true, survived, end);
    }

    /** The same, at one of its requests of a kind; the others do not count. */
    public LoopbackGitHub kill(String token, Predicate<Request> which, int survived, GitHubFault end) {
        deaths.put(token, new Death(which, survived, end));
        return this;
    }

    /** Whether it came to the request at which the user of the token dies. */
    public boolean isDead(String token) {
        return deaths.containsKey(token) && deaths.get(token).left.get() < 0;
    }

    /** All requests in the order in which they arrived. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Every endpoint that was used, as the description names it, such as {@code GET /repos/{owner}/{repo}}. */
    public Set<String> operations() {
        return Set.copyOf(operations);
    }

    /** Every endpoint of the description that the server is held to. */
    public Set<String> describedOperations() {
        return description.operations();
    }

    /** Where requests or answers are not as GitHub describes them. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    @Override
    public void close() {
        faults.forEach(ordered -> ordered.fault().end());
        server.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }

    /** Where downloads are redirected to; it must never see a token. */
    private void serveStorage(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = GitHubExchange.request(exchange);
            requests.add(request);
            request.token().ifPresent(token -> violations.add("a token went to the storage"));
            byte[] content = model.content(request.path().replaceFirst("^/(storage/)?", ""))
                    .orElseThrow();
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().startsWith("/storage/")) {
            serveStorage(exchange);
            return;
        }
        try (exchange) {
            Request request = GitHubExchange.request(exchange);
            requests.add(request);
            GitHubExchange conversation = new GitHubExchange(exchange, request, model, this::validate);
            Death death = deaths.get(request.token().orElse(""));
            if (death != null && death.comesAt(request)) {
                if (death.left.get() == -1) {
                    death.end.apply(conversation);
                }
                return;
            }
            conversation.onlyWhile(() -> death == null || death.left.get() >= 0);
            for (OrderedFault ordered : faults) {
                if (ordered.takes(request)) {
                    ordered.fault().apply(conversation);
                    return;
                }
            }
            if (request.token().isPresent()
                    && !tokens.containsKey(request.token().get())) {
                conversation.answer(401, "{\"message\": \"Bad credentials\"}");
                return;
            }
            conversation.proceed();
        } catch (IOException e) {
            // The other side hung up, as some tests have it.
            return;
        } catch (RuntimeException e) {
            violations.add("the loopback server itself failed: " + e);
            throw e;
        }
    }

    private void validate(Request request, Optional<byte[]> body, int status, byte[] answer) {
        try {
            String path = request.path().replaceFirst("^/api/(v3|uploads)", "");
            Optional<JsonNode> given = body.filter(bytes -> bytes.length > 0 && !request.isUpload())
                    .map(LoopbackGitHub::read);
            List<String> problems = new ArrayList<>();
            Optional<String> operation = description.operationOf(request.method(), path);
            operation.ifPresent(operations::add);
            if (operation.isPresent() || !isUnknownByDesign(path)) {
                problems.addAll(description.requestProblems(request.method(), path, request.query(), given));
                if (status < 300 && answer.length > 0) {
                    problems.addAll(description.answerProblems(request.method(), path, status, JSON.readTree(answer)));
                }
            }
            problems.removeIf(problem -> problem.contains(UNLISTED_STATE));
            problems.forEach(problem -> violations.add(request + ": " + problem));
        } catch (IOException e) {
            violations.add(request + ": " + e.getMessage());
        }
    }

    /** Enterprise Server has no attestations, and says 404; so it does for repositories that there are not. */
    private boolean isUnknownByDesign(String path) {
        return path.contains("/attestations/")
                || path.endsWith("/immutable-releases")
                || !path.startsWith("/repos/" + repository());
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Death {
        private final Predicate<Request> which;
        private final AtomicInteger left;
        private final GitHubFault end;

        private Death(Predicate<Request> which, int survived, GitHubFault end) {
            this.which = which;
            this.left = new AtomicInteger(survived);
            this.end = end;
        }

        /** Whether it dies now, or is dead. */
        private boolean comesAt(Request request) {
            return (left.get() < 0 || which.test(request)) && left.getAndDecrement() <= 0;
        }
    }

    private static final class OrderedFault {
        private final Predicate<Request> which;
        private final GitHubFault fault;
        private int left;

        private OrderedFault(Predicate<Request> which, int times, GitHubFault fault) {
            this.which = which;
            this.left = times;
            this.fault = fault;
        }

        private GitHubFault fault() {
            return fault;
        }

        private synchronized boolean takes(Request request) {
            if (left == 0 || !which.test(request)) {
                return false;
            }
            left--;
            return true;
        }
    }
}
