package io.jenkins.plugins.mlcwheels.engine.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of an asset come from; can be read more than once. */
public sealed interface AssetSource {

    InputStream open() throws IOException;

    /** The same for reading into buffers. */
    default ReadableByteChannel channel() throws IOException {
        return Channels.newChannel(open());
    }

    /** A file that stays as it is while it is published. */
    record File(Path path) implements AssetSource {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public ReadableByteChannel channel() throws IOException {
            return FileChannel.open(path);
        }
    }

    /** An asset of a release, which is downloaded each time. */
    record Hosted(ReleaseHost host, HostedRelease release, HostedAsset asset) implements AssetSource {
        @Override
        public InputStream open() {
            return host.download(release, asset);
        }
    }

    /** A small text made while publishing; the array is not copied and must not change. */
    record Bytes(byte[] bytes) implements AssetSource {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
