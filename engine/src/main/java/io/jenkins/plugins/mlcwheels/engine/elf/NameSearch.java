package io.jenkins.plugins.mlcwheels.engine.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Searches a string table, whose bytes come in pieces and in order, for {@link SymbolNames}. */
final class NameSearch {

    private final SymbolNames names;
    private final Map<Integer, String> found = new HashMap<>();
    private byte[] window = new byte[0];
    private int held;
    private long passed;

    NameSearch(SymbolNames names) {
        this.names = names;
    }

    /** Names found so far, by their offsets in the table. */
    Map<Integer, String> found() {
        return found;
    }

    /** How many bytes of the table have come by. */
    long passed() {
        return passed;
    }

    /** The next bytes of the table; of earlier ones only as many are kept as the longest name has. */
    void accept(byte[] bytes, int from, int length) {
        int keep = Math.min(held, names.longest());
        if (window.length < keep + length) {
            window = Arrays.copyOf(window, names.longest() + length);
        }
        System.arraycopy(window, held - keep, window, 0, keep);
        System.arraycopy(bytes, from, window, keep, length);
        held = keep + length;
        search(keep);
        passed += length;
    }

    private void search(int from) {
        for (int i = from; i < held; i++) {
            if (window[i] == 0 && i > 0) {
                byte[][] candidates = names.endingWith(window[i - 1]);
                if (candidates != null) {
                    compare(candidates, i, passed + (i - from));
                }
                if (names.byPrefix()) {
                    compareStart(i, passed + (i - from));
                }
            }
        }
    }

    /** Of the string as a whole: tails of it are not looked at. */
    private void compareStart(int end, long offset) {
        int start = end;
        int least = Math.max(0, end - names.longest());
        while (start > least && window[start - 1] != 0) {
            start--;
        }
        boolean whole = start > 0 && window[start - 1] == 0;
        if (whole && names.beginsAsOne(window, start, end)) {
            found.put((int) (offset - (end - start)), new String(window, start, end - start, StandardCharsets.UTF_8));
        }
    }

    private void compare(byte[][] candidates, int end, long offset) {
        for (byte[] name : candidates) {
            int start = end - name.length;
            if (start >= 0 && Arrays.equals(window, start, end, name, 0, name.length)) {
                found.put((int) (offset - name.length), new String(name, StandardCharsets.UTF_8));
            }
        }
    }
}
