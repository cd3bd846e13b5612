package io.jenkins.plugins.mlcwheels.engine.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where the wheels of an index come from. */
@FunctionalInterface
public interface IndexSource {

    /**
     * Reads all wheels; writes nothing.
     *
     * @param index the directory that the index will be in, from which wheels may be linked
     */
    List<IndexedWheel> read(Path index) throws IOException;

    /** Sees that there is something to read from, before anything is created for the index. */
    default void check() throws IOException {}

    /** Writes the files that the wheels of the last reading are described with, beside them. */
    default void writeBeside() throws IOException {}

    /** The same with something changed about each wheel. */
    default IndexSource with(UnaryOperator<IndexedWheel> change) {
        IndexSource wheels = this;
        return new IndexSource() {
            @Override
            public List<IndexedWheel> read(Path index) throws IOException {
                return wheels.read(index).stream().map(change).toList();
            }

            @Override
            public void check() throws IOException {
                wheels.check();
            }

            @Override
            public void writeBeside() throws IOException {
                wheels.writeBeside();
            }
        };
    }
}
