package io.jenkins.plugins.mlcwheels.engine.elf;

import java.io.IOException;

/** Sees the dynamic symbols one after another. */
@FunctionalInterface
public interface SymbolVisitor {

    /** @param symbol the same object at every call, moved on; nothing of it may be kept */
    void visit(SymbolCursor symbol) throws IOException;
}
