package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.io.InputStream;

/**
 * Looks at the content of entries while an {@link EntryPass} reads them, so that nothing is inflated twice. Called from
 * several threads at once, for each readable file once, in no particular order.
 */
@FunctionalInterface
public interface EntryVisitor {

    /** Looks at nothing. */
    EntryVisitor NONE = new EntryVisitor() {
        @Override
        public void visit(ArchiveEntry entry, InputStream content) {}
    };

    /**
     * @param content the entry's bytes from its start; reading less than all of it is fine, skipping is cheap. It
     *     throws an {@link IOException} where the entry is broken, which becomes a finding if let through. Not to be
     *     used after the call returns.
     */
    void visit(ArchiveEntry entry, InputStream content) throws IOException;
}
