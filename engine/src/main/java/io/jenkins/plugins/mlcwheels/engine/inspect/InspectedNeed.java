package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.Bringer;
import io.jenkins.plugins.mlcwheels.engine.platform.SystemPart.LibrarySource;
import io.jenkins.plugins.mlcwheels.engine.text.KebabCase;

/**
 * A library that a native file needs. Texts are fit to be shown.
 *
 * @param name as the file needs it
 * @param bringer who brings it: {@code wheel}, {@code system}, ...
 * @param from what exactly: a path in the wheel, the name of a sibling
 */
public record InspectedNeed(String name, String bringer, String from) {

    static InspectedNeed of(LibrarySource source) {
        return new InspectedNeed(source.name(), KebabCase.of(source.bringer()), source.from());
    }

    /** Whether a file of the wheel is that library. */
    boolean inWheel() {
        return bringer.equals(KebabCase.of(Bringer.WHEEL));
    }

    /** Who brings it, in words. */
    String words() {
        return from.isEmpty() || from.equals(name) || from.equals(bringer) ? bringer : bringer + " (" + from + ")";
    }
}
