package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.build.SourceState;
import io.jenkins.plugins.mlcwheels.engine.release.ReleaseProblem;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.util.List;
import java.util.Optional;

/** Whether a source is what a tag stands for, as publishing to a host asks of the commit that was built. */
final class ReleaseSource {

    private static final int SHORT = 10;
    private static final int SHOWN = 3;

    private final ReleaseTag tag;
    private final SourceState state;

    ReleaseSource(ReleaseTag tag, SourceState state) {
        this.tag = tag;
        this.state = state;
    }

    /** The commit that is checked out; empty outside git. */
    Optional<String> commit() {
        return state.head();
    }

    /**
     * Says what a release would be of, if that is not the tag.
     *
     * @param any whether that is allowed
     * @return what is wrong if it is not, and the source has the tag
     */
    Optional<ReleaseProblem> problem(boolean any, ProgressListener listener) {
        Optional<String> difference = state.head().flatMap(this::difference);
        if (difference.isPresent() && state.tagged().isPresent() && !any) {
            return Optional.of(new ReleaseProblem(
                    "the release would not be of the tag " + tag + ": " + difference.get(),
                    "Check out the tag (git checkout " + ShellWords.quote(tag.toString())
                            + "), or add --any-source to release the source as it is."));
        }
        difference.ifPresent(text -> listener.on(new ProgressListener.Notice(text, true)));
        if (!state.untracked().isEmpty()) {
            listener.on(new ProgressListener.Notice(
                    "the source has files that git does not track, which are built too: " + some(state.untracked()),
                    false));
        }
        return Optional.empty();
    }

    private Optional<String> difference(String head) {
        String changes = state.changed().isEmpty()
                ? ""
                : "the source has changes that are not committed: " + some(state.changed());
        if (state.tagged().isEmpty()) {
            return Optional.of("the source has no tag " + tag + "; it is at " + shortened(head)
                    + (changes.isEmpty() ? "" : ", and " + changes));
        }
        String tagged = state.tagged().get();
        if (!tagged.equals(head)) {
            return Optional.of("the tag is at " + shortened(tagged) + ", the source at " + shortened(head));
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes);
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT, commit.length()));
    }
}
