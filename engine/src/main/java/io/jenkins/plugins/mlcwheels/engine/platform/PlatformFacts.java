package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import java.util.List;
import java.util.Map;

/** What one system found in a wheel. */
public interface PlatformFacts {

    /** Its native files, in the order in which the wheel lists them. */
    List<? extends NativeFile> files();

    /** About files that can't be read as what they say they are. */
    List<Finding> findings();

    /**
     * Who brings each library that each file needs.
     *
     * @return by the path of the file; the libraries in the order in which the file needs them
     */
    Map<String, List<LibrarySource>> sources(JudgeRequest request);

    /**
     * Judges the files.
     *
     * @throws NotAPlatformWheelException if the wheel is for this system and has no file for it
     */
    PlatformVerdict judge(JudgeRequest request);
}
