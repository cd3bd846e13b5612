package io.jenkins.plugins.mlcwheels.engine.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the repository of a source stands beside a tag.
 *
 * @param head the commit that is checked out; empty outside git, or where nothing is committed yet
 * @param tagged the commit of the tag; empty if there is no such tag
 * @param changed tracked files with changes that are not committed, submodules included
 * @param untracked files and directories that git neither tracks nor ignores
 */
public record SourceState(
        Optional<String> head, Optional<String> tagged, List<String> changed, List<String> untracked) {

    private static final String UNTRACKED = "?? ";

    public SourceState {
        changed = List.copyOf(changed);
        untracked = List.copyOf(untracked);
    }

    /** Looks. Writes nothing, not even git's index. */
    public static SourceState of(SourceTree tree, String tag) {
        Optional<String> head;
        try {
            head = commit(tree, "HEAD");
        } catch (InvalidSourceTreeException noGit) {
            head = Optional.empty();
        }
        if (head.isEmpty()) {
            return new SourceState(head, Optional.empty(), List.of(), List.of());
        }
        List<String> changed = new ArrayList<>();
        List<String> untracked = new ArrayList<>();
        for (String line : tree.git(List.of("git", "-c", "core.quotePath=false", "status", "--porcelain"))) {
            if (line.startsWith(UNTRACKED)) {
                untracked.add(line.substring(UNTRACKED.length()));
            } else if (line.length() > UNTRACKED.length()) {
                changed.add(line.substring(UNTRACKED.length()));
            }
        }
        return new SourceState(head, commit(tree, "refs/tags/" + tag), changed, untracked);
    }

    private static Optional<String> commit(SourceTree tree, String name) {
        List<String> output =
                tree.git(List.of("git", "rev-parse", "--quiet", "--verify", "--end-of-options", name + "^{commit}"));
        return output.stream().filter(line -> line.matches("[0-9a-f]{40,64}")).findFirst();
    }
}
