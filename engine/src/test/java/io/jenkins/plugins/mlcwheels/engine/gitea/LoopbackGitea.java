package io.jenkins.plugins.mlcwheels.engine.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host on this machine with the releases of one repository, in the manner of Gitea: one release per tag, draft or not;
 * attachments come as forms, are told without a digest, and may have the same name twice.
 */
final class LoopbackGitea implements AutoCloseable {

    static final String TOKEN = "gitea-token";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "/api/v1/repos/mlc-ai/mlc-llm";
    private static final Pattern RELEASE = Pattern.compile("/releases/([0-9]+)(?:/assets(?:/([0-9]+))?)?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Long, ObjectNode> releases = new TreeMap<>();
    private final Map<Long, Map<Long, Attachment>> attachments = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private long last = 100;

    private record Attachment(String name, byte[] content) {}

    private LoopbackGitea() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static LoopbackGitea start() throws IOException {
        return new LoopbackGitea();
    }

    LoopbackGitea tag(String tag, String commit) {
        tags.put(tag, commit);
        return this;
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1");
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!("token " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, null);
            } else if (path.startsWith("/attachments/")) {
                byte[] content = content(Long.parseLong(path.substring("/attachments/".length())));
                exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
                if (content != null) {
                    exchange.getResponseBody().write(content);
                }
            } else {
                route(exchange, path.substring(REPOSITORY.length()), body);
            }
        }
    }

    private byte[] content(long id) {
        return attachments.values().stream()
                .map(of -> of.get(id))
                .filter(found -> found != null)
                .map(Attachment::content)
                .findFirst()
                .orElse(null);
    }

    private void route(HttpExchange exchange, String path, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        if (path.startsWith("/tags/")) {
            String commit = tags.get(path.substring("/tags/".length()));
            ObjectNode tag = JSON.createObjectNode();
            tag.putObject("commit").put("sha", commit);
            answer(exchange, commit == null ? 404 : 200, tag);
            return;
        }
        if (path.equals("/releases")) {
            if (method.equals("GET")) {
                list(exchange);
            } else {
                create(exchange, JSON.readTree(body));
            }
            return;
        }
        Matcher parts = RELEASE.matcher(path);
        ObjectNode release = parts.matches() ? releases.get(Long.parseLong(parts.group(1))) : null;
        if (release == null) {
            answer(exchange, 404, null);
        } else if (path.contains("/assets")) {
            assets(exchange, method, Long.parseLong(parts.group(1)), parts.group(2), body);
        } else if (method.equals("GET")) {
            answer(exchange, 200, release);
        } else if (method.equals("DELETE")) {
            releases.remove(release.path("id").asLong());
            attachments.remove(release.path("id").asLong());
            answer(exchange, 204, null);
        } else {
            JSON.readerForUpdating(release).readValue(body);
            answer(exchange, 200, release);
        }
    }

    /** At most two on a page, so that clients have to turn pages. */
    private void list(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int page = query.matches(".*\\bpage=[0-9]+.*") ? Integer.parseInt(query.replaceFirst(".*\\bpage=", "")) : 1;
        ArrayNode list = JSON.createArrayNode();
        releases.values().stream()
                .sorted(Comparator.comparing(
                        (ObjectNode release) -> -release.path("id").asLong()))
                .skip((page - 1) * 2L)
                .limit(2)
                .forEach(list::add);
        answer(exchange, 200, list);
    }

    private void create(HttpExchange exchange, JsonNode given) throws IOException {
        if (releases.values().stream().anyMatch(other -> other.path("tag_name").equals(given.path("tag_name")))) {
            answer(exchange, 409, JSON.createObjectNode().put("message", "Release is has no Tag"));
            return;
        }
        ObjectNode release = JSON.createObjectNode().put("id", ++last);
        release.setAll((ObjectNode) given);
        release.put(
                "html_url", api() + "/releases/tag/" + given.path("tag_name").asText());
        releases.put(last, release);
        attachments.put(last, new LinkedHashMap<>());
        answer(exchange, 201, release);
    }

    private void assets(HttpExchange exchange, String method, long release, String id, byte[] body) throws IOException {
        Map<Long, Attachment> of = attachments.get(release);
        if (id == null && method.equals("GET")) {
            ArrayNode list = JSON.createArrayNode();
            of.forEach((number, attachment) -> list.add(describe(number, attachment)));
            answer(exchange, 200, list);
        } else if (id == null) {
            String query = exchange.getRequestURI().getRawQuery();
            String name = URLDecoder.decode(query.substring("name=".length()), StandardCharsets.UTF_8);
            Attachment added = new Attachment(name, formFile(exchange, body));
            of.put(++last, added);
            answer(exchange, 201, describe(last, added));
        } else if (!of.containsKey(Long.parseLong(id))) {
            answer(exchange, 404, null);
        } else if (method.equals("DELETE")) {
            of.remove(Long.parseLong(id));
            answer(exchange, 204, null);
        } else {
            Attachment renamed = new Attachment(
                    JSON.readTree(body).path("name").asText(),
                    of.get(Long.parseLong(id)).content());
            of.put(Long.parseLong(id), renamed);
            answer(exchange, 201, describe(Long.parseLong(id), renamed));
        }
    }

    private ObjectNode describe(long id, Attachment attachment) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("name", attachment.name())
                .put("size", attachment.content().length)
                .put("browser_download_url", api().resolve("/attachments/" + id).toString());
    }

    /** The one file of a form. */
    private static byte[] formFile(HttpExchange exchange, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        String end = "\r\n--" + type.substring(type.indexOf("boundary=") + 9);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return Arrays.copyOfRange(body, text.indexOf("\r\n\r\n") + 4, text.indexOf(end, 1));
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** From the names of the attachments of a tag to their content. */
    synchronized Map<String, byte[]> files(String tag) {
        Map<String, byte[]> files = new TreeMap<>();
        List<Long> ids = new ArrayList<>(releases.keySet());
        ids.removeIf(id -> !releases.get(id).path("tag_name").asText().equals(tag));
        ids.forEach(id -> attachments.get(id).values().forEach(file -> files.put(file.name(), file.content())));
        return files;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
