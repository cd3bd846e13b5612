package io.jenkins.plugins.mlcwheels.engine.text;

import java.util.Locale;

/** Names of constants as documents, options and codes spell them: {@code RECORD_HASH_MISMATCH} is {@code record-hash-mismatch}. */
public final class KebabCase {

    private KebabCase() {}

    /** The constant's name in lower case, with dashes. */
    public static String of(Enum<?> constant) {
        return of(constant.name());
    }

    /** The same of the name itself. */
    public static String of(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
