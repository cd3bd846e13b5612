package io.jenkins.plugins.mlcwheels.engine.retention;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out a plan in its order, so that at no moment something is left without what it needs: what a failed deletion
 * leaves behind keeps what it needs, at any depth. Ends early when it is cancelled, or after three failures in a row,
 * since what stands in the way of so many stands in the way of all; an {@link ItemFailure} does not count among these.
 */
public final class RetentionRun {

    private static final int MOST_FAILURES = 3;

    private final Map<String, RetentionItem> going;
    private final List<RetentionItem> deleted = new ArrayList<>();
    private final Map<String, String> failed = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, String> untried = new LinkedHashMap<>();
    private int inARow;
    private String stopped = "";

    private RetentionRun(RetentionPlan plan) {
        this.going = plan.deleted().stream()
                .collect(Collectors.toMap(RetentionItem::id, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    /** @param deletion deletes one item, or throws an {@code EngineException}, which goes into the report */
    public static RetentionReport apply(RetentionPlan plan, Consumer<RetentionItem> deletion) {
        RetentionRun run = new RetentionRun(plan);
        run.going.values().forEach(item -> run.delete(item, deletion));
        return new RetentionReport(plan.kept(), run.deleted, run.failed, run.refused, run.untried);
    }

    private void delete(RetentionItem item, Consumer<RetentionItem> deletion) {
        if (!stopped.isEmpty()) {
            untried.putIfAbsent(item.id(), stopped);
        }
        if (untried.containsKey(item.id())) {
            return;
        }
        try {
            deletion.accept(item);
            deleted.add(item);
            inARow = 0;
        } catch (EngineException e) {
            (e instanceof DeletionRefusedException ? refused : failed).put(item.id(), reason(e));
            leaveWhatItNeeds(item);
            if (e.kind() == EngineException.Kind.CANCELLED) {
                stopped = "the work was cancelled";
            } else if (!(e instanceof ItemFailure) && ++inARow == MOST_FAILURES) {
                stopped = MOST_FAILURES + " deletions in a row failed";
            }
        }
    }

    private static String reason(EngineException failure) {
        return failure.suggestion().isEmpty()
                ? failure.getMessage()
                : failure.getMessage().replaceFirst("[.]$", "") + ". " + failure.suggestion();
    }

    private void leaveWhatItNeeds(RetentionItem item) {
        Deque<RetentionItem> todo = new ArrayDeque<>(List.of(item));
        while (!todo.isEmpty()) {
            RetentionItem user = todo.pop();
            Stream.concat(user.refersTo().stream(), user.attachedTo().stream())
                    .filter(need -> going.containsKey(need) && !failed.containsKey(need) && !refused.containsKey(need))
                    .filter(need -> untried.putIfAbsent(need, user.id() + " is still there and needs it") == null)
                    .forEach(need -> todo.push(going.get(need)));
        }
    }
}
