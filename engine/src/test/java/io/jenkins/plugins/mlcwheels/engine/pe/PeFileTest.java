package io.jenkins.plugins.mlcwheels.engine.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException;
import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Certificates;
import io.jenkins.plugins.mlcwheels.engine.pe.PeFile.Import;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeFileTest {

    private static PeFile read(byte[] file) throws IOException {
        return PeFile.read(StreamedBytes.of("PE", file), name -> true);
    }

    private static TestPe rich() {
        return TestPe.x64()
                .needs("KERNEL32.dll", "CreateFileW", "#17", "ReadFile")
                .needs("python313.dll", "PyList_New")
                .delays("bcrypt.dll", "BCryptGenRandom")
                .exports("PyInit_mod", "other")
                .forwards("NTDLL.RtlFoo")
                .pdb("C:\\build\\mod.pdb")
                .manifest("<assembly/>")
                .signed(16);
    }

    @Test
    void readsAllThatAFileSays() throws IOException {
        PeFile file = read(rich().subsystem(10, 0).build());

        assertThat(file.header().machine()).isEqualTo(PeMachine.X64);
        assertThat(file.header().isDll()).isTrue();
        assertThat(file.header().hasDynamicBase()).isTrue();
        assertThat(file.header().isNxCompatible()).isTrue();
        assertThat(file.header().hasControlFlowGuard()).isFalse();
        assertThat(file.header().subsystemVersion()).hasToString("10.0");
        assertThat(file.imports())
                .containsExactly(
                        new Import("KERNEL32.dll", false, List.of("CreateFileW", "ReadFile"), 1),
                        new Import("python313.dll", false, List.of("PyList_New"), 0),
                        new Import("bcrypt.dll", true, List.of("BCryptGenRandom"), 0));
        assertThat(file.exports().dll()).isEqualTo("test.dll");
        assertThat(file.exports().names()).containsExactly("PyInit_mod", "other");
        assertThat(file.exports().forwarders()).containsExactly("other=NTDLL.RtlFoo");
        assertThat(file.extras().pdb()).contains("C:\\build\\mod.pdb");
        assertThat(file.extras().manifest()).contains("<assembly/>");
        assertThat(file.extras().certificates()).isEqualTo(Certificates.PRESENT);
    }

    @Test
    void readsFilesOf32Bits() throws IOException {
        PeFile file = read(
                TestPe.x86().needs("user32.dll", "MessageBoxA", "#3").program().build());

        assertThat(file.header().machine()).isEqualTo(PeMachine.X86);
        assertThat(file.header().is64()).isFalse();
        assertThat(file.header().isDll()).isFalse();
        assertThat(file.imports()).containsExactly(new Import("user32.dll", false, List.of("MessageBoxA"), 1));
    }

    @Test
    void tellsMachinesOfTwoProcessorsFromOthers() throws IOException {
        assertThat(read(TestPe.x64().hybrid().build()).header().machine()).isEqualTo(PeMachine.ARM64EC);
        assertThat(read(TestPe.arm64().hybrid().build()).header().machine()).isEqualTo(PeMachine.ARM64X);
        assertThat(read(TestPe.arm64().build()).header().machine()).isEqualTo(PeMachine.ARM64);
    }

    @Test
    void knowsCodeForNet() throws IOException {
        PeFile file =
                read(TestPe.x86().managed().needs("mscoree.dll", "_CorDllMain").build());

        assertThat(file.extras().managed()).isTrue();
        assertThat(file.extras().processorNeutral()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"16, PRESENT", "8, PRESENT", "7, BROKEN", "17, BROKEN", "0, BROKEN", "2147483647, BROKEN"})
    void doesNotBelieveTheLengthOfACertificate(int length, Certificates expected) throws IOException {
        assertThat(read(TestPe.x64().signed(length).build()).extras().certificates())
                .isEqualTo(expected);
    }

    @Test
    void keepsOnlyTheExportsThatAreWanted() throws IOException {
        byte[] file = rich().build();

        assertThat(PeFile.read(StreamedBytes.of("PE", file), "PyInit_mod"::equals)
                        .exports()
                        .names())
                .containsExactly("PyInit_mod");
    }

    @ParameterizedTest
    @CsvSource({
        "0x3C, 0x7FFFFFFF, e_lfanew",
        "0x3C, 0, e_lfanew",
        "0x86, 0x00FFFF, NumberOfSections",
        "0x94, 0x20220010, SizeOfOptionalHeader",
        "0x98, 0x0107, Magic",
        "0x194, 0x7FFFFFFF, in no section",
        "0x110, 0x7FFFFFF0, import directory",
    })
    void namesTheFieldThatCantBeTrue(String place, String value, String field) {
        byte[] file = rich().build();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(Integer.decode(place), Integer.decode(value));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("malformed PE file: ")
                .hasMessageContaining(field);
    }

    @Test
    void refusesTablesWithoutEnd() {
        TestPe many = TestPe.x64();
        for (int i = 0; i < 5000; i++) {
            many.needs("a.dll", "f");
        }

        assertThatThrownBy(() -> read(many.build()))
                .hasMessageContaining("import directory has more than 4096 entries");
    }

    @Test
    void refusesFilesThatAreCutOff() {
        byte[] file = rich().build();
        for (int length = 0; length < file.length - 16; length += 7) {
            byte[] some = Arrays.copyOf(file, length);
            try {
                read(some);
            } catch (MalformedFileException e) {
                assertThat(e.field()).isNotEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Property(tries = 3000)
    void readsOrRefusesWhateverBytesSay(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] file = rich().build();
        int changes = 1 + random.nextInt(20);
        for (int i = 0; i < changes; i++) {
            file[random.nextInt(file.length)] = (byte) random.nextInt();
        }

        try {
            assertThat(read(file).header()).isNotNull();
        } catch (MalformedFileException e) {
            assertThat(e.getMessage()).startsWith("malformed PE file: ");
        }
    }
}
