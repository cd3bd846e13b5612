package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of an answer while it is read: ends with an exception beyond a limit, or if it holds the token. */
public final class AnswerStream extends FilterInputStream {

    private final long limit;
    private final HttpOptions options;
    private final int tail;
    private long count;
    private String last = "";

    /** @param limit in bytes */
    public AnswerStream(InputStream in, long limit, HttpOptions options) {
        super(in);
        this.limit = limit;
        this.options = options;
        this.tail = String.valueOf(options.token()).length();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            look(new String(bytes, offset, read, StandardCharsets.ISO_8859_1));
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private void look(String text) throws IOException {
        count += text.length();
        if (count > limit) {
            throw new IOException("the answer is larger than " + limit / 1_000_000 + " MB");
        }
        String window = last + text;
        if (options.isEchoedIn(window)) {
            throw RemoteException.unexpected("a request was answered with the token itself");
        }
        last = window.substring(Math.max(0, window.length() - tail));
    }
}
