package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.Optional;

/** The C library that a build is for, by the family of platform tags that its wheels get. */
public enum Libc {
    /** glibc. */
    MANYLINUX("glibc"),
    /** musl. */
    MUSLLINUX("musl");

    private final String library;

    Libc(String library) {
        this.library = library;
    }

    /** {@code glibc} or {@code musl}. */
    public String library() {
        return library;
    }

    /** {@code manylinux} or {@code musllinux}, as in identifiers and platform tags. */
    @Override
    public String toString() {
        return this == MANYLINUX ? "manylinux" : "musllinux";
    }

    static Optional<Libc> of(String text) {
        for (Libc libc : values()) {
            if (libc.toString().equals(text)) {
                return Optional.of(libc);
            }
        }
        return Optional.empty();
    }
}
