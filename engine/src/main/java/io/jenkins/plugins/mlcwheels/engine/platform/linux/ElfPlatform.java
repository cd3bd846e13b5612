package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Optional;

/**
 * What an ELF file runs on.
 *
 * @param architecture the one that platform tags name, or empty if none does
 * @param family what two files must have in common to be loaded together: class, byte order, machine and system
 * @param instructionSet the level beyond the architecture's baseline that the file says it needs, such as
 *     {@code x86_64_v3}; empty if it says nothing
 */
public record ElfPlatform(Optional<Architecture> architecture, String family, Optional<String> instructionSet) {

    /** Whether a process can load files of both platforms. */
    public boolean isCompatibleWith(ElfPlatform other) {
        return family.equals(other.family);
    }
}
