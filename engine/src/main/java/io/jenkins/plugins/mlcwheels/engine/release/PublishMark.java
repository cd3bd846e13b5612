package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher writes into a draft, so that it is known again after a crash.
 *
 * @param publisher who made it: letters, digits, '.', '_' and '-', at most 100
 * @param set names the assets it is to get and their bytes; see {@link ReleaseSet#id()}
 * @param publishing whether it is complete and just about to be published, and so must be left alone
 */
public record PublishMark(String publisher, String set, boolean publishing) {

    private static final Pattern PUBLISHER = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern SET = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern COMMENT = Pattern.compile("\n?\n?<!-- mlc-wheels publisher=(" + PUBLISHER.pattern()
            + ") set=(" + SET.pattern() + ") phase=(uploading|publishing) -->");

    public PublishMark {
        Objects.requireNonNull(set, "set");
        if (!isPublisher(publisher)) {
            throw new IllegalArgumentException("publisher: " + publisher);
        }
        if (!SET.matcher(set).matches()) {
            throw new IllegalArgumentException("set: " + set);
        }
    }

    /** Whether that can be the id of a publisher. */
    static boolean isPublisher(String id) {
        return PUBLISHER.matcher(id).matches();
    }

    /** The mark of a draft that is about to be published. */
    public PublishMark asPublishing() {
        return new PublishMark(publisher, set, true);
    }

    /** As a Markdown comment, which no reader of the notes sees. */
    public String comment() {
        return "<!-- mlc-wheels publisher=" + publisher + " set=" + set + " phase="
                + (publishing ? "publishing" : "uploading") + " -->";
    }

    /** Notes with this mark at the end. */
    public String appendTo(String notes) {
        return notes.isEmpty() ? comment() : notes + "\n\n" + comment();
    }

    /** The mark in a draft's notes. */
    public static Optional<PublishMark> in(String notes) {
        Matcher found = COMMENT.matcher(notes);
        return found.find()
                ? Optional.of(new PublishMark(
                        found.group(1), found.group(2), found.group(3).equals("publishing")))
                : Optional.empty();
    }

    /** The notes without any mark. */
    public static String strip(String notes) {
        return COMMENT.matcher(notes).replaceAll("");
    }

    /** How many characters a mark needs beside the notes. */
    public static int room() {
        return 2
                + new PublishMark("x".repeat(100), "0".repeat(64), true)
                        .comment()
                        .length();
    }
}
