package io.jenkins.plugins.mlcwheels.engine.release;

/**
 * The right to change one release, held by one publisher at a time. It ends when it is closed, and some time after its
 * holder died.
 */
public interface ReleaseLease extends AutoCloseable {

    /** Of a host on which nobody gets in anybody's way. */
    ReleaseLease NONE = new ReleaseLease() {
        @Override
        public void check() {}

        @Override
        public void close() {}
    };

    /** @throws ReleaseBusyException if someone else has taken over */
    void check();

    /**
     * Called when all is complete and marked as being published. A lease that is a part of the release is given back
     * now, so that what is published does not keep it.
     */
    default void beforePublication() {
        close();
    }

    /** Gives it back; harmless when it was lost or given back already. */
    @Override
    void close();
}
