package io.jenkins.plugins.mlcwheels.engine.elf;

/**
 * A symbol of the dynamic symbol table.
 *
 * @param name without its version; empty for unnamed ones
 * @param undefined whether another file has to define it
 */
public record DynamicSymbol(String name, SymbolBinding binding, SymbolType type, boolean undefined) {

    /** Undefined, and the file can't be loaded without it. */
    public boolean required() {
        return undefined && binding != SymbolBinding.WEAK;
    }
}
