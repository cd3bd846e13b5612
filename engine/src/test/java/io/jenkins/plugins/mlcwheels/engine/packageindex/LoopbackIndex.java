package io.jenkins.plugins.mlcwheels.engine.packageindex;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A package index on this machine, for tests, written from the documentation of PyPI's upload API and of the simple
 * API: takes forms, compares the digests in them with the bytes, never lets a file be replaced, and lists what it has.
 */
public final class LoopbackIndex implements AutoCloseable {

    /** A request as it arrived. */
    public record Request(String method, String path, String authorization) {
        public boolean isUpload() {
            return method.equals("POST");
        }
    }

    /** An uploaded file, with the fields of its form. */
    public record Stored(String name, byte[] content, Map<String, List<String>> fields) {}

    /** Takes the place of an answer, or lets it be: returns true if the request was dealt with. */
    @FunctionalInterface
    public interface Fault {
        boolean handle(HttpExchange exchange) throws IOException;

        /** An answer. */
        static Fault answer(int status, String type, String body, String... headers) {
            return exchange -> {
                exchange.getRequestBody().readAllBytes();
                for (int i = 0; i < headers.length; i += 2) {
                    exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
                }
                respond(exchange, status, type, body);
                return true;
            };
        }

        /** Nothing arrives, and nothing comes back. */
        static Fault hangUp() {
            return exchange -> {
                exchange.getRequestBody().readNBytes(100);
                throw new IOException("hang up");
            };
        }
    }

    private record Ordered(Predicate<Request> which, AtomicInteger left, Fault fault) {}

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Stored> files = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, AtomicInteger> unlisted = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> arrivals = new CopyOnWriteArrayList<>();
    private final List<Ordered> faults = new CopyOnWriteArrayList<>();
    private volatile boolean json = true;
    private volatile String digest = "sha256";
    private volatile int looksUntilListed;
    private volatile boolean loseNextAnswer;

    private LoopbackIndex(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public static LoopbackIndex start() throws IOException {
        return new LoopbackIndex(HttpServer.create(free(), 100));
    }

    public static LoopbackIndex start(SSLContext tls) throws IOException {
        HttpsServer secure = HttpsServer.create(free(), 100);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new LoopbackIndex(secure);
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public URI address() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/legacy/");
    }

    /** Pages of HTML instead of JSON, with that digest, or none if it is empty. */
    public LoopbackIndex html(String algorithm) {
        json = false;
        digest = algorithm;
        return this;
    }

    /** New files appear after so many looks at their project's page. */
    public LoopbackIndex listAfter(int looks) {
        looksUntilListed = looks;
        return this;
    }

    /** The next upload is stored, and its answer lost. */
    public LoopbackIndex loseAnswer() {
        loseNextAnswer = true;
        return this;
    }

    public LoopbackIndex fail(Predicate<Request> which, int times, Fault fault) {
        faults.add(new Ordered(which, new AtomicInteger(times), fault));
        return this;
    }

    /** Stores a file as somebody else would have. */
    public LoopbackIndex put(String project, String name, byte[] content) {
        files.put(name, new Stored(name, content, Map.of("name", List.of(project))));
        return this;
    }

    public void forget() {
        files.clear();
        arrivals.clear();
        requests.clear();
        faults.clear();
    }

    public Stored file(String name) {
        return files.get(name);
    }

    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** The names of the files that arrived whole, in the order in which they came, taken or not. */
    public List<String> arrivals() {
        return List.copyOf(arrivals);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        requests.add(request);
        try {
            for (Ordered ordered : faults) {
                if (ordered.which.test(request)
                        && ordered.left.getAndDecrement() > 0
                        && ordered.fault.handle(exchange)) {
                    return;
                }
            }
            if (request.isUpload()) {
                upload(exchange, request);
            } else {
                page(exchange, request);
            }
        } finally {
            exchange.close();
        }
    }

    private void page(HttpExchange exchange, Request request) throws IOException {
        String[] parts = request.path().split("/");
        String project = parts[parts.length - 1];
        List<Stored> listed = new ArrayList<>();
        synchronized (files) {
            for (Stored file : files.values()) {
                AtomicInteger wait = unlisted.get(file.name());
                boolean seen = wait == null || wait.getAndDecrement() <= 0;
                if (normalized(file.fields().get("name").get(0)).equals(project) && seen) {
                    listed.add(file);
                }
            }
        }
        if (listed.isEmpty()) {
            respond(exchange, 404, "text/plain", "no such project");
            return;
        }
        StringBuilder text =
                new StringBuilder(json ? "{\"meta\":{\"api-version\":\"1.1\"},\"files\":[" : "<html><body>\n");
        for (Stored file : listed) {
            if (json) {
                text.append(text.toString().endsWith("[") ? "" : ",")
                        .append("{\"filename\":\"" + file.name() + "\",\"hashes\":{\"sha256\":\""
                                + hash("SHA-256", file.content()) + "\"},\"url\":\"/f/x\"}");
            } else {
                String fragment = digest.isEmpty()
                        ? ""
                        : "#" + digest + "=" + hash(digest.replace("sha", "SHA-"), file.content());
                text.append("<A data-requires-python=\">=3.8\" HREF='../../f/"
                        + file.name().replace("+", "%2B") + fragment + "'>" + file.name() + "</A>\n");
            }
        }
        respond(exchange, 200, json ? "application/vnd.pypi.simple.v1+json" : "text/html", text + (json ? "]}" : ""));
    }

    private void upload(HttpExchange exchange, Request request) throws IOException {
        String expected = "Basic " + Base64.getEncoder().encodeToString("__token__:pypi-good-token".getBytes());
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readAllBytes();
        }
        if (!request.authorization().equals(expected)) {
            respond(
                    exchange,
                    403,
                    "text/html",
                    "<html><head><title>403 Invalid token</title></head><body>\n<h1>403"
                            + " Invalid or non-existent authentication information.</h1>See the help.</body></html>");
            return;
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        Stored file = parse(body, type.substring(type.indexOf("boundary=") + 9));
        arrivals.add(file.name());
        String bytes = hash("SHA-256", file.content());
        if (!file.fields().get(":action").equals(List.of("file_upload"))
                || !file.fields().get("protocol_version").equals(List.of("1"))
                || !file.fields().get("sha256_digest").equals(List.of(bytes))) {
            respond(exchange, 400, "text/plain", "400 a digest does not match");
            return;
        }
        synchronized (files) {
            if (files.containsKey(file.name())) {
                respond(exchange, 400, "text/plain", "400 File already exists ('" + file.name() + "')");
                return;
            }
            files.put(file.name(), file);
        }
        if (looksUntilListed > 0) {
            unlisted.put(file.name(), new AtomicInteger(looksUntilListed));
        }
        if (loseNextAnswer) {
            loseNextAnswer = false;
            throw new IOException("lost");
        }
        respond(exchange, 200, "text/plain", "");
    }

    private static Stored parse(byte[] body, String boundary) throws IOException {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String name = null;
        byte[] content = null;
        String mark = "--" + boundary;
        int at = text.indexOf(mark);
        while (!text.startsWith("--", at + mark.length())) {
            int head = at + mark.length() + 2;
            int start = text.indexOf("\r\n\r\n", head) + 4;
            int end = text.indexOf("\r\n" + mark, start);
            if (end < 0) {
                throw new IOException("the form has no end");
            }
            String header = text.substring(head, start);
            String key = header.replaceFirst("(?s).*?; name=\"([^\"]*)\".*", "$1");
            if (header.contains("filename=")) {
                name = header.replaceFirst("(?s).*filename=\"([^\"]*)\".*", "$1");
                content = Arrays.copyOfRange(body, start, end);
            } else {
                fields.computeIfAbsent(key, any -> new ArrayList<>())
                        .add(new String(Arrays.copyOfRange(body, start, end), StandardCharsets.UTF_8));
            }
            at = end + 2;
        }
        return new Stored(name, content, fields);
    }

    private static String normalized(String name) {
        return name.toLowerCase().replaceAll("[-_.]+", "-");
    }

    static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
