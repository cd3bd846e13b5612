package io.jenkins.plugins.mlcwheels.engine.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** The content of one entry, read by whoever asks. */
final class EntryStream extends InputStream {

    private final EntryInflater inflater = new EntryInflater();
    private final byte[] one = new byte[1];
    private boolean closed;

    EntryStream(FileChannel channel, ArchiveEntry entry) throws IOException {
        try {
            inflater.start(channel, entry);
        } catch (IOException e) {
            inflater.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("stream is closed");
        }
        return length == 0 ? 0 : inflater.read(target, offset, length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            inflater.close();
        }
    }
}
