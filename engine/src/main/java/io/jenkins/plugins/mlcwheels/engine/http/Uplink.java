package io.jenkins.plugins.mlcwheels.engine.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The line that the uploads of one host share. Counts what they send together, since each is slow on a line that is
 * slow; and lets fewer of them send at once where all are too slow, the latest waiting for the others, and one more
 * after each window in which they are not.
 */
public final class Uplink {

    private static final long LOOK_MILLIS = 1000;

    private final List<Lane> active = new ArrayList<>();
    private int width = Integer.MAX_VALUE;
    private int changes;
    private long total;

    /** The part of one transfer, until it is closed. */
    public final class Lane {

        private boolean drained;

        private Lane() {}

        /** All was handed on; how fast the rest of it leaves this machine, nobody can see. */
        void drain() {
            synchronized (Uplink.this) {
                drained = true;
            }
        }

        /** Whether others use the line without being seen to. */
        boolean othersDrain() {
            synchronized (Uplink.this) {
                return active.stream().anyMatch(lane -> lane != this && lane.drained);
            }
        }

        /** More bytes went out. */
        void sent(long bytes) {
            synchronized (Uplink.this) {
                total += bytes;
            }
        }

        /** What all have sent so far. */
        long total() {
            synchronized (Uplink.this) {
                return total;
            }
        }

        /** How many send now. */
        int companions() {
            synchronized (Uplink.this) {
                return active.size();
            }
        }

        /** Changes when more or fewer may send than before, so that those that do are to be measured anew. */
        int changes() {
            synchronized (Uplink.this) {
                return changes;
            }
        }

        /** All are too slow together: lets half of them go on, and tells whether this is another one. */
        boolean givesWay() {
            synchronized (Uplink.this) {
                if (active.size() <= width) {
                    width = Math.max(1, active.size() / 2);
                    changes++;
                }
                return active.indexOf(this) >= width;
            }
        }

        /** All together were fast enough for a window: lets one more send, if there are as many as may. */
        void makesRoom() {
            synchronized (Uplink.this) {
                if (active.size() >= width) {
                    width++;
                    changes++;
                    Uplink.this.notifyAll();
                }
            }
        }

        /** Gives the place back. */
        public void close() {
            synchronized (Uplink.this) {
                active.remove(this);
                Uplink.this.notifyAll();
            }
        }
    }

    /**
     * Waits for a place.
     *
     * @param deadline throws when the time for everything is up
     */
    public Lane take(Runnable deadline) {
        return take(deadline, () -> Integer.MAX_VALUE);
    }

    /** @param most how many may send at once, looked at again while waiting */
    public Lane take(Runnable deadline, IntSupplier most) {
        synchronized (this) {
            while (active.size() >= Math.min(width, most.getAsInt())) {
                deadline.run();
                await();
            }
            Lane lane = new Lane();
            active.add(lane);
            return lane;
        }
    }

    private void await() {
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new InterruptedWorkException(e);
        }
    }
}
