package io.jenkins.plugins.mlcwheels.engine.retention;

import java.util.List;

/**
 * What becomes of one item.
 *
 * @param item which
 * @param keep whether it stays
 * @param reason why, as words that follow "kept, because" or "deleted, because"
 */
public record RetentionDecision(RetentionItem item, boolean keep, String reason) {

    @Override
    public String toString() {
        List<String> tags = item.tags().stream()
                .filter(tag -> !tag.equals(item.id()))
                .sorted()
                .toList();
        return (keep ? "keep    " : "delete  ") + item.id()
                + (tags.isEmpty() ? "" : " (" + String.join(", ", tags) + ")") + ": " + reason;
    }
}
