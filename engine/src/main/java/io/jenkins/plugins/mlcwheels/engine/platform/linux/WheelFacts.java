package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a verdict is made from.
 *
 * @param filename of the wheel
 * @param architecture that all platform tags of the file name agree on
 * @param libc that all platform tags of the file name agree on
 * @param elfs its ELF files, in the order in which it lists them
 * @param names of all its files
 */
public record WheelFacts(
        String filename,
        Optional<Architecture> architecture,
        Optional<Libc> libc,
        List<ElfFacts> elfs,
        Set<String> names) {

    /** @param platformTags those of the file name */
    public static WheelFacts of(String filename, List<String> platformTags, List<ElfFacts> elfs, Set<String> names) {
        return new WheelFacts(filename, architecture(platformTags), libc(platformTags), elfs, names);
    }

    /** The same wheel with other facts about its ELF files. */
    public WheelFacts withElfs(List<ElfFacts> others) {
        return new WheelFacts(filename, architecture, libc, List.copyOf(others), names);
    }

    /** Empty if a tag names none that we know, or two of them name different ones. */
    private static Optional<Architecture> architecture(List<String> platformTags) {
        Optional<Architecture> common = Optional.empty();
        for (String tag : platformTags) {
            Optional<Architecture> one = Architecture.ofPlatformTag(tag);
            if (one.isEmpty() || (common.isPresent() && !common.equals(one))) {
                return Optional.empty();
            }
            common = one;
        }
        return common;
    }

    /** Empty if no tag names one, or two of them name different ones. */
    private static Optional<Libc> libc(List<String> platformTags) {
        Optional<Libc> common = Optional.empty();
        for (String tag : platformTags) {
            for (Libc libc : Libc.values()) {
                if (tag.startsWith(libc.tagPrefix())) {
                    if (common.isPresent() && common.get() != libc) {
                        return Optional.empty();
                    }
                    common = Optional.of(libc);
                }
            }
        }
        return common;
    }
}
