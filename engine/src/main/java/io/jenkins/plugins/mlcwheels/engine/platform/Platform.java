package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.finding.Problem;
import io.jenkins.plugins.mlcwheels.engine.wheel.PlatformTag;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
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

    /**
     * Reads what a file of this system is made of and offers.
     *
     * @param size of the file in bytes
     * @param opener of the file, which may be asked several times
     * @throws io.jenkins.plugins.mlcwheels.engine.EngineException if something in it can't be true
     */
    void read(long size, StreamedBytes.Opener opener, NativeVisitor visitor) throws IOException;

    /** All kinds of findings that are its own. */
    List<? extends Problem> findingKinds();
}
