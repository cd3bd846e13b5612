package io.jenkins.plugins.mlcwheels.engine.platform;

import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for native files of one system in one wheel while that is read. Called by several threads at once. */
public interface NativeScan {

    /** How many bytes of a file's beginning are enough to recognise it. */
    int START = 64;

    /**
     * @param start the first bytes of the file, {@value #START} of them or the whole file
     * @return whether the file is one of this system
     */
    boolean recognises(ArchiveEntry entry, byte[] start);

    /**
     * Takes the facts of a file that was recognised. A file that isn't what it says becomes a finding.
     *
     * @param content the file from its beginning
     */
    void read(ArchiveEntry entry, InputStream content) throws IOException;

    /** Takes over what an earlier scan of another copy of the wheel found of files that are the same in both. */
    void takeOver(PlatformFacts earlier, Predicate<String> same);

    /** @param names of all the wheel's files */
    PlatformFacts facts(Set<String> names);
}
