package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.zip.TestZip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes wheels in memory: good ones by default, broken ones by overriding a file of the dist-info directory or a field
 * of the archive.
 *
 * <pre>{@code
 * Path wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
 *         .file("demo/__init__.py", "")
 *         .file("demo/libdemo.so", elfBytes)
 *         .writeTo(directory);
 * }</pre>
 */
public final class TestWheels {

    private final String name;
    private final String version;
    private final String tags;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Integer> modes = new LinkedHashMap<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private String requirements = "";
    private boolean purelib;
    private boolean stored;
    private Consumer<TestZip> archive = zip -> {};

    private TestWheels(String name, String version, String tags) {
        this.name = name;
        this.version = version;
        this.tags = tags;
    }

    /** @param tags compressed, as in the file name */
    public static TestWheels wheel(String name, String version, String tags) {
        return new TestWheels(name, version, tags);
    }

    public TestWheels file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public TestWheels file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** @param mode such as 0755 */
    public TestWheels file(String path, byte[] content, int mode) {
        modes.put(path, 0100000 | mode);
        return file(path, content);
    }

    /** Adds lines such as {@code Requires-Dist: numpy} to METADATA. */
    public TestWheels metadata(String lines) {
        requirements += lines + "\n";
        return this;
    }

    /** Root-Is-Purelib is false by default. */
    public TestWheels purelib(boolean value) {
        purelib = value;
        return this;
    }

    /** Without compression. */
    public TestWheels stored() {
        stored = true;
        return this;
    }

    /** Gives a file of the dist-info directory (METADATA, WHEEL, RECORD, ...) this content; null leaves it out. */
    public TestWheels distInfo(String file, String content) {
        overrides.put(file, content);
        return this;
    }

    /** Changes the archive before it is written. */
    public TestWheels archive(Consumer<TestZip> change) {
        archive = archive.andThen(change);
        return this;
    }

    public String filename() {
        return name + "-" + version + "-" + tags + ".whl";
    }

    public Path writeTo(Path directory) {
        try {
            return Files.write(directory.resolve(filename()), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        TestZip zip = new TestZip();
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        String distInfo = name + "-" + version + ".dist-info/";
        put(all, distInfo, "METADATA", metadataFile());
        put(all, distInfo, "WHEEL", wheelFile());
        overrides.forEach((file, content) -> {
            if (!file.equals("RECORD")) {
                put(all, distInfo, file, content);
            }
        });
        put(all, distInfo, "RECORD", recordFile(all, distInfo + "RECORD"));
        all.forEach((path, content) -> {
            TestZip.Entry entry = stored ? zip.addStored(path, content) : zip.add(path, content);
            entry.mode = modes.getOrDefault(path, 0100644);
        });
        archive.accept(zip);
        return zip.bytes();
    }

    private void put(Map<String, byte[]> all, String distInfo, String file, String content) {
        String text = overrides.containsKey(file) ? overrides.get(file) : content;
        if (text != null) {
            all.put(distInfo + file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String metadataFile() {
        return "Metadata-Version: 2.1\nName: " + name.replace('_', '-') + "\nVersion: " + version + "\n" + requirements
                + "\nA test.\n";
    }

    private String wheelFile() {
        StringBuilder text =
                new StringBuilder("Wheel-Version: 1.0\nGenerator: test (1.0)\nRoot-Is-Purelib: " + purelib + "\n");
        for (WheelTag tag : WheelFilename.parse(filename()).tags()) {
            text.append("Tag: ").append(tag).append('\n');
        }
        return text.append('\n').toString();
    }

    private static String recordFile(Map<String, byte[]> all, String self) {
        StringBuilder text = new StringBuilder();
        all.forEach((path, content) -> {
            if (!path.endsWith("/")) {
                text.append(path.contains(",") ? '"' + path + '"' : path)
                        .append(",sha256=")
                        .append(hash("SHA-256", content))
                        .append(',')
                        .append(content.length)
                        .append('\n');
            }
        });
        return text.append(self).append(",,\n").toString();
    }

    /** In URL-safe base64 without padding. */
    public static String hash(String algorithm, byte[] content) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
