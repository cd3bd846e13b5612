package io.jenkins.plugins.mlcwheels.engine.shell;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/**
 * Lines of a stream that nobody vouches for: ended by LF, CR or CRLF; what can't be decoded is replaced; lines of more
 * than 16384 characters come in pieces.
 */
final class LineReader implements Closeable {

    private static final int LONGEST = 16384;

    private final BufferedReader in;
    private boolean afterCarriageReturn;

    LineReader(InputStream in, Charset charset) {
        this.in = new BufferedReader(new InputStreamReader(in, charset));
    }

    /** The next line without its end, or null at the end of the stream. */
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST) {
            int c = in.read();
            boolean secondHalfOfEnd = c == '\n' && afterCarriageReturn;
            afterCarriageReturn = c == '\r';
            if (c < 0) {
                return line.length() == 0 ? null : line.toString();
            }
            if (secondHalfOfEnd) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                return line.toString();
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
