package io.jenkins.plugins.mlcwheels.engine.elf;

/** What a symbol stands for ({@code STT_*}). */
public enum SymbolType {
    NOTYPE,
    OBJECT,
    FUNC,
    SECTION,
    FILE,
    COMMON,
    TLS,
    /** Reserved for systems and processors, such as GNU's indirect functions. */
    OTHER;

    static SymbolType of(int code) {
        return code < OTHER.ordinal() ? values()[code] : OTHER;
    }
}
