package io.jenkins.plugins.mlcwheels.steps;

import hudson.FilePath;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a script said, in a file on the agent, read as hostile. */
final class SaidLines {

    private static final int MOST = 1 << 20;
    private static final int LONGEST = 500;

    private SaidLines() {}

    /** What followed a word when it was said last. */
    static Optional<String> last(FilePath file, String word) throws IOException, InterruptedException {
        String text;
        try (InputStream in = file.read()) {
            text = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        }
        return text.lines()
                .filter(line -> line.startsWith(word))
                .map(line -> PrintableText.line(line.substring(word.length()), LONGEST))
                .reduce((earlier, later) -> later);
    }
}
