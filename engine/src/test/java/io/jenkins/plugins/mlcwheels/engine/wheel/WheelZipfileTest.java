package io.jenkins.plugins.mlcwheels.engine.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.finding.Severity;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryDigest;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import io.jenkins.plugins.mlcwheels.engine.zip.TestZip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged wheels that pass the check have the same files with the same bytes for Python's {@code zipfile}. */
class WheelZipfileTest {

    private static final String NAME = "demo-1.0-py3-none-linux_x86_64.whl";
    private static final int ROUNDS = 2_500;
    private static final String[] NAMES = {"\\x", "\u00e4", "\0.py", "/", "//y", "/../z", " ", "\u202e", "%2e"};

    /** Prints for each directory of its arguments what zipfile reads of the wheel in it. */
    private static final String READER = """
        import hashlib, json, os, sys, zipfile
        top, name = sys.argv[1:]
        for each in os.listdir(top):
            try:
                with zipfile.ZipFile(os.path.join(top, each, name)) as wheel:
                    read = {}
                    for entry in wheel.infolist():
                        if not entry.is_dir():
                            content = wheel.read(entry)
                            read[entry.filename] = [len(content), hashlib.sha256(content).hexdigest()]
            except Exception as failure:
                read = {"refused": repr(failure)}
            print(json.dumps([each, read]))
        """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsPython() {
        TestTools.need("python3");
    }

    @Test
    void shouldReadWhatItAcceptsAsZipfileDoes() throws Exception {
        Map<String, Map<String, Object>> ours = new LinkedHashMap<>();
        Random random = new Random(20261201);
        for (int round = 0; round < ROUNDS; round++) {
            Path place = Files.createDirectory(directory.resolve("round-" + round));
            Path wheel = Files.write(place.resolve(NAME), damaged(round, random));
            Map<String, Object> read = accepted(wheel);
            if (read == null) {
                Files.delete(wheel);
                Files.delete(place);
            } else {
                ours.put(place.getFileName().toString(), read);
            }
        }

        assertThat(ours.size()).isGreaterThan(ROUNDS / 10);
        Map<String, Map<String, Object>> theirs = theirs();
        assertThat(ours)
                .allSatisfy(
                        (round, read) -> assertThat(theirs.get(round)).as(round).isEqualTo(read));
    }

    private static byte[] damaged(int round, Random random) {
        byte[] wheel = TestWheels.wheel("demo", "1.0", "py3-none-linux_x86_64")
                .file("demo/__init__.py", "x = 1\n".repeat(50))
                .file("demo/b.py", "")
                .archive(zip -> {
                    zip.zip64 = round % 3 == 0;
                    for (int i = round % 5; i > 0; i--) {
                        twist(zip, zip.entries.get(random.nextInt(zip.entries.size())), random);
                    }
                })
                .bytes();
        return round % 5 == 0 ? WheelDamage.of(wheel, random, 1 + random.nextInt(2)) : wheel;
    }

    /** Changes what a writer of archives may choose, in both headers alike. */
    private static void twist(TestZip zip, TestZip.Entry entry, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> {
                entry.localFlags ^= 1 << random.nextInt(16);
                entry.centralFlags = entry.localFlags;
            }
            case 1 -> entry.mode = random.nextInt(1 << 16);
            case 2 -> entry.dosTime = random.nextInt();
            case 3 -> {
                zip.comment = new byte[random.nextInt(40)];
                random.nextBytes(zip.comment);
            }
            case 4 -> {
                entry.localExtra = extra(random);
                entry.centralExtra = random.nextBoolean() ? entry.localExtra : extra(random);
            }
            case 5 ->
                entry.name(new String(entry.centralName, StandardCharsets.UTF_8) + NAMES[random.nextInt(NAMES.length)]);
            case 6 -> {
                entry.localMethod = random.nextInt(16);
                entry.centralMethod = entry.localMethod;
            }
            case 7 -> entry.neededVersion = random.nextInt(1 << 16);
            default -> zip.leading = new byte[random.nextInt(3)];
        }
    }

    private static byte[] extra(Random random) {
        byte[] body = new byte[random.nextInt(24)];
        random.nextBytes(body);
        int[] known = {1, 0x5455, 0x7075, 0xCAFE, random.nextInt(1 << 16)};
        int length = random.nextInt(4) == 0 ? random.nextInt(30) : body.length;
        return TestZip.buffer(4 + body.length)
                .putShort((short) known[random.nextInt(known.length)])
                .putShort((short) length)
                .put(body)
                .array();
    }

    /** From the names of files to their lengths and digests; null if an error was found. */
    private static Map<String, Object> accepted(Path wheel) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            WheelContents contents = WheelCheck.run(archive, EntryVisitor.NONE, 1);
            if (contents.findings().stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
                return null;
            }
            Map<String, Object> read = new TreeMap<>();
            contents.digests().forEach((name, digest) -> read.put(name, pair(digest)));
            return read;
        } catch (EngineException e) {
            return null;
        }
    }

    private static String pair(EntryDigest digest) {
        return digest.size() + " " + HexFormat.of().formatHex(digest.sha256());
    }

    private Map<String, Map<String, Object>> theirs() throws IOException, InterruptedException {
        Process python = new ProcessBuilder("python3", "-c", READER, directory.toString(), NAME)
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(output).isZero();
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (String line : output.split("\n")) {
            JsonNode parts = new ObjectMapper().readTree(line);
            Map<String, Object> read = new TreeMap<>();
            parts.get(1)
                    .properties()
                    .forEach(file -> read.put(
                            file.getKey(),
                            file.getValue().isTextual()
                                    ? file.getValue().asText()
                                    : file.getValue().get(0).asText() + " "
                                            + file.getValue().get(1).asText()));
            all.put(parts.get(0).asText(), read);
        }
        return all;
    }
}
