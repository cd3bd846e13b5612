package io.jenkins.plugins.mlcwheels.engine.retention;

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
        String tags = item.tags().isEmpty()
                ? ""
                : " (" + String.join(", ", item.tags().stream().sorted().toList()) + ")";
        return (keep ? "keep    " : "delete  ") + item.id() + tags + ": " + reason;
    }
}
