package io.jenkins.plugins.mlcwheels.engine.elf;

/** How far a symbol is seen ({@code STB_*}). */
public enum SymbolBinding {
    LOCAL,
    GLOBAL,
    /** May stay undefined. */
    WEAK,
    /** Reserved for systems and processors, such as GNU's unique symbols. */
    OTHER;

    static SymbolBinding of(int code) {
        return code < OTHER.ordinal() ? values()[code] : OTHER;
    }
}
