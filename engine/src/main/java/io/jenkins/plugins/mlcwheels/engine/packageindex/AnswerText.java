package io.jenkins.plugins.mlcwheels.engine.packageindex;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mlcwheels.engine.http.HttpAnswer;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** What an index says in an answer: the message in JSON, the text of a page, or plain words. */
final class AnswerText {

    private static final int LONGEST = 1 << 16;

    private AnswerText() {}

    static boolean isHtml(HttpAnswer answer) {
        String type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        String start = answer.text().stripLeading().toLowerCase(Locale.ROOT);
        return type.contains("html") || start.startsWith("<!doctype html") || start.startsWith("<html");
    }

    /** Fit to be shown, without a secret; empty if there are no words. */
    static String of(HttpAnswer answer, HttpOptions options) {
        String text = answer.text();
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String words = isHtml(answer) ? page(cut) : cut.stripLeading().startsWith("{") ? json(cut) : cut;
        return options.shown(words.replaceAll("[ \\t\\r\\n]+", " ").strip());
    }

    private static String json(String text) {
        try {
            JsonNode top = Json.MAPPER.readTree(text);
            return Stream.of("message", "detail", "error", "errors", "title")
                    .map(top::path)
                    .filter(node -> !node.isMissingNode() && !node.isNull())
                    .map(node -> node.isTextual() ? node.asText() : node.toString())
                    .filter(words -> !words.isBlank())
                    .findFirst()
                    .orElse(text);
        } catch (IOException e) {
            return text;
        }
    }

    /** The body of a page, or its title, without what stands between angle brackets. */
    private static String page(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int body = lower.indexOf("<body");
        StringBuilder words = new StringBuilder();
        boolean tag = false;
        int from = Math.max(body, 0);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                int skipped = skip(lower, i);
                i = skipped > i ? skipped - 1 : i;
                tag = skipped == i;
                words.append(' ');
            } else if (c == '>' && tag) {
                tag = false;
            } else if (!tag) {
                words.append(c);
            }
        }
        return words.toString()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#x27;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    /** The end of a script or style that begins there; the same place if none does. */
    private static int skip(String lower, int at) {
        for (String name : new String[] {"script", "style"}) {
            if (lower.startsWith("<" + name, at)) {
                int end = lower.indexOf("</" + name + ">", at);
                return end < 0 ? lower.length() : end + name.length() + 3;
            }
        }
        return at;
    }
}
