package io.jenkins.plugins.mlcwheels.engine.index;

import java.util.Collection;
import java.util.List;

/** The HTML pages of an index (PEP 503, 592, 629, 658, 714). */
final class IndexHtml {

    private static final String END = "  </body>\n</html>\n";
    private static final String AGE = "    <p>";
    private static final String AGE_END = "</p>\n";

    private IndexHtml() {}

    static String root(Collection<String> projects) {
        StringBuilder links = new StringBuilder();
        projects.forEach(project -> links.append("    <a href=\"")
                .append(project)
                .append("/\">")
                .append(project)
                .append("</a><br>\n"));
        return page("Simple index", links.toString());
    }

    static String project(String name, List<IndexedWheel> wheels) {
        StringBuilder links = new StringBuilder();
        wheels.forEach(wheel -> links.append("    ").append(link(wheel)).append("<br>\n"));
        String age = NightlyAge.of(wheels)
                .map(newest -> AGE + escape(newest.toString()) + AGE_END)
                .orElse("");
        return page("Links for " + name, "    <h1>Links for " + name + "</h1>\n" + age + links);
    }

    /**
     * Whether a text is such a page, in every line.
     *
     * @param project its name; empty for the page of all projects
     */
    static boolean isPage(String project, String text) {
        String empty = project.isEmpty() ? root(List.of()) : project(project, List.of());
        int cut = empty.length() - END.length();
        return text.length() >= empty.length()
                && text.startsWith(empty.substring(0, cut))
                && text.endsWith(END)
                && text.substring(cut, text.length() - END.length())
                        .lines()
                        .allMatch(line -> line.startsWith("    <a href=\"") && line.endsWith("</a><br>")
                                || line.startsWith(AGE + NightlyAge.BEGINNING) && line.endsWith(AGE_END.strip()));
    }

    private static String link(IndexedWheel wheel) {
        StringBuilder tag = new StringBuilder("<a href=\"")
                .append(escape(wheel.url()))
                .append("#sha256=")
                .append(wheel.sha256())
                .append('"');
        wheel.requiresPython().ifPresent(specifier -> attribute(tag, "data-requires-python", specifier));
        wheel.metadataSha256().ifPresent(digest -> {
            attribute(tag, "data-core-metadata", "sha256=" + digest);
            attribute(tag, "data-dist-info-metadata", "sha256=" + digest);
        });
        wheel.yanked().ifPresent(reason -> attribute(tag, "data-yanked", reason));
        return tag.append('>')
                .append(escape(wheel.filename().toString()))
                .append("</a>")
                .toString();
    }

    private static void attribute(StringBuilder tag, String name, String value) {
        tag.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private static String page(String title, String body) {
        return """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="pypi:repository-version" content="1.1">
                <title>%s</title>
              </head>
              <body>
            %s""".formatted(escape(title), body) + END;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
