package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The stages of one run, and why some of them are skipped. */
public final class StageList {

    private final Map<ReleaseStage, String> skipped;

    private StageList(Map<ReleaseStage, String> skipped) {
        this.skipped = Collections.unmodifiableMap(skipped);
    }

    /** All of them. */
    public static StageList all() {
        return new StageList(new EnumMap<>(ReleaseStage.class));
    }

    /**
     * All but those that somebody named.
     *
     * @param ids names of stages
     * @param option by which they were named, such as {@code --skip-stage}
     * @throws EngineException if there is no such stage, or the others can't do without it
     */
    public static StageList without(Collection<String> ids, String option) {
        StageList stages = all();
        for (String id : ids) {
            ReleaseStage stage = ReleaseStage.of(id)
                    .orElseThrow(() -> new EngineException(
                            EngineException.Kind.INPUT,
                            option + ": there is no stage '" + id + "'",
                            "The stages are " + String.join(", ", ReleaseStage.ids()) + "."));
            if (!stage.isSkippable()) {
                throw new EngineException(
                        EngineException.Kind.INPUT,
                        option + ": " + id + " can't be skipped: the stages after it need " + stage.gives(),
                        "Leave " + option + " " + id + " out.");
            }
            stages = stages.without(stage, option + " " + id);
        }
        return stages;
    }

    /** The same without one more; a reason that was given before stays. */
    public StageList without(ReleaseStage stage, String reason) {
        Map<ReleaseStage, String> more = new EnumMap<>(ReleaseStage.class);
        more.putAll(skipped);
        more.putIfAbsent(stage, reason);
        return new StageList(more);
    }

    /** Why a stage is skipped; empty if it runs. */
    public Optional<String> whySkipped(ReleaseStage stage) {
        return Optional.ofNullable(skipped.get(stage));
    }

    /** What a person reads when a stage is reached: {@code run   test}, or {@code skip  test: --skip-stage test}. */
    public String line(ReleaseStage stage) {
        return whySkipped(stage)
                .map(reason -> "skip  " + stage.id() + ": " + reason)
                .orElse("run   " + stage.id());
    }
}
