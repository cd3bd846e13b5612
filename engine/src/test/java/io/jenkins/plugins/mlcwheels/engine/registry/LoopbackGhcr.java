package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mlcwheels.engine.github.OpenApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container registry and its Packages API on this machine, for tests, each on a port of its own. Takes the token
 * {@code token}; the registry wants it exchanged first. Faults can be ordered. Every request to the API, and every
 * answer that is not a fault, is held to GitHub's OpenAPI description; what does not fit is in {@link #violations()}.
 */
public final class LoopbackGhcr implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = "session-token";
    private static final Pattern VERSION = Pattern.compile("/versions/([0-9]+)");
    private static final Pattern PAGE = Pattern.compile("per_page=([0-9]+)&page=([0-9]+)");

    static {
        // Else each answer of the JDK's server waits for a delayed acknowledgement, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** A request as it arrived: {@code api} or {@code registry}, method, path with its query, and authorization. */
    public record Request(String host, String method, String path, String authorization) {}

    /** An answer in place of the right one. */
    public record Fault(int status, Map<String, String> headers, String body) {
        public static Fault status(int status, String message) {
            return new Fault(status, Map.of(), "{\"message\": \"" + message + "\"}");
        }
    }

    private record Ordered(Predicate<Request> which, int[] left, Fault fault) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer api = listen("api");
    private final HttpServer registry = listen("registry");
    private final ImageModel model = new ImageModel();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final OpenApi description;
    private final Set<String> operations = Collections.synchronizedSet(new TreeSet<>());
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<Ordered> faults = new CopyOnWriteArrayList<>();
    private String ownerType = "Organization";
    private boolean knowsReferrers;
    private boolean links = true;
    private int page = 100;
    private Runnable afterListing = () -> {};

    private LoopbackGhcr(String name) throws IOException {
        description = OpenApi.load("packages-" + name);
        api.start();
        registry.start();
    }

    public static LoopbackGhcr start() throws IOException {
        return start("api.github.com");
    }

    /** @param description which of GitHub's descriptions holds: {@code api.github.com} or {@code ghes-3.17} */
    public static LoopbackGhcr start(String description) throws IOException {
        return new LoopbackGhcr(description);
    }

    /** What was sent or answered otherwise than GitHub describes it; to be empty. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    /** The described endpoints that requests went to. */
    Set<String> operations() {
        synchronized (operations) {
            return Set.copyOf(operations);
        }
    }

    /** All that the description knows. */
    Set<String> describedOperations() {
        return description.operations();
    }

    private HttpServer listen(String host) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(host, exchange));
        return server;
    }

    public ImageModel model() {
        return model;
    }

    /** The address of the API. */
    public URI apiAddress() {
        return URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/api/v3");
    }

    /** What a person writes: {@code HOST/mlc-ai/tool/chain}. */
    public String repository() {
        return "127.0.0.1:" + registry.getAddress().getPort() + "/mlc-ai/tool/chain";
    }

    /** The owner is a user from now on. */
    public void ownedByUser() {
        ownerType = "User";
    }

    /** Keeps lists of referrers from now on. */
    public void withReferrers() {
        knowsReferrers = true;
    }

    /** At most so many versions on a page. */
    public void limitPages(int entries) {
        page = entries;
    }

    /** Tells no longer that a list goes on, as behind a proxy that takes the link away. */
    public void withoutLinks() {
        links = false;
    }

    /** Something that happens after each listing. */
    public void afterListing(Runnable event) {
        afterListing = event;
    }

    public void fail(Predicate<Request> which, int times, Fault fault) {
        faults.add(new Ordered(which, new int[] {times}, fault));
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    @Override
    public void close() {
        api.stop(0);
        registry.stop(0);
        threads.shutdownNow();
    }

    private void serve(String host, HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = Optional.ofNullable(
                            exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            Request request = new Request(
                    host, exchange.getRequestMethod(), exchange.getRequestURI().toString(), authorization);
            requests.add(request);
            Optional<Fault> ordered = ordered(request);
            Fault answer =
                    ordered.orElseGet(() -> host.equals("api") ? serveApi(request) : serveRegistry(request, exchange));
            if (host.equals("api")) {
                validate(
                        request,
                        exchange.getRequestURI(),
                        ordered.isPresent() ? Optional.empty() : Optional.of(answer));
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void validate(Request request, URI uri, Optional<Fault> answer) throws IOException {
        String path = uri.getRawPath().replaceFirst("^/api/v3", "");
        Map<String, String> query = new TreeMap<>();
        if (uri.getQuery() != null) {
            for (String part : uri.getQuery().split("&")) {
                query.put(part.replaceFirst("=.*", ""), part.replaceFirst("[^=]*=", ""));
            }
        }
        description.operationOf(request.method(), path).ifPresent(operations::add);
        List<String> problems =
                new ArrayList<>(description.requestProblems(request.method(), path, query, Optional.empty()));
        if (answer.isPresent() && !answer.get().body().isEmpty()) {
            problems.addAll(description.answerProblems(
                    request.method(),
                    path,
                    answer.get().status(),
                    JSON.readTree(answer.get().body())));
        }
        if (path.startsWith("/users/") && path.endsWith("/versions")) {
            // Not described, and yet there, as those who list more than 100 versions of a user rely on.
            problems.removeIf(problem -> problem.matches("unknown query parameter (per_)?page"));
        }
        problems.forEach(problem -> violations.add(request + ": " + problem));
    }

    private Optional<Fault> ordered(Request request) {
        for (Ordered ordered : faults) {
            synchronized (ordered) {
                if (ordered.left()[0] > 0 && ordered.which().test(request)) {
                    ordered.left()[0]--;
                    return Optional.of(ordered.fault());
                }
            }
        }
        return Optional.empty();
    }

    private Fault serveApi(Request request) {
        if (!request.authorization().equals("Bearer token")) {
            return Fault.status(401, "Bad credentials");
        }
        if (request.path().equals("/api/v3/users/mlc-ai")) {
            return new Fault(
                    200,
                    Map.of(),
                    description.sample("public-user").put("type", ownerType).toString());
        }
        String root =
                "/api/v3/" + (ownerType.equals("User") ? "users" : "orgs") + "/mlc-ai/packages/container/tool%2Fchain";
        if (!request.path().startsWith(root + "/versions")) {
            return Fault.status(404, "Not Found");
        }
        Matcher one = VERSION.matcher(request.path());
        return one.find() ? serveVersion(request, Long.parseLong(one.group(1))) : servePage(request);
    }

    private Fault serveVersion(Request request, long id) {
        Optional<ImageModel.Stored> stored = model.byId(id);
        if (stored.isEmpty()) {
            return Fault.status(404, "Not Found");
        }
        if (request.method().equals("DELETE")) {
            model.delete(id);
            return new Fault(204, Map.of(), "");
        }
        return new Fault(200, Map.of(), version(stored.get()).toString());
    }

    private Fault servePage(Request request) {
        Matcher query = PAGE.matcher(request.path());
        if (!query.find()) {
            return Fault.status(422, "no page");
        }
        int size = Math.min(page, Integer.parseInt(query.group(1)));
        int number = Integer.parseInt(query.group(2));
        boolean more = size * number < model.all().size();
        String body = page(number, size);
        if (!more) {
            afterListing.run();
        }
        return new Fault(200, more && links ? Map.of("Link", "<x>; rel=\"next\"") : Map.of(), body);
    }

    /** A page of the list of versions as it is now. */
    String page(int number) {
        return page(number, page);
    }

    private String page(int number, int size) {
        ArrayNode list = JSON.createArrayNode();
        model.all().stream().skip((long) size * (number - 1)).limit(size).forEach(stored -> list.add(version(stored)));
        return list.toString();
    }

    private ObjectNode version(ImageModel.Stored stored) {
        ObjectNode node = description
                .sample("package-version")
                .put("id", stored.id)
                .put("name", stored.digest)
                .put("created_at", stored.created.toString());
        ArrayNode tags = node.putObject("metadata")
                .put("package_type", "container")
                .putObject("container")
                .putArray("tags");
        stored.tags.forEach(tags::add);
        return node;
    }

    private Fault serveRegistry(Request request, HttpExchange exchange) {
        if (request.path().startsWith("/token?")) {
            return serveToken(request);
        }
        if (!request.authorization().equals("Bearer " + SESSION)) {
            String realm = "http://" + exchange.getRequestHeaders().getFirst("Host") + "/token";
            return new Fault(401, Map.of("WWW-Authenticate", challenge(realm)), "");
        }
        String root = "/v2/mlc-ai/tool/chain";
        if (request.path().startsWith(root + "/manifests/")) {
            return model.byDigest(request.path().substring((root + "/manifests/").length()))
                    .map(stored -> new Fault(
                            200,
                            Map.of("Content-Type", stored.type),
                            new String(stored.manifest, StandardCharsets.UTF_8)))
                    .orElse(Fault.status(404, "manifest unknown"));
        }
        return knowsReferrers && request.path().startsWith(root + "/referrers/")
                ? serveReferrers(request.path().substring((root + "/referrers/").length()))
                : Fault.status(404, "page not found");
    }

    static String challenge(String realm) {
        return "Bearer realm=\"" + realm + "\",service=\"loopback\",scope=\"repository:mlc-ai/tool/chain:pull\"";
    }

    private static Fault serveToken(Request request) {
        String basic =
                "Basic " + Base64.getEncoder().encodeToString("mlc-wheels:token".getBytes(StandardCharsets.UTF_8));
        boolean good = request.authorization().equals(basic)
                && request.path().contains("scope=repository%3Amlc-ai%2Ftool%2Fchain%3Apull");
        return good
                ? new Fault(200, Map.of(), "{\"token\": \"" + SESSION + "\"}")
                : Fault.status(401, "authentication required");
    }

    private Fault serveReferrers(String digest) {
        ObjectNode index = JSON.createObjectNode();
        ArrayNode list = index.putArray("manifests");
        model.all().stream()
                .filter(stored -> stored.subject.filter(digest::equals).isPresent())
                .forEach(stored -> list.addObject().put("digest", stored.digest));
        return new Fault(200, Map.of(), index.toString());
    }
}
