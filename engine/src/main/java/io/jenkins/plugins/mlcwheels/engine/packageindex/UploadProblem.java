package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;

/**
 * Why a file must not be uploaded as it is.
 *
 * @param what is wrong, with the file's name, as a clause; on one line and fit to be shown
 * @param remedy what to do about it, as a sentence
 */
public record UploadProblem(String what, String remedy) {

    public UploadProblem {
        what = PrintableText.line(what, 1000);
        remedy = PrintableText.line(remedy, 1000);
    }

    @Override
    public String toString() {
        return what + (remedy.isEmpty() ? "" : " (" + remedy + ")");
    }
}
