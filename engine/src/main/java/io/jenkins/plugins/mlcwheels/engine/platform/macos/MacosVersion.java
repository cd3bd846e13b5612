package io.jenkins.plugins.mlcwheels.engine.platform.macos;

import io.jenkins.plugins.mlcwheels.engine.macho.MachOVersion;

/** A version of macOS, as platform tags tell them apart: from 11 on by the first number alone. */
record MacosVersion(int major, int minor) implements Comparable<MacosVersion> {

    /** The oldest macOS on Apple silicon. */
    static final MacosVersion FIRST_ON_ARM64 = new MacosVersion(11, 0);

    /** The oldest that tags are given for where nothing tells. */
    static final MacosVersion OLDEST = new MacosVersion(10, 9);

    static MacosVersion of(MachOVersion version) {
        return new MacosVersion(version.major(), version.minor());
    }

    /** {@code 10.15}. */
    static MacosVersion parse(String text) {
        int dot = text.indexOf('.');
        return new MacosVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
    }

    /** What installers compare: macOS 13.3 takes wheels for macosx_13_0, and there is no tag that says 13.3. */
    MacosVersion asTag() {
        return major >= 11 ? new MacosVersion(major, 0) : this;
    }

    static MacosVersion newer(MacosVersion one, MacosVersion other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    String tag(String architecture) {
        return "macosx_" + asTag().major + "_" + asTag().minor + "_" + architecture;
    }

    @Override
    public int compareTo(MacosVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return "macOS " + major + "." + minor;
    }
}
