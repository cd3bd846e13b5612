package io.jenkins.plugins.mlcwheels.retention;

import hudson.Extension;
import hudson.model.Cause;
import java.util.OptionalInt;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayCause;

/** Knows replays and rebuilds of pipelines, where there are such. */
@Extension(optional = true)
public final class ReplayOrigin implements RunningBuilds.Origin {

    @Override
    public OptionalInt number(Cause cause) {
        return cause instanceof ReplayCause replay ? OptionalInt.of(replay.getOriginalNumber()) : OptionalInt.empty();
    }
}
