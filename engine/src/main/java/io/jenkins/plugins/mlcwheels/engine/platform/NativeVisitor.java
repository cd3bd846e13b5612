package io.jenkins.plugins.mlcwheels.engine.platform;

import java.io.IOException;

/** Sees what a native file is made of and what it offers to others. Names are as in the file. */
public interface NativeVisitor {

    /**
     * A section, in the order of the file; a name may come several times.
     *
     * @param name such as {@code .text}; with the processor before it in a file that is for several
     * @param size bytes that it takes in the file, or in memory if it takes none there
     */
    void section(String name, long size) throws IOException;

    /**
     * A symbol that other files can be linked with, in no particular order.
     *
     * @param weak whether another definition of the same name is as good, as of templates and inline functions
     */
    void export(String name, boolean weak) throws IOException;
}
