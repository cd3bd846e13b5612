package io.jenkins.plugins.mlcwheels.engine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files that are read all the same say to {@code readelf} what they say here. */
class ElfDamageReadelfTest {

    private static final int ROUNDS = 3_000;
    private static final int AT_ONCE = 250;
    private static final Pattern DYNAMIC = Pattern.compile("(?s)\\((NEEDED|SONAME)\\) +[A-Za-z ]+: \\[(.*?)]\n");

    /** What readelf prints without {@code DT_STRSZ}, which the loader does not look at. */
    private static final Pattern UNNAMED = Pattern.compile("\\((NEEDED|SONAME)\\) +0x");

    private static final Pattern INTERPRETER = Pattern.compile("Requesting program interpreter: (.*)]");

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsReadelf() {
        LocalCompiler.assume("readelf");
    }

    @Test
    void shouldReadWhatItAcceptsAsReadelfDoes() throws IOException {
        Map<String, List<String>> ours = new LinkedHashMap<>();
        Random random = new Random(20261202);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] elf = ElfDamage.seed(random);
            ElfDamage.apply(elf, random);
            List<String> read = read(elf);
            if (read != null) {
                String name = "round-" + round;
                Files.write(directory.resolve(name), elf);
                ours.put(name, read);
            }
        }

        assertThat(ours.size()).isGreaterThan(ROUNDS / 10);
        Map<String, List<String>> theirs = theirs(List.copyOf(ours.keySet()));
        assertThat(ours)
                .allSatisfy((round, read) -> assertThat(read).as(round).isEqualTo(theirs.getOrDefault(round, read)));
        assertThat(theirs.size()).isGreaterThan(ROUNDS / 10);
    }

    /** Null if it is refused. */
    private static List<String> read(byte[] bytes) throws IOException {
        try {
            ElfFile file = ElfFile.read(ByteSource.of(bytes));
            List<String> lines = new ArrayList<>();
            file.interpreter().ifPresent(name -> lines.add("INTERPRETER " + name));
            file.needed().forEach(name -> lines.add("NEEDED " + name));
            file.soname().ifPresent(name -> lines.add("SONAME " + name));
            return lines.stream().sorted().toList();
        } catch (MalformedElfException | NotElfException e) {
            return null;
        }
    }

    /** Without the files that readelf itself complains about, or whose names it does not look up. */
    private Map<String, List<String>> theirs(List<String> names) throws IOException {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> command = new ArrayList<>(List.of("readelf", "-W", "-l", "-d"));
            names.subList(from, Math.min(names.size(), from + AT_ONCE))
                    .forEach(name -> command.add(directory.resolve(name).toString()));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            for (String part : output.split("(?m)^File: ")) {
                if (part.startsWith("/")) {
                    String name = part.substring(part.lastIndexOf('/', part.indexOf('\n')) + 1, part.indexOf('\n'));
                    if (!part.contains("readelf: ") && !UNNAMED.matcher(part).find()) {
                        all.put(name, lines(part));
                    }
                }
            }
        }
        return all;
    }

    private static List<String> lines(String output) {
        List<String> lines = new ArrayList<>();
        INTERPRETER.matcher(output).results().forEach(found -> lines.add("INTERPRETER " + found.group(1)));
        DYNAMIC.matcher(output).results().forEach(found -> {
            lines.add(found.group(1) + " " + found.group(2));
        });
        return lines.stream().sorted().toList();
    }
}
