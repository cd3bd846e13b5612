package io.jenkins.plugins.mlcwheels.engine.packageindex;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.text.PercentEncoding;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files on the page of a project: JSON (PEP 691) or HTML (PEP 503). */
final class SimplePage {

    private static final int MOST_FILES = 200_000;

    private final Map<String, ListedFile> files = new LinkedHashMap<>();

    private SimplePage() {}

    /** @throws IOException if it is not a page of a project, with the reason */
    static SimplePage json(byte[] body) throws IOException {
        SimplePage page = new SimplePage();
        JsonNode list;
        try {
            list = Json.MAPPER.readTree(body).path("files");
        } catch (IOException e) {
            throw new IOException("is JSON that can't be read", e);
        }
        if (!list.isArray()) {
            throw new IOException("has no list of files");
        }
        for (JsonNode file : list) {
            Map<String, String> digests = new LinkedHashMap<>();
            file.path("hashes")
                    .properties()
                    .forEach(hash -> digests.put(hash.getKey(), hash.getValue().asText("")));
            page.add(file.path("filename").asText(""), digests);
        }
        return page;
    }

    /** @throws IOException if it is a page of another kind, with the reason */
    static SimplePage html(String text) throws IOException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("<form") || lower.contains("type=\"password\"")) {
            throw new IOException("is a page with a form, such as for signing in");
        }
        SimplePage page = new SimplePage();
        HtmlAnchors anchors = new HtmlAnchors(text);
        for (Optional<String> link = anchors.next(); link.isPresent(); link = anchors.next()) {
            page.addLink(link.get());
        }
        return page;
    }

    private void addLink(String link) throws IOException {
        int hash = link.indexOf('#');
        String address = hash < 0 ? link : link.substring(0, hash);
        int query = address.indexOf('?');
        String path = query < 0 ? address : address.substring(0, query);
        Map<String, String> digests = new LinkedHashMap<>();
        if (hash >= 0) {
            for (String part : Ascii.split(link.substring(hash + 1), '&')) {
                int sign = part.indexOf('=');
                if (sign > 0) {
                    digests.put(Ascii.lowerCase(part.substring(0, sign)), part.substring(sign + 1));
                }
            }
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            add(PercentEncoding.decode(name), digests);
        } catch (IllegalArgumentException e) {
            add(name, digests);
        }
    }

    private void add(String name, Map<String, String> digests) throws IOException {
        if (files.size() >= MOST_FILES) {
            throw new IOException("lists more than " + MOST_FILES + " files");
        }
        if (!name.isEmpty()) {
            files.putIfAbsent(name, new ListedFile(name, digests));
        }
    }

    Map<String, ListedFile> files() {
        return files;
    }
}
