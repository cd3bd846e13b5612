package io.jenkins.plugins.mlcwheels.engine.packageindex;

import java.util.List;

/**
 * What became of each file, in the order in which they are sent.
 *
 * @param index for people
 */
public record UploadReport(String index, List<FileResult> files) {

    /** What is known of a file on the index. */
    public enum State {
        /** It was there before, with the same bytes. */
        THERE,
        /** It was sent, and is listed with its bytes. */
        UPLOADED,
        /** The index took it, but does not list it yet. */
        ACCEPTED,
        /** It was not sent, or the index did not take it. */
        MISSING
    }

    /** One file. */
    public record FileResult(Distribution file, State state) {}

    public UploadReport {
        files = List.copyOf(files);
    }

    /** How many files are in a state. */
    public int count(State state) {
        return (int) files.stream().filter(file -> file.state() == state).count();
    }

    /** On one line: {@code 2 of 5 files are on INDEX: A, B}. */
    public String summary() {
        List<String> up = files.stream()
                .filter(file -> file.state() == State.THERE || file.state() == State.UPLOADED)
                .map(file -> file.file().name())
                .toList();
        int accepted = count(State.ACCEPTED);
        return up.size() + " of " + files.size() + (files.size() == 1 ? " file is on " : " files are on ") + index
                + (up.isEmpty() ? "" : ": " + String.join(", ", up))
                + (accepted == 0 ? "" : "; " + accepted + " more accepted, but not listed");
    }
}
