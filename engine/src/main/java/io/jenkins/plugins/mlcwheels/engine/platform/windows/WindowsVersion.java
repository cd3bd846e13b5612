package io.jenkins.plugins.mlcwheels.engine.platform.windows;

import io.jenkins.plugins.mlcwheels.engine.pe.PeHeader;

/** The versions of Windows that are told apart, the oldest first. */
enum WindowsVersion {
    W7("7", 6, 1),
    W8("8", 6, 2),
    W8_1("8.1", 6, 3),
    W10("10", 10, 0),
    W10_1607("10-1607", 10, 0),
    W10_1703("10-1703", 10, 0),
    W10_1709("10-1709", 10, 0),
    W10_1803("10-1803", 10, 0),
    W10_1809("10-1809", 10, 0),
    W10_1903("10-1903", 10, 0),
    W10_2004("10-2004", 10, 0),
    W11("11", 10, 0);

    private final String text;
    private final int major;
    private final int minor;

    WindowsVersion(String text, int major, int minor) {
        this.text = text;
        this.major = major;
        this.minor = minor;
    }

    static WindowsVersion named(String text) {
        for (WindowsVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        throw new IllegalArgumentException("no version of Windows: " + text);
    }

    /** The oldest one that loads files which ask for that version in their header. */
    static WindowsVersion of(PeHeader.Version asked) {
        for (WindowsVersion version : values()) {
            if (asked.compareTo(new PeHeader.Version(version.major, version.minor)) <= 0) {
                return version;
            }
        }
        return W11;
    }

    boolean isNewerThan(WindowsVersion other) {
        return compareTo(other) > 0;
    }

    /** {@code Windows 10 1607}. */
    @Override
    public String toString() {
        return "Windows " + text.replace('-', ' ');
    }
}
