package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Locale;

/**
 * In which form an index is wanted (PEP 691).
 *
 * @param type content type of the answer
 */
record Accepted(String type, boolean json) {

    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final String HTML = "application/vnd.pypi.simple.v1+html";
    private static final Accepted PLAIN = new Accepted("text/html", false);
    private static final int LONGEST = 4096;

    /** @param header what the client accepts; null for anything */
    static Accepted of(@CheckForNull String header) {
        Accepted best = PLAIN;
        double most = 0;
        String accepted = header == null || header.length() > LONGEST ? "" : header.toLowerCase(Locale.ROOT);
        for (String one : accepted.split(",")) {
            String[] parts = one.split(";");
            Accepted form = form(parts[0].strip());
            double quality = quality(parts);
            if (form != null && quality > most) {
                most = quality;
                best = form;
            }
        }
        return best;
    }

    private static Accepted form(String type) {
        return switch (type) {
            case JSON, "application/vnd.pypi.simple.latest+json" -> new Accepted(JSON, true);
            case HTML, "application/vnd.pypi.simple.latest+html" -> new Accepted(HTML, false);
            case "text/html", "*/*" -> PLAIN;
            default -> null;
        };
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String text = part.strip();
            if (text.matches("q=[01](\\.[0-9]{0,3})?")) {
                return Double.parseDouble(text.substring(2));
            }
        }
        return 1;
    }
}
