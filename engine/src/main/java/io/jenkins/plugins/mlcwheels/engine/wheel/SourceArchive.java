package io.jenkins.plugins.mlcwheels.engine.wheel;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The metadata of a source distribution ({@code name-version.tar.gz}), which is read up to its {@code PKG-INFO}. */
public final class SourceArchive {

    private static final String SUFFIX = ".tar.gz";
    private static final int BLOCK = 512;
    private static final int MOST_ENTRIES = 100_000;
    private static final long LARGEST = 4L << 30;
    private static final long LARGEST_METADATA = 32 << 20;

    private SourceArchive() {}

    /** Whether the name is that of a source distribution. */
    public static boolean isNamed(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && name.indexOf('-') > 0;
    }

    /**
     * The metadata of the project.
     *
     * @throws NoWheelFileException if there is no such file
     * @throws BrokenWheelException if it can't be read, or has no {@code PKG-INFO} in its one directory
     */
    public static CoreMetadata metadata(Path file) throws IOException {
        NoWheelFileException.check(file);
        String name = String.valueOf(file.getFileName());
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
            return CoreMetadata.parse("PKG-INFO", find(name, in));
        } catch (ZipException | EOFException e) {
            throw new BrokenWheelException(name, "can't be inflated: " + e.getMessage());
        }
    }

    private static byte[] find(String name, InputStream in) throws IOException {
        long passed = 0;
        for (int i = 0; i < MOST_ENTRIES; i++) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                throw new BrokenWheelException(name, "has no PKG-INFO in its directory");
            }
            long size = size(name, header);
            String entry = text(header, 0, 100);
            boolean file = header[156] == '0' || header[156] == 0;
            int slash = entry.indexOf('/');
            if (file && slash > 0 && entry.substring(slash).equals("/PKG-INFO")) {
                if (size > LARGEST_METADATA) {
                    throw new BrokenWheelException(name, "has a PKG-INFO of " + size + " bytes");
                }
                return in.readNBytes((int) size);
            }
            long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
            passed += padded;
            if (passed > LARGEST) {
                throw new BrokenWheelException(name, "has more than " + LARGEST + " bytes before PKG-INFO");
            }
            in.skipNBytes(padded);
        }
        throw new BrokenWheelException(name, "has more than " + MOST_ENTRIES + " entries");
    }

    private static long size(String name, byte[] header) {
        String digits = text(header, 124, 12).strip();
        try {
            long size = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (size >= 0 && size <= LARGEST) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BrokenWheelException(name, "is not a tar archive: an entry has the size '" + digits + "'");
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
