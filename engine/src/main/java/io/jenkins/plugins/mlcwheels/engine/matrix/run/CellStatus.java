package io.jenkins.plugins.mlcwheels.engine.matrix.run;

import java.util.Locale;

/** What came of one build of a matrix. */
public enum CellStatus {
    /** It was built, and works. */
    BUILT,
    /** The wheel of an earlier build of the run serves it, and works on its Python. */
    REUSED,
    /** An earlier run built it from the same inputs. */
    UNCHANGED,
    /** It can't be built here. */
    LEFT_OUT,
    /** It could not be built, or its wheel does not work. */
    FAILED,
    /** It was not begun, or not finished, when the run ended. */
    NOT_DONE;

    /** In words, such as {@code left out}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
