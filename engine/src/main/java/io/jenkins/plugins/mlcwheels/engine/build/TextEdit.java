package io.jenkins.plugins.mlcwheels.engine.build;

/**
 * One change to a text file of the copy: at {@code offset} stands {@code before}, which becomes {@code after}.
 *
 * @param offset from the beginning of the text, in Unicode code points
 * @param before what has to stand there; empty to insert
 * @param after what stands there then; may hold line ends
 */
public record TextEdit(int offset, String before, String after) {

    /** One line that the build script reads: offset and both texts, with tabs between, line ends as {@code \n}. */
    String line() {
        return offset + "\t" + escaped(before) + "\t" + escaped(after);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
