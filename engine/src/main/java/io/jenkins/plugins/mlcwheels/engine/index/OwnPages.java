package io.jenkins.plugins.mlcwheels.engine.index;

import io.jenkins.plugins.mlcwheels.engine.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which files in a directory an index wrote there. Each index lists its own in {@code .mlc-wheels-index}, in the lines
 * of {@code sha256sum}; before it writes, with their old and new digests, so that a crash leaves none unknown. Where
 * there is no such list, pages of projects count that are in every line as an index prints them.
 */
final class OwnPages {

    private static final String LIST = ".mlc-wheels-index";
    private static final String PROJECT = "[a-z0-9]+(?:-[a-z0-9]+)*";
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64})  ((?:(" + PROJECT + ")/)?index\\.(?:html|json))");
    private static final long LARGEST_PAGE = 256 << 20;

    private final Path directory;
    private final SortedMap<String, Set<String>> digests;

    private OwnPages(Path directory, SortedMap<String, Set<String>> digests) {
        this.directory = directory;
        this.digests = digests;
    }

    static OwnPages in(Path directory) throws IOException {
        Path list = directory.resolve(LIST);
        SortedMap<String, Set<String>> digests = new TreeMap<>();
        if (Files.isRegularFile(list)) {
            // What is not text is not a line of a list either.
            for (String line : new String(Files.readAllBytes(list), StandardCharsets.UTF_8).split("\n")) {
                Matcher parts = LINE.matcher(line);
                if (parts.matches()) {
                    add(digests, parts.group(2), parts.group(1));
                }
            }
            return new OwnPages(directory, digests);
        }
        recognise(directory, "", digests);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, OwnPages::mayBeProject)) {
            for (Path child : children) {
                recognise(directory, child.getFileName().toString(), digests);
            }
        }
        return new OwnPages(directory, digests);
    }

    private static boolean mayBeProject(Path child) {
        return Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                && child.getFileName().toString().matches(PROJECT);
    }

    /** JSON is taken for an index's only beside the HTML of the same page. */
    private static void recognise(Path directory, String project, Map<String, Set<String>> digests) throws IOException {
        String prefix = project.isEmpty() ? "" : project + "/";
        if (isRecognised(directory.resolve(prefix + SimpleIndex.HTML), project)) {
            for (String page : Set.of(prefix + SimpleIndex.HTML, prefix + SimpleIndex.JSON)) {
                Path file = directory.resolve(page);
                if (isRecognised(file, project)) {
                    add(digests, page, Sha256.of(file));
                }
            }
        }
    }

    private static boolean isRecognised(Path file, String project) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_PAGE) {
            return false;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return file.endsWith(SimpleIndex.HTML) ? IndexHtml.isPage(project, text) : IndexJson.isPage(project, text);
    }

    private static void add(Map<String, Set<String>> digests, String page, String digest) {
        digests.computeIfAbsent(page, path -> new TreeSet<>()).add(digest);
    }

    /** Paths such as {@code mlc-llm/index.html}. */
    Collection<String> pages() {
        return digests.keySet();
    }

    /** Names of the projects that pages are there of. */
    Set<String> projects() {
        return digests.keySet().stream()
                .filter(page -> page.contains("/") && Files.exists(directory.resolve(page)))
                .map(page -> page.substring(0, page.indexOf('/')))
                .collect(Collectors.toSet());
    }

    /** Whether nothing is lost if an index writes there; a listed page that somebody changed is theirs. */
    boolean mayReplace(String page) throws IOException {
        Path file = directory.resolve(page);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = file.getParent();
            return Files.isDirectory(parent) || !Files.exists(parent, LinkOption.NOFOLLOW_LINKS);
        }
        int slash = page.indexOf('/');
        return isUnchanged(page) || isRecognised(file, slash < 0 ? "" : page.substring(0, slash));
    }

    /** Whether it is there, just as an index wrote it. */
    boolean isUnchanged(String page) throws IOException {
        Path file = directory.resolve(page);
        boolean real = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file.getParent());
        return real && digests.getOrDefault(page, Set.of()).contains(Sha256.of(file));
    }

    /**
     * Writes the list.
     *
     * @param pages from the paths of the new pages to their content
     * @param alsoOld whether what is listed so far stays listed
     */
    void list(Map<String, String> pages, boolean alsoOld) throws IOException {
        SortedMap<String, Set<String>> all = new TreeMap<>();
        if (alsoOld) {
            digests.forEach((page, known) -> known.forEach(digest -> add(all, page, digest)));
        }
        pages.forEach((page, content) -> add(all, page, Sha256.of(content)));
        StringBuilder text = new StringBuilder();
        all.forEach((page, known) -> known.forEach(
                digest -> text.append(digest).append("  ").append(page).append('\n')));
        AtomicFile.sweep(directory.resolve(LIST));
        AtomicFile.write(directory.resolve(LIST), text.toString());
    }
}
