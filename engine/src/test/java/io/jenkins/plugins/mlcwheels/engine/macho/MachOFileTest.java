package io.jenkins.plugins.mlcwheels.engine.macho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mlcwheels.engine.bytes.MalformedFileException;
import io.jenkins.plugins.mlcwheels.engine.bytes.StreamedBytes;
import io.jenkins.plugins.mlcwheels.engine.macho.CodeSignature.State;
import io.jenkins.plugins.mlcwheels.engine.macho.MachOSlice.DylibKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachOFileTest {

    private static MachOFile read(byte[] file) throws IOException {
        PageDigests digests = new PageDigests();
        return MachOFile.read(
                new StreamedBytes(
                        "Mach-O",
                        file.length,
                        new ByteArrayInputStream(file),
                        () -> new ByteArrayInputStream(file),
                        digests),
                digests,
                name -> true);
    }

    private static MachOSlice slice(TestMachO file) throws IOException {
        return read(file.build()).slices().get(0);
    }

    private static TestMachO rich() {
        return TestMachO.arm64()
                .id("@rpath/libtest.dylib")
                .needs("/usr/lib/libSystem.B.dylib")
                .maybeNeeds("@rpath/libother.dylib")
                .rpath("@loader_path/../lib")
                .minimum(13, 3)
                .exports("_PyInit_mod")
                .looksUp("_PyList_New")
                .code(20_000)
                .signed();
    }

    @Test
    void readsAllThatASliceSays() throws IOException {
        MachOSlice slice = slice(rich());

        assertThat(slice.header().architecture()).isEqualTo("arm64");
        assertThat(slice.header().isLibrary()).isTrue();
        assertThat(slice.linkage().id()).contains("@rpath/libtest.dylib");
        assertThat(slice.linkage().needs())
                .extracting(MachOSlice.Dylib::name, MachOSlice.Dylib::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/usr/lib/libSystem.B.dylib", DylibKind.LOAD),
                        org.assertj.core.groups.Tuple.tuple("@rpath/libother.dylib", DylibKind.WEAK));
        assertThat(slice.linkage().needs().get(0).current()).hasToString("2.0");
        assertThat(slice.linkage().rpaths()).containsExactly("@loader_path/../lib");
        assertThat(slice.minimum().orElseThrow().system()).hasToString("13.3");
        assertThat(slice.symbols().exported()).containsExactly("_PyInit_mod");
        assertThat(slice.symbols().needed()).containsExactly(new MachOSlice.Needed("_PyList_New", 254, false));
        assertThat(slice.signature()).isEqualTo(new CodeSignature(State.VALID, true, "id", ""));
    }

    @Test
    void readsBothByteOrdersAndWidths() throws IOException {
        MachOSlice slice = slice(TestMachO.ppc().oldMinimum(10, 4).exports("_f"));

        assertThat(slice.header().architecture()).isEqualTo("ppc");
        assertThat(slice.header().bigEndian()).isTrue();
        assertThat(slice.minimum().orElseThrow().system()).hasToString("10.4");
        assertThat(slice.symbols().exported()).containsExactly("_f");
    }

    @Test
    void readsAllSlicesOfFatFiles() throws IOException {
        MachOFile file =
                read(TestMachO.fat(rich(), TestMachO.x86_64().oldMinimum(10, 9).signed()));

        assertThat(file.fat()).isTrue();
        assertThat(file.slices())
                .extracting(slice -> slice.header().architecture())
                .containsExactly("arm64", "x86_64");
        assertThat(file.slices()).extracting(slice -> slice.signature().state()).containsOnly(State.VALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x4100, 0x8000})
    void noticesBytesThatChangedAfterSigning(int place) throws IOException {
        byte[] file = rich().build();
        file[place] ^= 1;

        CodeSignature signature = read(file).slices().get(0).signature();

        assertThat(signature.state()).isEqualTo(State.INVALID);
        assertThat(signature.problem())
                .startsWith("is not of this file: the ")
                .endsWith(" bytes at " + place / 4096 * 4096 + " have another digest");
    }

    @Test
    void noticesTheLastPageAsWell() throws IOException {
        byte[] file = rich().build();
        file[signaturePlace(file) - 1] ^= 1;

        assertThat(read(file).slices().get(0).signature().state()).isEqualTo(State.INVALID);
    }

    private static int signaturePlace(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        for (int i = file.length - 20; i > 0; i--) {
            if (bytes.getInt(i) == 0xFADE0CC0) {
                return i;
            }
        }
        throw new AssertionError("no signature");
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0x7FFFFFFF, is not a list of signature parts",
        "16, 0x7FFFFFF0, has a part that lies outside of it",
        "24, 0x7FFFFFFF, which lies outside of it",
        "36, 0x7FFFFFFF, has its digests outside of it",
        "48, 0x7FFFFFFF, has digests of 2147483647 pages",
        "52, 0x7FFFFFFF, begins after",
        "56, 0x20020028, has pages of 2^40 bytes",
    })
    void doesNotBelieveLengthsOfSignatures(int place, String value, String problem) throws IOException {
        byte[] file = rich().build();
        ByteBuffer.wrap(file).putInt(signaturePlace(file) + place, Integer.decode(value));

        CodeSignature signature = read(file).slices().get(0).signature();

        assertThat(signature.state()).isEqualTo(State.INVALID);
        assertThat(signature.problem()).contains(problem);
    }

    @Test
    void refusesFatFilesOfTooManySlices() {
        byte[] file = TestMachO.fat(rich());
        ByteBuffer.wrap(file).putInt(4, 10_000);

        assertThat(MachOFile.isMachO(file)).isTrue();
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("nfat_arch is 10000, and not 1 to 64");
    }

    @Test
    void tellsClassFilesOfJavaFromFatFiles() {
        byte[] file = new byte[64];
        ByteBuffer.wrap(file).putInt(0, 0xCAFEBABE).putInt(4, 61);

        assertThat(MachOFile.isMachO(file)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0xFFFF, ncmds is 65535",
        "20, 0x7FFFFFFF, sizeofcmds is 2147483647",
        "36, 3, cmdsize of load command 1 is 3",
        "36, 0x7FFFFFF8, cmdsize of load command 1",
        "40, 0x7FFFFFFF, LC_ID_DYLIB has its name outside the command",
    })
    void namesTheFieldThatCantBeTrue(int place, String value, String field) {
        byte[] file = rich().build();
        ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(place, Integer.decode(value));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith("malformed Mach-O file: ")
                .hasMessageContaining(field);
    }

    @Property(tries = 3000)
    void readsOrRefusesWhateverBytesSay(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] file = random.nextBoolean()
                ? rich().build()
                : TestMachO.fat(rich(), TestMachO.x86_64().signed());
        int interesting = random.nextBoolean() ? 600 : file.length;
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            file[random.nextInt(interesting)] = (byte) random.nextInt();
        }

        try {
            assertThat(read(file).slices()).isNotEmpty();
        } catch (MalformedFileException e) {
            assertThat(e.getMessage()).startsWith("malformed Mach-O file: ");
        }
    }
}
