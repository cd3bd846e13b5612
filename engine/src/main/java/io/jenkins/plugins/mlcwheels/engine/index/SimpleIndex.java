package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    /**
     * Wheels of one name and different bytes, none of which is offered.
     *
     * @param filename their name
     * @param urls where they are, each of other bytes
     */
    public record Ambiguous(String filename, List<String> urls) {

        /** What is wrong and what to do, in two sentences. */
        @Override
        public String toString() {
            return "'" + filename + "' is left out of the index, since it is there with different bytes: "
                    + String.join(" and ", urls)
                    + ". Keep one of them, or leave the others out with --leave-out.";
        }
    }

    private final SortedMap<String, List<IndexedWheel>> projects;
    private final List<Ambiguous> ambiguous;

    private SimpleIndex(SortedMap<String, List<IndexedWheel>> projects, List<Ambiguous> ambiguous) {
        this.projects = projects;
        this.ambiguous = ambiguous;
    }

    /**
     * An index of these wheels; of those of the same name and bytes the first counts.
     *
     * @param wheels whose versions are of PEP 440
     */
    public static SimpleIndex of(Collection<IndexedWheel> wheels) {
        Map<String, Map<String, IndexedWheel>> byName = new TreeMap<>();
        for (IndexedWheel wheel : wheels) {
            byName.computeIfAbsent(wheel.filename().toString(), name -> new LinkedHashMap<>())
                    .putIfAbsent(wheel.sha256(), wheel);
        }
        SortedMap<String, List<IndexedWheel>> projects = new TreeMap<>();
        List<Ambiguous> ambiguous = new ArrayList<>();
        byName.forEach((name, found) -> {
            if (found.size() > 1) {
                ambiguous.add(new Ambiguous(
                        name, found.values().stream().map(IndexedWheel::url).toList()));
            } else {
                found.values().forEach(wheel -> projects.computeIfAbsent(wheel.project(), project -> new ArrayList<>())
                        .add(wheel));
            }
        });
        projects.values().forEach(list -> list.sort(NEWEST_LAST));
        return new SimpleIndex(projects, List.copyOf(ambiguous));
    }

    /** What can't be offered since one name has different bytes. */
    public List<Ambiguous> ambiguous() {
        return ambiguous;
    }

    /** How many wheels it offers. */
    public int wheels() {
        return projects.values().stream().mapToInt(List::size).sum();
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
}
