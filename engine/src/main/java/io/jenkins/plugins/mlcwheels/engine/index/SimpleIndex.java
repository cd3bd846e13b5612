package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A static index of wheels that pip installs from: a page for each project and one of all projects, each as HTML
 * (PEP 503) and JSON (PEP 691, with the fields of PEP 700). Pure; the same wheels give the same bytes.
 */
public final class SimpleIndex {

    /** Name of the page that a server sends for a directory. */
    static final String HTML = "index.html";

    /** Name of the JSON form of the same page. */
    static final String JSON = "index.json";

    private static final Comparator<IndexedWheel> NEWEST_LAST = Comparator.comparing(
                    (IndexedWheel wheel) -> Pep440Version.parse(wheel.filename().version()))
            .thenComparing(wheel -> wheel.filename().toString());

    private final SortedMap<String, List<IndexedWheel>> projects;

    private SimpleIndex(SortedMap<String, List<IndexedWheel>> projects) {
        this.projects = projects;
    }

    /** @throws EngineException if two wheels of the same name have different bytes */
    public static SimpleIndex of(Collection<IndexedWheel> wheels) {
        SortedMap<String, List<IndexedWheel>> projects = new TreeMap<>();
        Map<String, IndexedWheel> seen = new HashMap<>();
        for (IndexedWheel wheel : wheels) {
            IndexedWheel before = seen.putIfAbsent(wheel.filename().toString(), wheel);
            if (before == null) {
                projects.computeIfAbsent(wheel.project(), name -> new ArrayList<>())
                        .add(wheel);
            } else if (!before.sha256().equals(wheel.sha256())) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        "'" + wheel.filename() + "' is there twice with different bytes: " + before.url() + " and "
                                + wheel.url(),
                        "Keep one of them, or give one another version or build tag.");
            }
        }
        projects.values().forEach(list -> list.sort(NEWEST_LAST));
        return new SimpleIndex(projects);
    }

    /** From the normalised name of a project to its wheels, oldest version first. */
    public SortedMap<String, List<IndexedWheel>> projects() {
        return projects;
    }

    /** From paths such as {@code mlc-llm/index.html} to their content; the page of all projects comes last. */
    public Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        projects.forEach((project, wheels) -> {
            pages.put(project + "/" + HTML, IndexHtml.project(project, wheels));
            pages.put(project + "/" + JSON, IndexJson.project(project, wheels));
        });
        pages.put(HTML, IndexHtml.root(projects.keySet()));
        pages.put(JSON, IndexJson.root(projects.keySet()));
        return pages;
    }

    /**
     * Writes the pages, each of them at once, so that an installer sees the old or the new one, never a part; pages of
     * projects that are no more are removed.
     */
    public void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> page : pages().entrySet()) {
            AtomicFile.write(directory.resolve(page.getKey()), page.getValue());
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path child : children) {
                if (!projects.containsKey(child.getFileName().toString())) {
                    removeProject(child);
                }
            }
        }
    }

    /** Deletes only what an index has written there. */
    private static void removeProject(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(HTML));
        Files.deleteIfExists(directory.resolve(JSON));
        try (DirectoryStream<Path> rest = Files.newDirectoryStream(directory)) {
            if (rest.iterator().hasNext()) {
                return;
            }
        }
        Files.delete(directory);
    }
}
