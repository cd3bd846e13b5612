package io.jenkins.plugins.mlcwheels.engine.packageindex;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes source distributions as build backends do. */
public final class TestSources {

    private TestSources() {}

    /** @param info what PKG-INFO says */
    public static Path write(Path directory, String name, String version, String info) throws IOException {
        String stem = name + "-" + version;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(entry(stem + "/pyproject.toml", "[project]\n"));
            out.write(entry(stem + "/nested/PKG-INFO", "Metadata-Version: 2.1\nName: other\nVersion: 9\n"));
            out.write(entry(stem + "/PKG-INFO", info));
            out.write(new byte[1024]);
        }
        return Files.write(directory.resolve(stem + ".tar.gz"), bytes.toByteArray());
    }

    private static byte[] entry(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[512 + (bytes.length + 511) / 512 * 512];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 108, "0000000\0");
        put(block, 116, "0000000\0");
        put(block, 124, String.format("%011o\0", bytes.length));
        put(block, 136, "00000000000\0");
        put(block, 148, "        ");
        put(block, 156, "0");
        put(block, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += block[i] & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        System.arraycopy(bytes, 0, block, 512, bytes.length);
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }
}
