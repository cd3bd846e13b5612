package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.util.List;
import java.util.Optional;

/**
 * One platform tag: {@code manylinux_2_28_x86_64} (PEP 600), {@code musllinux_1_2_aarch64} (PEP 656),
 * {@code macosx_11_0_arm64}, {@code win_amd64}, {@code linux_x86_64}, {@code ios_13_0_arm64_iphoneos},
 * {@code android_21_arm64_v8a}, {@code pyemscripten_2025_0_wasm32}, {@code any}; and the older names of three
 * manylinux platforms (PEP 513, 571, 599), which are read as what they stand for.
 *
 * @param text as written
 * @param major of the libc or the system; -1 where the tag has none
 * @param minor of the libc or the system; -1 where the tag has none
 * @param architecture such as {@code x86_64}; empty where the tag has none
 */
public record PlatformTag(String text, Kind kind, int major, int minor, String architecture) {

    /** The families of platforms that installers know. */
    public enum Kind {
        MANYLINUX,
        MUSLLINUX,
        LINUX,
        MACOS,
        WINDOWS,
        IOS,
        ANDROID,
        EMSCRIPTEN,
        ANY,
        OTHER
    }

    private static final List<Legacy> LEGACY = List.of(
            new Legacy("manylinux1", 5, List.of("x86_64", "i686")),
            new Legacy("manylinux2010", 12, List.of("x86_64", "i686")),
            new Legacy(
                    "manylinux2014", 17, List.of("x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x")));

    /** An older name for glibc 2.{@code minor} on some architectures. */
    private record Legacy(String name, int minor, List<String> architectures) {}

    /** @throws InvalidWheelNameException if it can't be a platform tag, or is a manylinux or musllinux one gone wrong */
    public static PlatformTag parse(String text) {
        if (!WheelTag.isPart(text)) {
            throw new InvalidWheelNameException(text, "is not a platform tag");
        }
        String tag = Ascii.lowerCase(text);
        if (tag.equals("any")) {
            return new PlatformTag(text, Kind.ANY, -1, -1, "");
        }
        if (tag.equals("win32")) {
            return new PlatformTag(text, Kind.WINDOWS, -1, -1, "x86");
        }
        if (tag.startsWith("win_") && tag.length() > 4) {
            return new PlatformTag(text, Kind.WINDOWS, -1, -1, tag.substring(4));
        }
        if (tag.startsWith("linux_") && tag.length() > 6) {
            return new PlatformTag(text, Kind.LINUX, -1, -1, tag.substring(6));
        }
        if (tag.startsWith("manylinux")) {
            return manylinux(text, tag);
        }
        if (tag.startsWith("musllinux")) {
            return versioned(text, tag, "musllinux_", Kind.MUSLLINUX)
                    .orElseThrow(() -> new InvalidWheelNameException(text, "is not musllinux_X_Y_ARCHITECTURE"));
        }
        return versioned(text, tag, "macosx_", Kind.MACOS)
                .or(() -> versioned(text, tag, "ios_", Kind.IOS))
                .or(() -> android(text, tag))
                .or(() -> emscripten(text, tag))
                .orElseGet(() -> new PlatformTag(text, Kind.OTHER, -1, -1, ""));
    }

    private static PlatformTag manylinux(String text, String tag) {
        for (Legacy legacy : LEGACY) {
            if (tag.startsWith(legacy.name + "_")) {
                String architecture = tag.substring(legacy.name.length() + 1);
                if (!legacy.architectures.contains(architecture)) {
                    throw new InvalidWheelNameException(
                            text, legacy.name + " is only defined for " + legacy.architectures);
                }
                return new PlatformTag(text, Kind.MANYLINUX, 2, legacy.minor, architecture);
            }
        }
        return versioned(text, tag, "manylinux_", Kind.MANYLINUX)
                .orElseThrow(() -> new InvalidWheelNameException(text, "is not manylinux_X_Y_ARCHITECTURE"));
    }

    /** {@code android_21_arm64_v8a} (PEP 738): the level of the API, and the ABI. */
    private static Optional<PlatformTag> android(String text, String tag) {
        int end = tag.startsWith("android_") ? tag.indexOf('_', "android_".length()) : -1;
        int level = end < 0 ? -1 : number(tag.substring("android_".length(), end));
        return level < 0 || end == tag.length() - 1
                ? Optional.empty()
                : Optional.of(new PlatformTag(text, Kind.ANDROID, level, -1, tag.substring(end + 1)));
    }

    /** {@code pyemscripten_2025_0_wasm32} (PEP 783), and the names that Pyodide had before. */
    private static Optional<PlatformTag> emscripten(String text, String tag) {
        for (String prefix : List.of("pyemscripten_", "pyodide_", "emscripten_")) {
            Optional<PlatformTag> found = versioned(text, tag, prefix, Kind.EMSCRIPTEN);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Reads PREFIX MAJOR _ MINOR _ ARCHITECTURE. */
    private static Optional<PlatformTag> versioned(String text, String tag, String prefix, Kind kind) {
        int major = tag.startsWith(prefix) ? tag.indexOf('_', prefix.length()) : -1;
        int minor = major < 0 ? -1 : tag.indexOf('_', major + 1);
        if (minor < 0 || minor == tag.length() - 1) {
            return Optional.empty();
        }
        int first = number(tag.substring(prefix.length(), major));
        int second = number(tag.substring(major + 1, minor));
        return first < 0 || second < 0
                ? Optional.empty()
                : Optional.of(new PlatformTag(text, kind, first, second, tag.substring(minor + 1)));
    }

    /** A plain decimal of at most four digits without leading zeros, or -1. */
    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 4 || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!Ascii.isDigit(digits.charAt(i))) {
                return -1;
            }
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }

    /** The tag in today's spelling: {@code manylinux_2_17_x86_64} for {@code manylinux2014_x86_64}. */
    public String canonical() {
        return switch (kind) {
            case MANYLINUX -> "manylinux_" + major + "_" + minor + "_" + architecture;
            default -> Ascii.lowerCase(text);
        };
    }

    /** The older name of the same platform, if it has one: {@code manylinux2014_x86_64}. */
    public Optional<String> legacy() {
        for (Legacy legacy : LEGACY) {
            if (kind == Kind.MANYLINUX
                    && major == 2
                    && minor == legacy.minor
                    && legacy.architectures.contains(architecture)) {
                return Optional.of(legacy.name + "_" + architecture);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
