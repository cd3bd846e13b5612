package io.jenkins.plugins.mlcwheels.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionDecision;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionItem;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPlan;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionPolicy;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionRefusedException;
import io.jenkins.plugins.mlcwheels.engine.retention.RetentionReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows a plan, carries it out if told to, and shows what became of it. */
final class PruneRun {

    private static final int SCHEMA_VERSION = 1;
    private static final Pattern DIGEST = Pattern.compile("(sha256[:-][0-9a-f]{12})[0-9a-f]{52}");

    private final PruneOptions options;
    private final PrintWriter out;

    PruneRun(PruneOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /** What carries out a plan. */
    interface Deletion {
        RetentionReport apply(RetentionPlan plan);
    }

    /**
     * Returns the exit code.
     *
     * @throws RetentionRefusedException if the plan deletes too much, once it is shown
     */
    int run(RetentionPlan plan, RetentionPolicy policy, Deletion deletion) throws IOException {
        if (!options.json()) {
            out.println(shortened(plan));
            out.flush();
        }
        try {
            plan.checked(policy, options.force());
        } catch (RetentionRefusedException e) {
            printIfJson(plan, Optional.empty());
            throw e;
        }
        return options.applies() ? apply(plan, deletion) : show(plan);
    }

    private int show(RetentionPlan plan) {
        printIfJson(plan, Optional.empty());
        if (!options.json() && !plan.deleted().isEmpty()) {
            out.println("Nothing was deleted. Add --apply to delete.");
        }
        return ExitCode.OK.code();
    }

    private int apply(RetentionPlan plan, Deletion deletion) {
        RetentionReport report = deletion.apply(plan);
        printIfJson(plan, Optional.of(report));
        if (!options.json()) {
            out.println(shortened(report));
        }
        if (report.isRefusedOnly()) {
            return ExitCode.PUBLISH_REFUSED.code();
        }
        return (report.isComplete() ? ExitCode.OK : ExitCode.REMOTE_ERROR).code();
    }

    /** Digests as far as people read them; JSON has them whole. */
    private static String shortened(Object text) {
        return DIGEST.matcher(text.toString()).replaceAll("$1");
    }

    private void printIfJson(RetentionPlan plan, Optional<RetentionReport> report) {
        if (options.json()) {
            ObjectNode top = Json.MAPPER.createObjectNode().put("schemaVersion", SCHEMA_VERSION);
            top.put("applied", report.isPresent());
            ArrayNode items = top.putArray("items");
            Set<String> deleted = report.stream()
                    .flatMap(done -> done.deleted().stream())
                    .map(RetentionItem::id)
                    .collect(Collectors.toSet());
            for (RetentionDecision decision : plan.decisions()) {
                ObjectNode item = print(decision, items.addObject());
                report.ifPresent(done -> outcome(done, deleted, decision.item().id(), item));
            }
            out.println(top.toPrettyString());
        }
    }

    private static ObjectNode print(RetentionDecision decision, ObjectNode item) {
        item.put("id", decision.item().id());
        ArrayNode tags = item.putArray("tags");
        decision.item().tags().stream().sorted().forEach(tags::add);
        return item.put("decision", decision.keep() ? "keep" : "delete").put("reason", decision.reason());
    }

    private static void outcome(RetentionReport report, Set<String> deleted, String id, ObjectNode item) {
        if (report.failed().containsKey(id)) {
            item.put("outcome", "failed").put("problem", report.failed().get(id));
        } else if (report.refused().containsKey(id)) {
            item.put("outcome", "refused").put("problem", report.refused().get(id));
        } else if (report.untried().containsKey(id)) {
            item.put("outcome", "left").put("problem", report.untried().get(id));
        } else {
            item.put("outcome", deleted.contains(id) ? "deleted" : "kept");
        }
    }
}
