package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.util.Map;
import java.util.Optional;

/**
 * What a verdict is to go by beside the files.
 *
 * @param wheel the name of the wheel
 * @param role how the files stand to the wheel's tags
 * @param excludes names of libraries that are taken to be there
 * @param siblings from the names of libraries that other wheels bring to the names of those wheels
 * @param policy a platform that the wheel has to comply with
 * @param anyInstructionSet whether files may need more of the processor than the baseline of its architecture
 */
public record JudgeRequest(
        WheelFilename wheel,
        Role role,
        NamePatterns excludes,
        Map<String, String> siblings,
        Optional<String> policy,
        boolean anyInstructionSet) {

    /** What a system's files are in a wheel. */
    public enum Role {
        /** The wheel is for this system, as its tags say, or as its files do where the tag is {@code any}. */
        MAIN,
        /** The wheel is for another system and has files for this one as well. */
        BESIDE
    }

    /** Whether the tags of the wheel are to be compared with the files. */
    public boolean isMain() {
        return role == Role.MAIN;
    }
}
