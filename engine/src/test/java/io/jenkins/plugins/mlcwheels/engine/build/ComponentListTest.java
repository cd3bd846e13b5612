package io.jenkins.plugins.mlcwheels.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of components in a wheel, from which the place of the copy is taken out. */
class ComponentListTest {

    private static final String LIST = "sboms/demo.cyclonedx.json";

    @TempDir
    Path work;

    @Test
    void shouldTakeThePlaceOfTheCopyOut() throws Exception {
        Path wheel = wheel("{\"bom-ref\": \"path+file://" + work + "/source/crate#0.1.0\", \"at\": \"" + work
                + "/source/x\", \"of\": \"/opt/lib\"}");
        run(wheel);
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            byte[] list =
                    archive.read(archive.entry("demo-1.0.dist-info/" + LIST).orElseThrow(), 1000);
            assertThat(new String(list, StandardCharsets.UTF_8))
                    .isEqualTo("{\"bom-ref\": \"path+file:///crate#0.1.0\", \"at\": \"./x\", \"of\": \"/opt/lib\"}");
        }
        assertThat(run("python3", "-c", CHECK, wheel.toString())).isEqualTo("all right\n");
    }

    @Test
    void shouldLeaveOtherWheelsAsTheyAre() throws Exception {
        Path wheel = wheel("{\"bom-ref\": \"pkg:cargo/libc\"}");
        byte[] before = Files.readAllBytes(wheel);
        run(wheel);
        assertThat(wheel).hasBinaryContent(before);
    }

    private static final String CHECK = """
            import base64, csv, hashlib, io, sys, zipfile
            wheel = zipfile.ZipFile(sys.argv[1])
            rows = csv.reader(io.StringIO(wheel.read("demo-1.0.dist-info/RECORD").decode()))
            right = 0
            for name, digest, size in (row for row in rows if row and row[1]):
                data = wheel.read(name)
                found = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
                right += digest == "sha256=" + found and int(size) == len(data)
            print("all right" if right == len(wheel.namelist()) - 1 else right)
            """;

    private Path wheel(String list) throws Exception {
        return TestWheels.wheel("demo", "1.0", "py3-none-any")
                .purelib(true)
                .file("demo.py", "")
                .distInfo(LIST, list)
                .writeTo(work);
    }

    private void run(Path wheel) throws Exception {
        Path program = work.resolve("sbom.py");
        try (InputStream in = BuildScript.class.getResourceAsStream("programs/sbom.py")) {
            Files.write(program, in.readAllBytes());
        }
        run("python3", "-I", "-B", program.toString(), work.toString(), wheel.toString());
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
