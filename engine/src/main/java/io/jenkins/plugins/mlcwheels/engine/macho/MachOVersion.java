package io.jenkins.plugins.mlcwheels.engine.macho;

/** A version as load commands have it. */
public record MachOVersion(int major, int minor, int patch) implements Comparable<MachOVersion> {

    static MachOVersion of(int packed) {
        return new MachOVersion(packed >>> 16, packed >>> 8 & 0xFF, packed & 0xFF);
    }

    @Override
    public int compareTo(MachOVersion other) {
        int order = Integer.compare(major, other.major);
        order = order == 0 ? Integer.compare(minor, other.minor) : order;
        return order == 0 ? Integer.compare(patch, other.patch) : order;
    }

    /** As people write it: without a patch of 0. */
    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch);
    }
}
