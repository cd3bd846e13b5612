package io.jenkins.plugins.mlcwheels.engine.platform.linux;

import java.util.Optional;

/** The C library that a wheel's native code is linked with. */
public enum Libc {
    GLIBC("glibc", "manylinux"),
    MUSL("musl", "musllinux");

    private final String text;
    private final String tagPrefix;

    Libc(String text, String tagPrefix) {
        this.text = text;
        this.tagPrefix = tagPrefix;
    }

    /** What platform tags of this libc begin with. */
    public String tagPrefix() {
        return tagPrefix;
    }

    static Optional<Libc> named(String text) {
        for (Libc libc : values()) {
            if (libc.text.equals(text)) {
                return Optional.of(libc);
            }
        }
        return Optional.empty();
    }

    /** {@code glibc} or {@code musl}. */
    @Override
    public String toString() {
        return text;
    }
}
