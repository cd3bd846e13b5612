package io.jenkins.plugins.mlcwheels.engine.http;

import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads lists that a service serves in pages while others change them. An entry that is deleted meanwhile moves those
 * behind it to the page before, where nobody sees them; so a list of several pages is read until two passes in a row
 * find the same entries. Pages that the service can't make are asked for with fewer entries, from then on.
 *
 * @param <T> an entry
 */
public final class PagedList<T> {

    /** How many entries to ask for, in the order in which they are tried. */
    private static final List<Integer> SIZES = List.of(100, 30, 10, 3, 1);

    /** How often a page has to fail before a smaller one is asked for. */
    private static final int PATIENCE = 2;

    private static final int MOST_PASSES = 10;

    /** An entry that appears at the front shows the last one of a page again on the next. */
    private static final int MOST_REPEATED_PAGES = 20;

    private final Retry retry;
    private final ProgressListener progress;
    private final int most;

    /** Index of what is asked for now, of the most to ask for, and whether that is more than the last time. */
    private int size;

    private int largest;
    private boolean growing;

    /** A part of a list, and whether the service says that the list goes on. */
    public record Page<T>(List<T> entries, boolean goesOn) {}

    /** Gets single pages. */
    @FunctionalInterface
    public interface Pages<T> {

        /**
         * @param entries how many to ask for
         * @param number of the page, from 1 on
         * @throws IOException if there was no whole answer
         */
        Page<T> read(int entries, int number) throws IOException;
    }

    /** @param most how many entries such a list may have */
    public PagedList(Retry retry, ProgressListener progress, int most) {
        this.retry = retry;
        this.progress = progress;
        this.most = most;
    }

    /**
     * The whole list, each entry once.
     *
     * @param what is done, for people: {@code listing the releases}
     * @param id tells entries apart
     * @throws RemoteException if there is no page to be had
     * @throws RemoteException if no two passes agree
     */
    public synchronized List<T> read(String what, Function<T, ?> id, Pages<T> pages) {
        growing = size > largest;
        size -= growing ? 1 : 0;
        Map<Object, T> before = null;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Pass now = pass(what, id, pages);
            if (now.count == 1 || before != null && before.keySet().equals(now.found.keySet())) {
                return new ArrayList<>(now.found.values());
            }
            before = now.found;
        }
        throw RemoteException.listChanging(what, MOST_PASSES);
    }

    private final class Pass {
        private final Map<Object, T> found = new LinkedHashMap<>();
        private int count;
        private int repeated;

        /** Whether there is more. */
        private boolean add(Page<T> page, int asked, Function<T, ?> id) {
            int before = found.size();
            page.entries().forEach(entry -> found.put(id.apply(entry), entry));
            repeated = found.size() == before ? repeated + 1 : 0;
            count++;
            return page.goesOn() || page.entries().size() >= asked;
        }
    }

    private Pass pass(String what, Function<T, ?> id, Pages<T> pages) {
        Pass pass = new Pass();
        int failures = 0;
        boolean more = true;
        while (more) {
            try {
                int asked = SIZES.get(size);
                more = pass.add(pages.read(asked, pass.count + 1), asked, id);
                failures = 0;
            } catch (IOException e) {
                retry.afterFailure(++failures, what, e);
                pass = hasShrunk(what, failures) ? new Pass() : pass;
            }
            refuseEndless(what, pass);
        }
        return pass;
    }

    private boolean hasShrunk(String what, int failures) {
        if (failures < (growing ? 1 : PATIENCE) || size == SIZES.size() - 1) {
            return false;
        }
        size++;
        largest = growing ? size : largest;
        growing = false;
        progress.on(new ProgressListener.Notice(what + ": asking for " + SIZES.get(size) + " at a time", false));
        return true;
    }

    private void refuseEndless(String what, Pass pass) {
        if (pass.found.size() > most) {
            throw RemoteException.unexpected("more than " + most + " entries when " + what);
        }
        if (pass.repeated > MOST_REPEATED_PAGES) {
            throw RemoteException.unexpected("the same entries on every page when " + what);
        }
    }
}
