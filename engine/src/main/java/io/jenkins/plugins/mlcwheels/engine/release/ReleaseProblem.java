package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * A reason not to publish. Both texts are fit to be shown.
 *
 * @param what is wrong and where, as a sentence without a full stop
 * @param remedy what to do about it, as a sentence
 */
public record ReleaseProblem(String what, String remedy) {

    public ReleaseProblem {
        what = PrintableText.line(what);
        remedy = PrintableText.line(remedy);
    }

    @Override
    public String toString() {
        return what + ". " + remedy;
    }
}
