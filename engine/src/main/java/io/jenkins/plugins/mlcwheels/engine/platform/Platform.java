package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.util.List;

/**
 * A system that wheels are made for. It owns platform tags, recognises its native files, takes their facts while the
 * wheel is read, and judges them: what they are consistent with, what keeps the tag from being more portable, who brings
 * each library.
 */
public interface Platform {

    /** As people call it, such as {@code Windows}. */
    String name();

    /** Whether the tag says something about this system. */
    boolean owns(PlatformTag tag);

    /** Begins to look for native files of this system in a wheel. */
    NativeScan scan(WheelArchive wheel);

    /** All kinds of findings that are its own. */
    List<? extends Problem> findingKinds();
}
