package io.jenkins.plugins.mlcwheels.engine.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container registry and its Packages API on this machine, for tests, each on a port of its own. Takes the token
 * {@code token}; the registry wants it exchanged first. Faults can be ordered.
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
    private final List<Ordered> faults = new CopyOnWriteArrayList<>();
    private String ownerType = "Organization";
    private boolean knowsReferrers;
    private int page = 100;
    private Runnable afterListing = () -> {};

    private LoopbackGhcr() throws IOException {
        api.start();
        registry.start();
    }

    public static LoopbackGhcr start() throws IOException {
        return new LoopbackGhcr();
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
            Fault answer = ordered(request)
                    .orElseGet(() -> host.equals("api") ? serveApi(request) : serveRegistry(request, exchange));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
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
            return new Fault(200, Map.of(), "{\"type\": \"" + ownerType + "\"}");
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
        int from = size * (Integer.parseInt(query.group(2)) - 1);
        List<ImageModel.Stored> all = model.all();
        ArrayNode list = JSON.createArrayNode();
        all.stream().skip(from).limit(size).forEach(stored -> list.add(version(stored)));
        boolean more = from + size < all.size();
        if (!more) {
            afterListing.run();
        }
        return new Fault(200, more ? Map.of("Link", "<x>; rel=\"next\"") : Map.of(), list.toString());
    }

    private static ObjectNode version(ImageModel.Stored stored) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", stored.id)
                .put("name", stored.digest)
                .put("created_at", stored.created.toString());
        ArrayNode tags = node.putObject("metadata").putObject("container").putArray("tags");
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
