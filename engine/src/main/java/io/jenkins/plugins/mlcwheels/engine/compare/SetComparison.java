package io.jenkins.plugins.mlcwheels.engine.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.json.Json;
import io.jenkins.plugins.mlcwheels.engine.platform.ReportTexts;
import java.util.List;

/**
 * Two sets of wheels side by side.
 *
 * @param schemaVersion of the JSON form, which docs/compare.md describes
 * @param wheels pairs, in the order of their titles
 * @param missing wheels that only the old set has
 * @param added wheels that only the new set has
 * @param failures conditions that were asked for and are not met
 */
public record SetComparison(
        int schemaVersion,
        List<WheelComparison> wheels,
        List<String> missing,
        List<String> added,
        List<GateFailure> failures) {

    /** Of the JSON form. */
    public static final int SCHEMA_VERSION = 1;

    private static final int MOST = 1000;
    private static final int LONGEST = 32 << 20;

    public SetComparison {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("schemaVersion is " + schemaVersion + ", not " + SCHEMA_VERSION);
        }
        wheels = ReportTexts.first(wheels, MOST);
        missing = ReportTexts.names(missing, MOST);
        added = ReportTexts.names(added, MOST);
        failures = ReportTexts.first(failures, MOST);
    }

    /** Before conditions are applied. */
    public static SetComparison of(List<WheelComparison> wheels, List<String> missing, List<String> added) {
        return new SetComparison(SCHEMA_VERSION, wheels, missing, added, List.of());
    }

    /** The same, held to conditions. */
    public SetComparison held(List<GateCondition> conditions) {
        return new SetComparison(
                schemaVersion,
                wheels,
                missing,
                added,
                conditions.stream()
                        .flatMap(condition -> condition.failures(this).stream())
                        .toList());
    }

    /** On one line, without a line end. */
    public String toJson() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #toJson()} wrote, which may come from another machine.
     *
     * @throws EngineException if it is anything else, or too long
     */
    public static SetComparison parse(String json) {
        if (json.length() > LONGEST) {
            throw unusable("is longer than " + LONGEST + " characters");
        }
        try {
            SetComparison parsed = Json.MAPPER.readValue(json, SetComparison.class);
            if (parsed == null) {
                throw unusable("is empty");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            throw unusable(e.getOriginalMessage());
        }
    }

    private static EngineException unusable(String problem) {
        return new EngineException(
                EngineException.Kind.INPUT, "not a comparison of wheels: it " + problem, "Compare the wheels again.");
    }
}
